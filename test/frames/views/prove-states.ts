import type {LatencyReading} from '../../../source/domain/reading.ts';
import {safe} from '../../../source/domain/safe-text.ts';
import {equationsOf} from '../../../source/engine/evidence/equations.ts';
import type {Proof} from '../../../source/engine/evidence/proof.ts';
import type {ProveView} from '../../../source/engine/screens/prove.ts';
import {atMs, buckets, cells, errors, instant, istioQuestions, nothing, ofLinkerd, p95, total} from './prove.ts';
import {header, nowMs} from './shop.ts';

const noneFound: Proof['raw'] = {
	kind: 'series',
	series: [],
	total: 0,
	sums: {requestsPerSecond: 0, failuresPerSecond: 0},
	again: null,
};

function without(reading: LatencyReading, proof: Partial<Proof> = {}): ProveView {
	return {
		...errors,
		rows: [{subject: 'row', label: safe`now`, cells: cells(reading, reading, reading, reading, reading, reading)}],
		proof: {...nothing, ...proof},
	};
}

export const loading = without({kind: 'notRead', isAwaited: true});

export const notMeasured: ProveView = {
	...without({kind: 'notRead', isAwaited: false}),
	header: {
		...header,
		metrics: {state: 'none', ageSeconds: null, problem: safe`no mesh here: istio_requests_total is missing`},
	},
};

export const noSeries = without({kind: 'noSeries'}, {asked: errors.proof.asked, raw: noneFound});

export const noTraffic = without(
	{kind: 'noTraffic', atMs},
	{
		...errors.proof,
		equations: equationsOf(
			'errors',
			{requestsPerSecond: 0, errorsPerSecond: 0, buckets: null},
			{kind: 'sum', requests: 3, failures: 0},
			60,
		),
		raw: {kind: 'none'},
	},
);

const ofBoth: Proof['asked'] = errors.proof.asked && {
	...errors.proof.asked,
	queries: [...errors.proof.asked.queries, ...(ofLinkerd.proof.asked?.queries ?? [])].map(({promql}, at) => ({
		mesh: at === 0 ? 'istio' : 'linkerd',
		promql,
	})),
};

export const whichMesh = without(
	{kind: 'ambiguous'},
	{
		asked: ofBoth,
		leftOut: [
			{mesh: 'istio', viewpoint: 'source', requestsPerSecond: 721, series: 24},
			{mesh: 'linkerd', viewpoint: 'source', requestsPerSecond: 718, series: 6},
		],
		problem: safe`set --mesh istio,linkerd or --mesh linkerd,istio: both count it, and the first will`,
	},
);

const old: LatencyReading = {kind: 'stale', value: 0.001874, atMs: nowMs - 402_000};

/** Prometheus is down: the last figures, with their time. */
export const down: ProveView = {
	...errors,
	header: {
		...header,
		metrics: {state: 'failed', ageSeconds: 402, problem: safe`prometheus:9090 refuses connections`},
	},
	rows: [{subject: 'row', label: safe`now`, cells: cells(old, old, {...old, value: 721}, null, null, null)}],
	proof: {
		...errors.proof,
		asked: {...instant(istioQuestions.traffic(60).promql), at: {kind: 'instant', atMs: nowMs - 402_000}},
	},
	newestMs: nowMs - 402_000,
	isStale: true,
};

export const frozen: ProveView = {...errors, header: {...header, frozenSeconds: 12}};

export const tooFew: ProveView = {
	...p95,
	rows: [{subject: 'row', label: safe`now`, cells: cells(0, 0, 0.4, 41, {kind: 'tooFew', value: 114, atMs}, null)}],
	proof: {
		...p95.proof,
		equations: equationsOf(
			'p95',
			{...total, buckets: buckets.map(one => ({...one, perSecond: one.perSecond / 2_000}))},
			{kind: 'sum', requests: 2, failures: 0},
			60,
		),
	},
};
