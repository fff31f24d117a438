import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {clusterId, releaseKey, revisionKey} from '../../../source/domain/cluster/keys.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import {type EvidenceRows, evidenceRows} from '../../../source/engine/questions/evidence-rows.ts';
import {directPort, istioAsker} from './support/istio-asker.ts';
import type {StoredSeries} from './support/memory-source.ts';
import {installedPrometheusVersion, type RealPrometheus, startRealPrometheus} from './support/real-prometheus.ts';
import {canaryShares, createWorld, startMs} from './support/world.ts';

const scrapeMs = 15_000;
const windowSeconds = 60;
const stepSeconds = 45;
const stepMs = stepSeconds * 1_000;
const version = installedPrometheusVersion();
const services = ['checkout-stable', 'checkout-canary'] as const;

/** An hour of the demo's exposition with a canary of 5 %, scraped every 15 s so long after each full quarter of a
 * minute, as counters. */
function counters(offsetMs: number): readonly StoredSeries[] {
	const world = createWorld({intervalMs: scrapeMs});
	world.model.record(world.key, world.model.originMs, canaryShares(0));
	world.model.record(world.key, startMs, canaryShares(0.05));
	const endMs = startMs + 3_600_000;
	world.goTo(endMs);
	const equals = (label: string, value: string) => ({label, operator: '=' as const, value});
	return ['istio_requests_total', 'istio_request_duration_milliseconds_bucket'].flatMap(name =>
		world.source
			.select([equals('__name__', name), equals('destination_service_namespace', 'shop')])
			.map(({labels, samples}) => ({
				labels,
				samples: samples(startMs, endMs).map(({atMs, value}) => ({atMs: atMs + offsetMs, value})),
			})),
	);
}

/** What the counters of the callers gained from the first to the last sample of the window that ends then. */
function gained(
	stored: readonly StoredSeries[],
	isCounted: (labels: StoredSeries['labels']) => boolean,
	endMs: number,
): number {
	return stored
		.filter(({labels}) => labels.reporter === 'source' && isCounted(labels))
		.reduce((sum, {samples}) => {
			const inWindow = samples.filter(({atMs}) => atMs > endMs - windowSeconds * 1_000 && atMs <= endMs);
			return sum + (inWindow.at(-1)?.value ?? 0) - (inWindow[0]?.value ?? 0);
		}, 0);
}

const isOf = (service: string) => (labels: StoredSeries['labels']) =>
	labels.destination_service_name === service && labels.__name__ === 'istio_requests_total';
const isFailureOf = (service: string) => (labels: StoredSeries['labels']) =>
	isOf(service)(labels) && /^(?:5..|0)$/.test(labels.response_code ?? '');
const isWithin = (service: string, le: string) => (labels: StoredSeries['labels']) =>
	labels.destination_service_name === service && labels.le === le;

