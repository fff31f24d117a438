import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {backtest} from '../../../source/backtest/backtest.ts';
import type {Backtest} from '../../../source/backtest/report.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import {directPort, istioAsker} from './support/istio-asker.ts';
import type {StoredSeries} from './support/memory-source.ts';
import {installedPrometheusVersion, type RealPrometheus, startRealPrometheus} from './support/real-prometheus.ts';
import {canaryShares, createWorld, startMs} from './support/world.ts';

const scrapeMs = 15_000;
const minute = 60_000;
const newestMs = startMs + 160 * minute;
const version = installedPrometheusVersion();

/** The canary's share from so many minutes on: taken back after 20, then promoted by way of 100 % for a minute and a half,
 * after which the Service for stable leads to it. */
const weights = [
	[0, 0],
	[70, 0.1],
	[90, 0],
	[115, 0.1],
	[135, 1],
	[136.5, 0],
] as const;

/** The demo's counters of checkout, scraped every 15 s. One in five requests to the canary fails. */
function counters(): readonly StoredSeries[] {
	const world = createWorld({intervalMs: scrapeMs});
	world.model.record(world.key, world.model.originMs, canaryShares(0));
	for (const [minutes, share] of weights)
		world.model.record(world.key, startMs + minutes * minute, canaryShares(share));
	world.goTo(newestMs);
	const equals = (label: string, value: string) => ({label, operator: '=' as const, value});
	return ['istio_requests_total', 'istio_request_duration_milliseconds_bucket'].flatMap(name =>
		world.source
			.select([equals('__name__', name), equals('destination_service_namespace', 'shop'), equals('reporter', 'source')])
			.map(({labels, samples}) => ({
				labels,
				samples: samples(startMs, newestMs).map(({atMs, value}) => ({atMs: atMs + 4_250, value})),
			})),
	);
}

describe.runIf(version !== undefined)(`the past that a real Prometheus ${version} keeps`, () => {
	let real: RealPrometheus;
	let report: Backtest;

	beforeAll(async () => {
		real = await startRealPrometheus({stored: counters()});
		const asker = istioAsker(directPort(real.url), {scrapeSeconds: scrapeMs / 1_000, windowSeconds: 60});
		const named = (name: string) => ({namespace: safe`shop`, name: ident(name)});
		const [stable, canary] = [[named('checkout-stable')], [named('checkout-canary')]];
		const told = await backtest({
			asker,
			services: [...stable, ...canary],
			ownOf: samples => samples,
			mayBeOwn: () => false,
			release: {services: {apex: [], stable, canary, host: null}, backend: 'argo-rollouts'},
			nameOf: name => name,
			stablePods: 8,
			settings: {},
			rule: null,
			order: null,
			sinceMs: newestMs - 30 * 86_400_000,
			newestMs,
		});
		if (!told.ok) throw new Error(told.error.kind);
		report = told.value;
	});
	afterAll(() => real.stop());

	test('begins with its first samples', () => {
		expect(report.scheme).toBe('service');
		expect(Math.abs(report.fromMs - startMs)).toBeLessThanOrEqual(10 * minute);
	});

	test('shows each release with its end, to within a minute', () => {
		expect(report.releases.map(({outcome}) => outcome.kind)).toEqual(['rolledBack', 'promoted']);
		for (const [at, [beganAt, endedAt]] of [
			[0, [70, 90]],
			[1, [115, 135]],
		] as const) {
			const {judged, outcome} = report.releases[at] ?? {};
			const fromMs = (judged?.ok ? judged.value?.fromMs : null) ?? 0;
			expect(Math.abs(fromMs - startMs - beganAt * minute)).toBeLessThanOrEqual(minute);
			const atMs = outcome && outcome.kind !== 'running' ? outcome.atMs : 0;
			expect(Math.abs(atMs - startMs - endedAt * minute)).toBeLessThanOrEqual(minute);
		}
	});

	test('convicts both within five minutes, with every row read and an hour of stable before the first', () => {
		for (const {judged, past} of report.releases) {
			const own = judged.ok ? judged.value : null;
			expect(own?.unreadRows).toBe(0);
			expect((own?.call?.atMs ?? 0) - (own?.fromMs ?? 0)).toBeLessThan(5 * minute);
			expect(past.mostShare).toBeGreaterThan(0.09);
			expect(own?.pastRows).toBeGreaterThan(70);
		}
	});
});
