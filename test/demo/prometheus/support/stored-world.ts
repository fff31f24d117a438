import type {Labels} from '../../../../source/demo/prometheus/promql/labels.ts';
import type {Sample} from '../../../../source/demo/prometheus/promql/series-source.ts';
import type {StoredSeries} from './memory-source.ts';

/** The end of the stored samples. Not on their grid, as no question ever is. */
export const endMs = Date.parse('2026-11-20T12:00:07.250Z');
/** The last time at which the series `aligned` have samples: questions at this time have samples on their bounds. */
export const alignedMs = Math.floor(endMs / 15_000) * 15_000;
const hourMs = 3_600_000;

/** Two hours of samples every 15 s, with what makes PromQL hard: counters that reset, series that are born or end
 * within a window, scrapes that are late or missing, NaN and infinities. */
export const storedWorld = (): readonly StoredSeries[] => [
	...services.flatMap(requestSeries),
	...services.flatMap(bucketSeries),
	...['10.0.0.1:15020', '10.0.0.2:15020', '10.0.0.3:15020'].map((instance, index) =>
		series({__name__: 'up', job: index === 2 ? 'nodes' : 'proxies', instance}, times({seed: index}), (_, step) =>
			step % 97 === 13 ? 0 : 1,
		),
	),
	series({__name__: 'up_twin', job: 'proxies', instance: '10.0.0.1:15020'}, times({seed: 6}), () => 1),
	series({__name__: 'aligned', kind: 'counter'}, alignedTimes(alignedMs), (_, step) => step * 3),
	series({__name__: 'aligned', kind: 'ended a lookback ago'}, alignedTimes(alignedMs - 300_000), (_, step) => step),
	series({__name__: 'build_info', namespace: 'shop', name: 'cart', tag: '1.13'}, times({seed: 7}), () => 1),
	series({__name__: 'build_info', namespace: 'web', name: 'frontend', tag: '5.12'}, times({seed: 8}), () => 1),
	series({__name__: 'gauge', kind: 'wave'}, times({seed: 9}), (_, step) => 10 * Math.sin(step / 9)),
	series({__name__: 'gauge', kind: 'nan'}, times({seed: 10}), (_, step) => (step % 3 === 0 ? Number.NaN : step)),
	series({__name__: 'gauge', kind: 'all nan'}, times({seed: 11}), () => Number.NaN),
	series({__name__: 'gauge', kind: 'infinite'}, times({seed: 12}), (_, step) =>
		step % 4 === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
	),
	series({__name__: 'gauge', kind: 'tiny'}, times({seed: 13}), (_, step) => step * 1.5e-9),
	series({__name__: 'gauge', kind: 'huge'}, times({seed: 14}), (_, step) => step * 2.5e22),
	series({__name__: 'gauge', kind: 'ended 4 minutes ago'}, times({seed: 15, toMs: endMs - 240_000}), () => 4),
	series({__name__: 'gauge', kind: 'ended 6 minutes ago'}, times({seed: 16, toMs: endMs - 360_000}), () => 6),
];

interface Service {
	readonly namespace: string;
	readonly name: string;
	readonly workload: string;
	readonly revision: string;
	readonly perSecond: number;
	readonly bornMs?: number;
	readonly firstValue?: number;
	readonly resetsEvery?: number;
}

const services: readonly Service[] = [
	{namespace: 'web', name: 'frontend', workload: 'frontend', revision: 'v5', perSecond: 40, resetsEvery: 130},
	{namespace: 'shop', name: 'checkout-stable', workload: 'checkout', revision: 'latest', perSecond: 11.5},
	{
		namespace: 'shop',
		name: 'checkout-canary',
		workload: 'checkout',
		revision: 'latest',
		perSecond: 0.7,
		bornMs: endMs - 100_000,
		firstValue: 7,
	},
	{namespace: 'shop', name: 'cart', workload: 'cart', revision: 'v1', perSecond: 0.05, resetsEvery: 41},
	{namespace: 'shop', name: 'cart', workload: 'cart', revision: 'v2', perSecond: 3, bornMs: endMs - 610_000},
	{namespace: 'pay', name: 'idle', workload: 'idle', revision: 'v1', perSecond: 0},
];

