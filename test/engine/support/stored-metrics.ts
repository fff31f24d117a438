import {instantQuery} from '../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../source/demo/prometheus/promql/semantics.ts';
import {ok} from '../../../source/domain/result.ts';
import type {MetricSample} from '../../../source/domain/signals/metric-sample.ts';
import type {Matchers} from '../../../source/domain/signals/series-scope.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import type {RecordingRule} from '../../../source/meshes/rules/recording-rules.ts';
import {anyRule} from '../../../source/meshes/rules/rule-names.ts';
import type {MetricsPort} from '../../../source/ports/metrics.ts';
import {createMemorySource, type StoredSeries} from '../../demo/prometheus/support/memory-source.ts';

/** The time of the newest sample of each series. */
const newestMs = Date.parse('2026-11-29T12:00:00Z');

/** A counter that rises evenly, with the labels that Istio writes and those that the storage adds. */
export interface Counted {
	readonly service: string;
	readonly code?: string;
	readonly perSecond: number;
	readonly labels?: Readonly<Record<string, string>>;
	/** Seconds between two samples; 15 when left out. */
	readonly everySeconds?: number;
	/** The number of samples; two hours of them when left out. */
	readonly samples?: number;
	/** Nothing was stored for so long before the newest sample. */
	readonly pausedSeconds?: number;
}

/** A Prometheus that holds these counters, and evaluates PromQL over them. */
export function storedMetrics(
	counters: readonly Counted[],
	{
		matchers = {},
		scrapeSeconds = 15,
		rules,
	}: {matchers?: Matchers; scrapeSeconds?: number; rules?: Evaluated | undefined} = {},
): MetricsPort & {readonly queries: readonly string[]} {
	const scraped = counters.map(stored);
	const recorded = rules ? recordsOf(rules, scraped) : [];
	const source = createMemorySource([...scraped, ...recorded]);
	const queries: string[] = [];
	function evaluated(promql: string, atMs = newestMs): readonly MetricSample[] {
		const answer = instantQuery(promql, atMs, {source, semantics: semanticsOf('3.5.0')});
		if (answer.kind !== 'vector') throw new Error(`${promql}: ${JSON.stringify(answer)}`);
		return answer.vector.map(({labels, value}) => ({
			labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
			value,
		}));
	}
	return {
		queries,
		source: safe`prometheus`,
		matchers,
		metricNames: async names => {
			const isThere = source.select(matchersOf(matchers)).length > 0 && names.includes('istio_requests_total');
			const records = new Set(recorded.map(({labels}) => labels.__name__ ?? ''));
			return ok([...(isThere ? ['istio_requests_total'] : []), ...(names.includes(anyRule) ? records : [])]);
		},
		labelNames: async () => [...new Set(counters.flatMap(({labels = {}}) => Object.keys(labels)))],
		scrapeIntervalSeconds: async () => ok(scrapeSeconds),
		async instant({promql}) {
			queries.push(promql);
			return ok({samples: evaluated(promql), atMs: newestMs, warnings: []});
		},
		async range({promql, startMs, endMs, stepSeconds}) {
			queries.push(promql);
			const count = Math.floor((endMs - startMs) / stepSeconds / 1_000) + 1;
			const times = Array.from({length: count}, (_, at) => startMs + at * stepSeconds * 1_000);
			return ok({instants: times.map(atMs => ({atMs, samples: evaluated(promql, atMs)})), warnings: []});
		},
		close() {},
	};
}

/** Rules that a Prometheus has evaluated. */
export interface Evaluated {
	readonly rules: readonly RecordingRule[];
	readonly everySeconds: number;
	/** How often in all. */
	readonly times: number;
	/** How long before the newest sample the last time was. */
	readonly endedSecondsAgo?: number;
}

function emptySeries(labels: StoredSeries['labels']): {
	labels: typeof labels;
	samples: {atMs: number; value: number}[];
} {
	return {labels, samples: []};
}

/** What the rules have recorded of these series. */
function recordsOf(
	{rules, everySeconds, times, endedSecondsAgo = 0}: Evaluated,
	scraped: readonly StoredSeries[],
): readonly StoredSeries[] {
	const source = createMemorySource(scraped);
	const records = new Map<string, ReturnType<typeof emptySeries>>();
	for (let turn = times - 1; turn >= 0; turn -= 1) {
		const atMs = newestMs - (endedSecondsAgo + turn * everySeconds) * 1_000;
		for (const {record, expr} of rules) {
			const answer = instantQuery(expr, atMs, {source, semantics: semanticsOf('3.5.0')});
			if (answer.kind !== 'vector') throw new Error(`${record}: ${JSON.stringify(answer)}`);
			for (const {labels, value} of answer.vector) {
				const named = {...labels, __name__: record};
				const series = records.get(JSON.stringify(named)) ?? emptySeries(named);
				series.samples.push({atMs, value});
				records.set(JSON.stringify(named), series);
			}
		}
	}
	return [...records.values()];
}

function matchersOf(matchers: Matchers) {
	return Object.entries(matchers).map(([name, value]) => ({label: name, operator: '=' as const, value}));
}

function stored({
	service,
	code = '200',
	perSecond,
	labels = {},
	everySeconds = 15,
	samples,
	pausedSeconds = 0,
}: Counted) {
	const count = samples ?? 7_200 / everySeconds;
	return {
		labels: {
			__name__: 'istio_requests_total',
			reporter: 'source',
			destination_service_namespace: 'shop',
			destination_service_name: service,
			destination_workload: service,
			destination_canonical_revision: '8.1.0',
			request_protocol: 'http',
			response_code: code,
			...labels,
		},
		samples: Array.from({length: count}, (_, at) => ({
			atMs: newestMs - (count - 1 - at) * everySeconds * 1_000,
			value: at * everySeconds * perSecond,
		})).filter(({atMs}) => atMs === newestMs || atMs <= newestMs - pausedSeconds * 1_000),
	};
}
