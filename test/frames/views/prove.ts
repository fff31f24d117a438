import type {LatencyReading} from '../../../source/domain/reading.ts';
import {block, ident, type SafeText, safe} from '../../../source/domain/safe-text.ts';
import {scopeOf} from '../../../source/domain/series-scope.ts';
import type {Sides} from '../../../source/engine/evidence/comparison.ts';
import {comparedErrors, comparedFailures, equationsOf} from '../../../source/engine/evidence/equations.ts';
import {
	type Asked,
	type Counting,
	type Figure,
	figures,
	type Proof,
	type Raw,
} from '../../../source/engine/evidence/proof.ts';
import type {ProveView} from '../../../source/engine/screens/prove.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import {linkerd} from '../../../source/meshes/linkerd/linkerd.ts';
import {compareProportions} from '../../../source/statistics/compare-proportions.ts';
import type {TrafficFigures} from '../../../source/traffic/row-traffic.ts';
import {footerOf, header, nowMs, ofPaused, value} from './shop.ts';

const services = ['checkout', 'checkout-canary', 'checkout-stable'].map(name => ({namespace: 'shop', name}));
export const istioQuestions = istio.questions(scopeOf({cluster: 'prod-eu1'}));
const linkerdQuestions = linkerd.questions(scopeOf({}));
const period = safe`since 20%, 10m00s`;
export const atMs = nowMs - 18_000;

export const buckets = [25, 50, 100, 250, 500, 1_000, 2_500, Number.POSITIVE_INFINITY].map((upperMs, at) => ({
	upperMs,
	perSecond: [66.3, 427.2, 672.1, 708.4, 715.8, 719.6, 721, 721][at] ?? 0,
}));
export const total: TrafficFigures = {requestsPerSecond: 721, errorsPerSecond: 1.351, buckets};
const stable: TrafficFigures = {requestsPerSecond: 582.4, errorsPerSecond: 0.5812, buckets: null};
const canary: TrafficFigures = {requestsPerSecond: 145.2, errorsPerSecond: 0.7712, buckets: null};

const tally = ({requestsPerSecond, errorsPerSecond}: TrafficFigures) => ({
	requests: requestsPerSecond * 600,
	failures: errorsPerSecond * 600,
});
const sides: Sides = {
	stable,
	canary,
	stableTally: tally(stable),
	canaryTally: tally(canary),
	errors: compareProportions(tally(canary), tally(stable)),
	extraPerMinute: 37.5,
	slow: [],
	slower: null,
	p95: {stableMs: null, canaryMs: null},
	p99: {stableMs: null, canaryMs: null},
	isLatencyJudged: false,
	windows: 30,
	windowSeconds: 600,
	eachSeconds: 20,
	latencySeconds: 600,
	label: period,
	isBeforeChange: false,
};

const counting: Counting = {
	viewpoint: 'source',
	meshTitle: istio.title,
	failureRule: istio.failureRule,
};
const leftOut: Proof['leftOut'] = [{mesh: null, viewpoint: 'destination', requestsPerSecond: 719.3, series: 3}];

export function instant(promql: string): Asked {
	return {queries: [{mesh: 'istio', promql: block(promql)}], windowSeconds: 60, at: {kind: 'instant', atMs}};
}

const series: Raw = {
	kind: 'series',
	total: 24,
	sums: {requestsPerSecond: 721, failuresPerSecond: 1.351},
	again: instant(istioQuestions.trafficOf(services, 60).promql),
	series: [
		raw('checkout-canary', '503', safe`2.9.0`, 0.7712),
		raw('checkout-stable', '503', safe`2.8.1`, 0.5798),
		raw('checkout-stable', '200', safe`2.8.1`, 575.2),
		raw('checkout-canary', '200', safe`2.9.0`, 144.4),
		raw('checkout', '404', null, 0.05),
	],
};

function raw(service: string, code: string, version: SafeText | null, perSecond: number) {
	const labels: Readonly<Record<string, string>> = {
		reporter: 'source',
		destination_service_namespace: 'shop',
		destination_service_name: service,
		response_code: code,
	};
	return {
		labels: Object.entries(labels).map(([name, label]) => ({name: ident(name), value: ident(label)})),
		version,
		requestsPerSecond: perSecond,
		failuresPerSecond: code === '503' ? perSecond : 0,
	};
}