const codes = [
	{code: '200', share: 0.97},
	{code: '404', share: 0.02},
	{code: '503', share: 0.01},
] as const;

const requestSeries = (service: Service, index: number): readonly StoredSeries[] =>
	['source', 'destination'].flatMap((reporter, side) =>
		codes.map(({code, share}, position) => {
			const labels = {
				__name__: 'istio_requests_total',
				reporter,
				source_workload: 'gateway',
				source_workload_namespace: 'web',
				source_canonical_service: 'gateway',
				...destination(service),
				request_protocol: 'http',
				response_code: code,
				response_flags: code === '503' ? 'UF' : '-',
				connection_security_policy: side === 0 ? 'unknown' : 'mutual_tls',
			};
			return counter(labels, {...service, perSecond: service.perSecond * share}, index * 10 + side * 5 + position);
		}),
	);

const bounds = [5, 10, 25, 50, 100, 250, 500, 1000];

const bucketSeries = (service: Service, index: number): readonly StoredSeries[] =>
	[...bounds, '+Inf'].map((le, position) => {
		const labels = {
			__name__: 'istio_request_duration_milliseconds_bucket',
			reporter: 'source',
			...destination(service),
			le: String(le),
		};
		const share = le === '+Inf' ? 1 : 1 - Math.exp(-(position + 1) / 3);
		// One seed for all buckets: they are scraped together.
		return counter(labels, {...service, perSecond: service.perSecond * share}, 100 + index);
	});

const destination = ({namespace, name, workload, revision}: Service): Labels => ({
	destination_service: `${name}.${namespace}.svc.cluster.local`,
	destination_service_namespace: namespace,
	destination_service_name: name,
	destination_workload: workload,
	destination_workload_namespace: namespace,
	destination_canonical_service: workload,
	destination_canonical_revision: revision,
});

const counter = (labels: Labels, service: Service, seed: number): StoredSeries => {
	const {perSecond, bornMs = endMs - 2 * hourMs, firstValue = 0, resetsEvery = Number.POSITIVE_INFINITY} = service;
	const at = times({seed, fromMs: bornMs});
	let sinceMs = at[0] ?? bornMs;
	return series(labels, at, (atMs, step) => {
		if (step > 0 && step % resetsEvery === 0) sinceMs = atMs - 4000;
		return firstValue + Math.floor(((atMs - sinceMs) / 1000) * perSecond);
	});
};

interface Times {
	readonly seed: number;
	readonly fromMs?: number;
	readonly toMs?: number;
}

/** Every 15 s at an offset of the target's own, some a little late, some missing. */
const times = ({seed, fromMs = endMs - 2 * hourMs, toMs = endMs}: Times): readonly number[] => {
	const random = createRandom(seed + 1);
	const found: number[] = [];
	for (let atMs = fromMs + Math.floor(random() * 15_000); atMs <= toMs; atMs += 15_000) {
		const isMissing = random() < 0.03;
		const lateMs = random() < 0.05 ? Math.floor(random() * 400) : 0;
		if (!isMissing) found.push(atMs + lateMs);
	}
	return found.filter(atMs => atMs <= toMs);
};

const alignedTimes = (toMs: number): readonly number[] =>
	Array.from({length: 200}, (_, index) => toMs - (199 - index) * 15_000);

const series = (
	labels: Labels,
	at: readonly number[],
	valueAt: (atMs: number, step: number) => number,
): StoredSeries => ({labels, samples: at.map((atMs, step): Sample => ({atMs, value: valueAt(atMs, step)}))});

/** A small generator of numbers in [0, 1): the same for the same seed. */
const createRandom = (seed: number): (() => number) => {
	let state = seed * 2_654_435_761;
	return () => {
		state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
		return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
	};
};
