import {err, ok} from '../../../source/domain/result.ts';
import type {MetricSample} from '../../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../../source/domain/signals/series-scope.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {type Asker, createAsker} from '../../../source/engine/queries/asker.ts';
import type {Mesh} from '../../../source/meshes/contract.ts';
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

/** How a provider's series name versions. */
export interface NamedBy {
	readonly mesh: Mesh;
	readonly counter: string;
	readonly labelsOf: (version: string, code: string) => Readonly<Record<string, string>>;
}

/** By the version label. */
const byLabel: NamedBy = {
	mesh: istio,
	counter: 'istio_requests_total',
	labelsOf: (version, code) => ({
		reporter: 'source',
		destination_service_namespace: 'shop',
		destination_service_name: 'checkout',
		destination_workload: 'checkout',
		destination_canonical_revision: version,
		request_protocol: 'http',
		response_code: code,
		cluster: 'eu1',
	}),
};

/** A Prometheus whose series name versions, with one canary after another, the oldest first. Rates are the
 * exact mean over the window, and a twentieth of a version's requests takes longer than 100 ms, all less than 200 ms. */
export function months(first: string, canaries: readonly Canary[], by: NamedBy = byLabel): Months {
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
				instants: times.map(atMs => ({
					atMs,
					samples: samplesAt(query, ratesOver(atMs - secondsOf(query) * 1000, atMs, first, canaries), by),
				})),
				warnings: [],
			});
		},
	};
	const scope = scopeOf({});
	const {mesh} = by;
	const questions = mesh.questions(scope);
	const connection = {
		port: port as MetricsPort,
		mesh,
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
	const asker = createAsker({connections: [connection], isOrdered: false, meshes: [mesh], signal, replace() {}});
	return Object.assign(told, {asker, queries, mostAtOnce: () => most});
}

function secondsOf({promql}: RangeQuery): number {
	return Number(/\[(\d+)s\]/.exec(promql)?.[1]);
}

function samplesAt({promql}: RangeQuery, rates: ReturnType<typeof ratesOver>, by: NamedBy): readonly MetricSample[] {
	const counted = (version: string, code: string, value: number) => ({
		labels: safeLabels(by.labelsOf(version, code)),
		value,
	});
	const within = (version: string, le: string, value: number): MetricSample => {
		const {response_code: _code, cluster: _cluster, ...labels} = by.labelsOf(version, '200');
		return {labels: safeLabels({...labels, le}), value};
	};
	return [...rates].flatMap(([version, {requests, failures}]) => [
		...(promql.includes(by.counter)
			? [counted(version, '200', requests - failures), counted(version, '503', failures)]
			: []),
		...(promql.includes('_bucket')
			? [within(version, '100', requests * 0.9), within(version, '200', requests), within(version, '+Inf', requests)]
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

function safeLabels(labels: Readonly<Record<string, string>>): MetricSample['labels'] {
	return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, ident(value)]));
}