describe.runIf(version !== undefined)(`rows that a real Prometheus ${version} tells of a release`, () => {
	const whole = counters(4_250);
	/** The same, with a sample missing now and then: never two in a row. */
	const torn = whole.map(({labels, samples}) => ({
		labels,
		samples: samples.filter(({atMs}) => Math.floor(atMs / scrapeMs) % 17 !== 5),
	}));
	const prometheuses: RealPrometheus[] = [];
	let ofWhole: EvidenceRows;
	let ofTorn: EvidenceRows;
	/** Samples on the very ends of the rows: a Prometheus 2 counts them in both. */
	let ofAligned: EvidenceRows;

	beforeAll(async () => {
		[ofWhole, ofTorn, ofAligned] = [await rowsOf(whole), await rowsOf(torn), await rowsOf(counters(0))];
	});
	afterAll(async () => {
		await Promise.all(prometheuses.map(one => one.stop()));
	});

	async function rowsOf(stored: readonly StoredSeries[]): Promise<EvidenceRows> {
		const real = await startRealPrometheus({stored});
		prometheuses.push(real);
		const asker = istioAsker(directPort(real.url), {scrapeSeconds: scrapeMs / 1_000, windowSeconds});
		const fromMs = Math.ceil(startMs / stepMs + 2) * stepMs;
		const answer = await evidenceRows.ask(asker, {
			releases: [
				{
					release: releaseKey(clusterId('demo'), 'rollouts.argoproj.io', 'shop', 'checkout'),
					uid: safe`uid`,
					canary: revisionKey('uid', 'canary'),
					stable: revisionKey('uid', 'stable'),
					services: services.map(name => ({namespace: safe`shop`, name: ident(name)})),
					fromMs,
					canaryFromMs: fromMs,
					isFromLater: false,
					isSincePerch: false,
					isOpen: true,
				},
			],
			left: [],
			windowSeconds,
			stepSeconds,
			scrapeSeconds: scrapeMs / 1_000,
			fromMs,
			toMs: fromMs + 70 * stepMs,
			isToNow: true,
		});
		if (!answer.ok) throw new Error(answer.error.message);
		return answer.value;
	}

	test.each(services)('count of %s what its counters gained, row by row', service => {
		expect(ofWhole.traffic).toHaveLength(70);
		for (const {atMs, value} of ofWhole.traffic) {
			const own = value.filter(({identity, viewpoint}) => identity.service === service && viewpoint === 'source');
			const requests = own.reduce((sum, {requestsPerSecond}) => sum + requestsPerSecond * stepSeconds, 0);
			const failures = own.reduce((sum, {errorsPerSecond}) => sum + errorsPerSecond * stepSeconds, 0);
			expect(requests).toBeCloseTo(gained(whole, isOf(service), atMs), 6);
			expect(failures).toBeCloseTo(gained(whole, isFailureOf(service), atMs), 6);
		}
	});

	test('lie side by side, so that together they count each request once', () => {
		const [first, last] = [ofWhole.traffic[0], ofWhole.traffic.at(-1)];
		for (const service of services) {
			const inRows = ofWhole.traffic.reduce((sum, {atMs}) => sum + gained(whole, isOf(service), atMs), 0);
			const samples = whole.filter(({labels}) => labels.reporter === 'source' && isOf(service)(labels));
			const all = samples.reduce((sum, one) => {
				const from = one.samples.find(({atMs}) => atMs > (first?.atMs ?? 0) - windowSeconds * 1_000);
				const to = one.samples.findLast(({atMs}) => atMs <= (last?.atMs ?? 0));
				return sum + (to?.value ?? 0) - (from?.value ?? 0);
			}, 0);
			expect(all).toBeGreaterThan(1_000);
			expect(inRows).toBe(all);
		}
	});

	test('count the requests of each bucket of a histogram alike', () => {
		for (const {atMs, value} of ofWhole.latency) {
			const [own] = value.filter(({identity, viewpoint}) => identity.service === services[0] && viewpoint === 'source');
			for (const {upperMs, perSecond} of own?.buckets ?? []) {
				const le = upperMs === Number.POSITIVE_INFINITY ? '+Inf' : String(upperMs);
				expect(perSecond * stepSeconds).toBeCloseTo(gained(whole, isWithin(services[0], le), atMs), 5);
			}
			expect(own?.buckets.length).toBeGreaterThan(5);
		}
	});

	test.each([
		{what: 'samples are missing', rows: () => ofTorn, most: 2 / 3, inAll: 0.03},
		{what: 'samples lie on the ends of the rows', rows: () => ofAligned, most: 1 / 4, inAll: 0.01},
	])('are off by no more than a part where $what, and by less in all', ({rows, most, inAll}) => {
		const [service] = services;
		const rowOf = ({traffic}: EvidenceRows, at: number) =>
			traffic[at]?.value
				.filter(({identity, viewpoint}) => identity.service === service && viewpoint === 'source')
				.reduce((sum, {requestsPerSecond}) => sum + requestsPerSecond * stepSeconds, 0) ?? 0;
		let [all, told] = [0, 0];
		for (const at of ofWhole.traffic.keys()) {
			const [exact, near] = [rowOf(ofWhole, at), rowOf(rows(), at)];
			all += exact;
			told += near;
			expect(Math.abs(near - exact)).toBeLessThanOrEqual(most * exact);
		}
		expect(Math.abs(told - all) / all).toBeLessThan(inAll);
	});
});
