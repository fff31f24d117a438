import type {MetricSample} from '../../../source/domain/metric-sample.ts';
import {err, ok} from '../../../source/domain/result.ts';
import {ident, safe} from '../../../source/domain/safe-text.ts';
import {scopeOf} from '../../../source/domain/series-scope.ts';
import {type Asker, createAsker} from '../../../source/engine/questions/asker.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import type {MetricsError, MetricsPort, RangeQuery} from '../../../source/ports/metrics.ts';

/** A version that got a share (0–1) of 100 requests a second for a time; the version before it got the others. */
export interface Canary {
	readonly version: string;
	readonly fromMs: number;
	readonly toMs: number;
	readonly share: number;
	/** The share of its requests that failed; 0 when left out. */
	readonly failing?: number;
	/** Who serves afterwards; the version before it when left out. */
	readonly after?: string;
}

export interface Months {
	readonly asker: Asker;
	readonly queries: readonly RangeQuery[];
	/** How many queries were under way at once, at most. */
	mostAtOnce(): number;
	error: MetricsError | null;
}

/** The windows of rates by an asker that scrapes every 15 s. */
const windowSeconds = 60;

/** A Prometheus whose series name versions by their label, with one canary after another, the oldest first. Rates are the
 * exact mean over the window, and a twentieth of a version's requests takes longer than 100 ms, all less than 200 ms. */
export function months(first: string, canaries: readonly Canary[]): Months {
	const queries: RangeQuery[] = [];
	let underWay = 0;
	let most = 0;
	const told: {error: MetricsError | null} = {error: null};
	const port: Pick<MetricsPort, 'range'> = {
		async range(query) {
			queries.push(query);
			underWay += 1;
			most = Math.max(most, underWay);
			await Promise.resolve();
			underWay -= 1;
			if (told.error) return err(told.error);
			const {startMs, endMs, stepSeconds} = query;
			const count = Math.floor((endMs - startMs) / stepSeconds / 1000) + 1;
			const times = Array.from({length: count}, (_, at) => startMs + at * stepSeconds * 1000);
			return ok({
				instants: times.map(atMs => ({atMs, samples: samplesAt(query, atMs, first, canaries)})),
				warnings: [],
			});
		},
	};
	const scope = scopeOf({});
	const questions = istio.questions(scope);
	const connection = {
		port: port as MetricsPort,
		mesh: istio,
		signs: [],
		recorded: [],
		rules: null,
		unusedRules: null,
		scope,
		questions,
		scrapeIntervalSeconds: 15,
		windowSeconds,
	};
	const signal = new AbortController().signal;
	const asker = createAsker({connections: [connection], isOrdered: false, meshes: [istio], signal, replace() {}});
	return Object.assign(told, {asker, queries, mostAtOnce: () => most});
}

function samplesAt(
	{promql}: RangeQuery,
	atMs: number,
	first: string,
	canaries: readonly Canary[],
): readonly MetricSample[] {
	const seconds = Number(/\[(\d+)s\]/.exec(promql)?.[1]);
	const rates = ratesOver(atMs - seconds * 1000, atMs, first, canaries);
	return [...rates].flatMap(([version, {requests, failures}]) => [
		...(promql.includes('istio_requests_total')
			? [
					sample(version, {response_code: '200', cluster: 'eu1'}, requests - failures),
					sample(version, {response_code: '503', cluster: 'eu1'}, failures),
				]
			: []),
		...(promql.includes('_bucket')
			? [
					sample(version, {le: '100'}, requests * 0.9),
					sample(version, {le: '200'}, requests),
					sample(version, {le: '+Inf'}, requests),
				]
			: []),
	]);
}

function ratesOver(fromMs: number, toMs: number, first: string, canaries: readonly Canary[]) {
	const rates = new Map<string, {requests: number; failures: number}>();
	const add = (version: string, beginMs: number, endMs: number, share: number, failing = 0) => {
		const overlap = Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, beginMs)) / (toMs - fromMs);
		if (overlap === 0 || share === 0) return;
		const before = rates.get(version) ?? {requests: 0, failures: 0};
		const requests = 100 * overlap * share;
		rates.set(version, {requests: before.requests + requests, failures: before.failures + requests * failing});
	};
	let serving = first;
	let sinceMs = Number.NEGATIVE_INFINITY;
	for (const canary of canaries) {
		add(serving, sinceMs, canary.fromMs, 1);
		add(serving, canary.fromMs, canary.toMs, 1 - canary.share);
		add(canary.version, canary.fromMs, canary.toMs, canary.share, canary.failing);
		serving = canary.after ?? serving;
		sinceMs = canary.toMs;
	}
	add(serving, sinceMs, Number.POSITIVE_INFINITY, 1);
	return rates;
}

function sample(version: string, labels: Readonly<Record<string, string>>, value: number): MetricSample {
	const own = Object.entries(labels).map(([label, text]) => [label, ident(text)] as const);
	return {
		labels: {
			reporter: safe`source`,
			destination_service_namespace: safe`shop`,
			destination_service_name: safe`checkout`,
			destination_workload: safe`checkout`,
			destination_canonical_revision: ident(version),
			request_protocol: safe`http`,
			...Object.fromEntries(own),
		},
		value,
	};
}