const asRange: Asked = {
	queries: [{mesh: 'istio', promql: block(istioQuestions.trafficOf(services, 60).promql)}],
	windowSeconds: 60,
	at: {
		kind: 'range',
		startMs: atMs - 900_000,
		endMs: atMs,
		stepSeconds: 8,
		fromMs: atMs - 540_000,
		toMs: atMs,
		count: 68,
	},
};

type Cells = ProveView['rows'][number]['cells'];

export function cells(...readings: readonly [...(LatencyReading | number | null)[]]): Cells {
	const names: readonly Figure[] = ['errors', 'failures', 'requests', 'p50', 'p95', 'p99'];
	return Object.fromEntries(
		names.map((name, at) => {
			const reading = readings[at] ?? null;
			return [name, typeof reading === 'number' ? value(reading) : reading];
		}),
	) as unknown as Cells;
}

const rows: ProveView['rows'] = [
	{subject: 'row', label: safe`now`, cells: cells(0.001874, 81.06, 721, 41, 114, 280)},
	{subject: 'stable', label: safe`2.8.1`, cells: cells(0.000998, 34.87, 582.4, 45, 112, 280)},
	{subject: 'canary', label: safe`2.9.0`, cells: cells(0.005311, 46.27, 145.2, 45, 191, 832)},
	{subject: 'compared', label: safe`compared`, cells: cells(0.004313, 37.5, 0.1996, 0, 79, 552)},
];

export const nothing: Proof = {
	equations: [],
	asked: null,
	counting: null,
	leftOut: [],
	raw: {kind: 'none'},
	period: null,
	problem: null,
};

/** The verdict's own figure: the difference of the errors. */
export const compared: ProveView = {
	header,
	name: safe`shop/checkout`,
	intent: null,
	figures,
	rows,
	selected: {subject: 'compared', figure: 'errors'},
	proof: {...nothing, equations: comparedErrors(sides, 10), asked: asRange, counting, leftOut, period},
	newestMs: atMs,
	isStale: false,
	at: 0,
	empty: null,
	footer: footerOf('prove', ofPaused),
};

export const extraFailures: ProveView = {
	...compared,
	selected: {subject: 'compared', figure: 'failures'},
	proof: {...compared.proof, equations: comparedFailures(sides, 10)},
};

/** The errors of the last poll, by their series. */
export const errors: ProveView = {
	...compared,
	selected: {subject: 'row', figure: 'errors'},
	proof: {
		...nothing,
		equations: equationsOf('errors', total, {kind: 'sum', requests: 24, failures: 2}, 60),
		asked: instant(istioQuestions.traffic(60).promql),
		counting,
		leftOut,
		raw: series,
	},
};

export const p95: ProveView = {
	...compared,
	rows: rows.slice(0, 1),
	selected: {subject: 'row', figure: 'p95'},
	proof: {
		...errors.proof,
		equations: equationsOf('p95', total, {kind: 'sum', requests: 24, failures: 2}, 60),
		asked: instant(istioQuestions.latency(services, 60).promql),
		raw: {kind: 'buckets', buckets},
	},
};

/** Of many instants, each mean of both versions. */
export const instants: ProveView = {
	...compared,
	selected: {subject: 'canary', figure: 'requests'},
	proof: {
		...compared.proof,
		equations: equationsOf('requests', canary, {kind: 'mean', instants: 68}, 600),
		raw: {
			kind: 'instants',
			total: 68,
			instants: Array.from({length: 10}, (_, at) => ({
				atMs: atMs - at * 8_000,
				requestsPerSecond: 140 + at,
				failuresPerSecond: at % 3 === 0 ? 0.75 : 0,
			})),
		},
	},
};

export const ofLinkerd: ProveView = {
	...errors,
	proof: {
		...errors.proof,
		asked: {...instant(linkerdQuestions.traffic(60).promql)},
		counting: {
			viewpoint: 'destination',
			meshTitle: linkerd.title,
			failureRule: linkerd.failureRule,
		},
		leftOut: [{mesh: 'linkerd', viewpoint: 'source', requestsPerSecond: 310, series: 2}],
	},
};
