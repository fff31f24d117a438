import {ok, type Result} from '../../domain/result.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {Matchers} from '../../domain/signals/series-scope.ts';
import type {InstantAnswer, MetricsError, MetricsPort, RangeAnswer} from '../../ports/metrics.ts';
import {createRequests} from './requests.ts';
import type {Route} from './route.ts';
import {instantSamples, rangeInstants} from './samples.ts';
import {measureScrapeInterval} from './scrape-interval.ts';
import {labelNamesOf, metricNamesOf, recentSeconds} from './series-names.ts';

export interface PrometheusOptions {
	readonly route: Route;
	/** Which series belong to the watched cluster; all when left out. */
	readonly matchers?: Matchers;
	/** Our clock, for answers without a time of the server's. */
	readonly nowMs: () => number;
	/** From sending to the last byte of the answer; 5 s when left out. */
	readonly deadlineMs?: number;
}

/** A Prometheus server, or one that speaks its HTTP API. Nothing is sent before the first question. */
export function createPrometheus({route, matchers = {}, nowMs, deadlineMs = 5_000}: PrometheusOptions): MetricsPort {
	const requests = createRequests({route, deadlineMs});
	// The server stops evaluating when we no longer wait for the answer.
	const evaluationTimeout = `${Math.ceil(deadlineMs / 1000)}s`;

	async function instant(
		{promql, maximumBytes}: Parameters<MetricsPort['instant']>[0],
		signal: AbortSignal,
	): Promise<Result<InstantAnswer, MetricsError>> {
		const answer = await requests.ask(
			{
				run: async (driver, received) =>
					instantSamples(await driver.instantQuery(promql, undefined, evaluationTimeout), received()),
				// The library always sends our clock's time. Without a time, the server evaluates at its own.
				prepare(parameters) {
					parameters.delete('time');
					parameters.set(...present);
				},
				...(maximumBytes === undefined ? {} : {maximumBytes}),
			},
			signal,
		);
		if (!answer.ok) return answer;
		const {value, warnings, dateMs, bytes} = answer.value;
		return ok({samples: value.samples, atMs: value.atMs ?? dateMs ?? nowMs(), warnings, bytes});
	}

	async function range(
		{promql, startMs, endMs, stepSeconds, maximumBytes}: Parameters<MetricsPort['range']>[0],
		signal: AbortSignal,
	): Promise<Result<RangeAnswer, MetricsError>> {
		const answer = await requests.ask(
			{
				prepare: parameters => parameters.set(...present),
				run: async (driver, received) =>
					rangeInstants(await driver.rangeQuery(promql, startMs, endMs, stepSeconds, evaluationTimeout), received()),
				...(maximumBytes === undefined ? {} : {maximumBytes}),
			},
			signal,
		);
		if (!answer.ok) return answer;
		const {value: instants, warnings, bytes} = answer.value;
		return ok({instants, warnings, bytes});
	}

	const server = {requests, instant, matchers};

	/** The time since which a name counts as present. By the server's clock: if our clock were ahead, every
	 * metric would look gone. */
	async function recentlyMs(signal: AbortSignal): Promise<Result<number, MetricsError>> {
		const time = await instant({promql: 'time()'}, signal);
		return time.ok ? ok(serverMs(time.value.samples, time.value.atMs) - recentSeconds * 1000) : time;
	}

	return {
		source: route.source,
		matchers,
		async metricNames(names, signal) {
			if (names.length === 0) return ok([]);
			const since = await recentlyMs(signal);
			if (!since.ok) return since;
			return metricNamesOf(server, names, since.value, signal);
		},
		async labelNames(metricNames, signal) {
			const since = await recentlyMs(signal);
			return since.ok ? labelNamesOf(server, metricNames, since.value, signal) : [];
		},
		scrapeIntervalSeconds: (signal, metricNames = []) => measureScrapeInterval(server, metricNames, signal),
		instant,
		range,
		close() {
			requests.close();
			route.close();
		},
	};
}

/** VictoriaMetrics answers as of 30 s ago, with the time of now, unless its cache is left out. Other servers do not know
 * the parameter, and ignore it. */
const present = ['nocache', '1'] as const;

function serverMs(samples: readonly MetricSample[], atMs: number): number {
	const seconds = samples[0]?.value;
	return seconds !== undefined && Number.isFinite(seconds) ? seconds * 1000 : atMs;
}
