import type {MetricSample} from '../../domain/metric-sample.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {InstantAnswer, MetricsError, MetricsPort, RangeAnswer} from '../../ports/metrics.ts';
import {createRequests} from './requests.ts';
import type {Route} from './route.ts';
import {instantSamples, rangeInstants} from './samples.ts';
import {measureScrapeInterval} from './scrape-interval.ts';
import {labelValues, matcherOf, metricNamesOf, recentSeconds} from './series-names.ts';

export interface PrometheusOptions {
	readonly route: Route;
	/** Our clock, for answers that carry no time of the server's. */
	readonly nowMs: () => number;
	/** From sending to the last byte of the answer; 5 s when left out. */
	readonly deadlineMs?: number;
}

/** A Prometheus server, or one that speaks its HTTP API. Nothing is sent before the first question. */
export function createPrometheus({route, nowMs, deadlineMs = 5_000}: PrometheusOptions): MetricsPort {
	const requests = createRequests({route, deadlineMs});
	// The server stops evaluating when nobody waits any more.
	const evaluationTimeout = `${Math.ceil(deadlineMs / 1000)}s`;

	async function instant(
		{promql, maximumBytes}: Parameters<MetricsPort['instant']>[0],
		signal: AbortSignal,
	): Promise<Result<InstantAnswer, MetricsError>> {
		const answer = await requests.ask(
			{
				run: async driver => instantSamples(await driver.instantQuery(promql, undefined, evaluationTimeout)),
				// The library always sends our clock; the server evaluates at its own time when it is told none.
				prepare: parameters => parameters.delete('time'),
				...(maximumBytes === undefined ? {} : {maximumBytes}),
			},
			signal,
		);
		if (!answer.ok) return answer;
		const {value, warnings, dateMs} = answer.value;
		return ok({samples: value.samples, atMs: value.atMs ?? dateMs ?? nowMs(), warnings});
	}

	async function range(
		{promql, startMs, endMs, stepSeconds, maximumBytes}: Parameters<MetricsPort['range']>[0],
		signal: AbortSignal,
	): Promise<Result<RangeAnswer, MetricsError>> {
		const answer = await requests.ask(
			{
				run: async driver =>
					rangeInstants(await driver.rangeQuery(promql, startMs, endMs, stepSeconds, evaluationTimeout)),
				...(maximumBytes === undefined ? {} : {maximumBytes}),
			},
			signal,
		);
		if (!answer.ok) return answer;
		return ok({instants: answer.value.value, warnings: answer.value.warnings});
	}

	return {
		source: route.source,
		async inventory(metricNames, labelNames, signal) {
			if (metricNames.length === 0) return ok({metricNames: [], labelValues: {}});
			// By the server's clock: with ours, a clock that is ahead would make every metric look gone.
			const time = await instant({promql: 'time()'}, signal);
			if (!time.ok) return time;
			const startMs = serverMs(time.value.samples, time.value.atMs) - recentSeconds * 1000;
			const server = {requests, instant};
			const asked = {matcher: matcherOf(metricNames), startMs};
			const names = await metricNamesOf(server, metricNames, startMs, signal);
			if (!names.ok) return names;
			const found: Record<string, readonly string[]> = {};
			for (const label of labelNames) {
				const values = await labelValues(server, label, asked, signal);
				if (!values.ok) return values;
				found[label] = values.value;
			}
			return ok({metricNames: names.value, labelValues: found});
		},
		scrapeIntervalSeconds: (signal, metricNames = []) =>
			measureScrapeInterval({requests, instant}, metricNames, signal),
		instant,
		range,
		close() {
			requests.close();
			route.close();
		},
	};
}

function serverMs(samples: readonly MetricSample[], atMs: number): number {
	const seconds = samples[0]?.value;
	return seconds !== undefined && Number.isFinite(seconds) ? seconds * 1000 : atMs;
}
