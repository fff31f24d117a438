import {err, ok} from '../../../source/domain/result.ts';
import type {MetricSample} from '../../../source/domain/signals/metric-sample.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import type {Mesh} from '../../../source/meshes/contract.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import type {MetricsPort, RangeQuery} from '../../../source/ports/metrics.ts';
import {istioAsker} from '../../demo/prometheus/support/istio-asker.ts';

/** What callers counted from this time on, until the next: requests a second, and those of them that failed. */
export interface Period {
	readonly fromMs: number;
	readonly versions: Readonly<Record<string, readonly [perSecond: number, failing?: number]>>;
}

interface PastPrometheus {
	/** Samples older than this are not kept. */
	readonly keptSinceMs?: number;
	readonly scrapeSeconds?: number;
	/** Istio where left out. */
	readonly mesh?: Mesh;
	/** The labels of a version's series. */
	readonly labelsOf?: (version: string) => Readonly<Record<string, string>>;
	/** Answers that span more steps than this take too long. */
	readonly mostSteps?: number;
}

/** The questions of Istio to a Prometheus that kept these periods: each rate is the mean over its window. */
export function pastAsker(periods: readonly Period[], options: PastPrometheus = {}) {
	const {keptSinceMs = 0, scrapeSeconds = 15, labelsOf = withVersion, mostSteps = 11_000, mesh = istio} = options;
	const queries: RangeQuery[] = [];

	/** Requests of a version, whole and failed, between two times. */
	function counted(version: string, fromMs: number, toMs: number): readonly [number, number] {
		return periods.reduce<readonly [number, number]>(
			([requests, failures], period, at) => {
				const [perSecond, failing = 0] = period.versions[version] ?? [0];
				const until = Math.min(toMs, periods[at + 1]?.fromMs ?? toMs);
				const seconds = Math.max(0, until - Math.max(fromMs, period.fromMs)) / 1_000;
				return [requests + seconds * perSecond, failures + seconds * perSecond * failing];
			},
			[0, 0],
		);
	}

	function samplesAt(atMs: number, windowMs: number): readonly MetricSample[] {
		if (atMs - windowMs < keptSinceMs) return [];
		const versions = [...new Set(periods.flatMap(period => Object.keys(period.versions)))];
		return versions.flatMap(version => {
			const [requests, failures] = counted(version, atMs - windowMs, atMs);
			const of = (code: string, count: number) => ({
				labels: labelled({...labelsOf(version), response_code: code}),
				value: count / (windowMs / 1_000),
			});
			return requests === 0 ? [] : [of('200', requests - failures), of('500', failures)];
		});
	}

	const port: MetricsPort = {
		source: safe`prometheus`,
		matchers: {},
		labelNames: async () => [],
		metricNames: async () => ok([]),
		scrapeIntervalSeconds: async () => ok(scrapeSeconds),
		instant: async () => ok({samples: [], atMs: 0, warnings: []}),
		async range(query) {
			queries.push(query);
			const {promql, startMs, endMs, stepSeconds} = query;
			const count = Math.floor((endMs - startMs) / stepSeconds / 1_000) + 1;
			if (count > mostSteps) return err({kind: 'timeout', status: null, message: safe`no answer within 5 s`});
			if (promql.includes('_bucket')) return ok({instants: [], warnings: []});
			const windowMs = Number(/\[(\d+)s\]/.exec(promql)?.[1]) * 1_000;
			const times = Array.from({length: count}, (_, at) => startMs + at * stepSeconds * 1_000);
			const instants = times.map(atMs => ({atMs, samples: samplesAt(atMs, windowMs)}));
			return ok({instants: instants.filter(({samples}) => samples.length > 0), warnings: []});
		},
		close() {},
	};
	return {asker: istioAsker(port, {scrapeSeconds, windowSeconds: 4 * scrapeSeconds, mesh}), queries};
}

function labelled(labels: Readonly<Record<string, string>>): MetricSample['labels'] {
	const all = {reporter: 'source', destination_service_namespace: 'shop', destination_service_name: 'cart', ...labels};
	return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, ident(value)]));
}

function withVersion(version: string) {
	return {destination_workload: 'cart', destination_canonical_revision: version};
}
