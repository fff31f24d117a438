import type {AnchorKey} from '../../domain/keys.ts';
import type {WorseVerdict} from '../../domain/verdict.ts';
import {histogramQuantile} from '../../statistics/histogram.ts';
import {charts} from '../questions/charts.ts';
import {pastOf} from '../questions/past.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {measurement} from './row-figures.ts';
import {isLasting} from './trouble.ts';
import {usualBuckets, usualRatios} from './usual.ts';
import {verdictOf} from './verdict.ts';

/** Users of a row are harmed now. */
export type Harm =
	/** More of its requests fail than should. */
	| {
			readonly kind: 'fails';
			/** Failed requests a minute more than the other side of the comparison leads one to expect. */
			readonly extraPerMinute: number;
			/** All of its failed requests a minute. */
			readonly failedPerMinute: number;
			/** What it was compared with: the stable version, its own past, or nothing, where its past is not known. */
			readonly against: 'stable' | 'past' | 'nothing';
	  }
	/** It answers more slowly than it usually does, or its canary more slowly than stable. */
	| {readonly kind: 'slow'; readonly against: 'stable'}
	| {readonly kind: 'slow'; readonly against: 'past'; readonly usualP95Ms: number};

/** The harm of each row that has any, by the last polls; of none where their figures are too old to be those of now. */
export function harms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	return measurement(state)?.isStale === false ? lastHarms(context, state) : none;
}

const none: ReadonlyMap<AnchorKey, Harm> = new Map();

/** The same, however old the figures are. */
export function lastHarms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {derive} = context;
	const {observed, trouble, askings} = state.metrics;
	const usual = [usualRatios(context, state), usualBuckets(context, state)];
	// The verdicts also follow from open charts, and from when the weights changed.
	const ofVerdicts = [derive.releases(state), observed, askings[charts.id], state.cluster.weightChanges];
	const inputs = [derive.traffic(state), ...usual, trouble, ...ofVerdicts];
	return derive.rememberWhile('harms', inputs, () => harmsNow(context, state));
}

/** The same as of the moment at which rows were last ordered: figures that grow old move no row. */
export function orderingHarms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {derive} = context;
	const inputs = [state.metrics.ordering, pastOf(state.metrics), derive.releases(state).size];
	return derive.rememberWhile('ordering harms', inputs, () => lastHarms(context, state));
}

function harmsNow(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const found = new Map<AnchorKey, Harm>();
	for (const key of context.derive.traffic(state)?.rows.keys() ?? []) {
		const harm = failing(context, state, key) ?? slow(context, state, key);
		if (harm) found.set(key, harm);
	}
	return found;
}

function failing(context: EngineContext, state: State, key: AnchorKey): Harm | null {
	const {trouble, source} = state.metrics;
	const total = context.derive.traffic(state)?.rows.get(key)?.total;
	if (!total || !source) return null;
	const failedPerMinute = total.errorsPerSecond * 60;
	const errors = worseOf(context, state, key)?.errors;
	if (errors) return {kind: 'fails', extraPerMinute: errors.extraPerMinute, failedPerMinute, against: 'stable'};
	const own = trouble.fails[key];
	if (!own || !isLasting(own, source.windowSeconds)) return null;
	const usual = usualRatios(context, state).get(key);
	const extraPerMinute = Math.max(0, failedPerMinute - (usual ?? 0) * total.requestsPerSecond * 60);
	return {kind: 'fails', extraPerMinute, failedPerMinute, against: usual === undefined ? 'nothing' : 'past'};
}

/** The verdict on the canary of the row, where it is worse. */
function worseOf(context: EngineContext, state: State, key: AnchorKey): WorseVerdict | null {
	const {derive} = context;
	const behind = derive.rows(state).rows.get(key)?.release ?? null;
	const release = behind === null ? undefined : derive.releases(state).get(behind);
	const verdict = release?.canary ? verdictOf(context, state, release) : null;
	return verdict?.kind === 'worse' ? verdict : null;
}

function slow(context: EngineContext, state: State, key: AnchorKey): Harm | null {
	if (worseOf(context, state, key)?.latency) return {kind: 'slow', against: 'stable'};
	const {trouble, source} = state.metrics;
	const own = trouble.slow[key];
	const usual = usualBuckets(context, state).get(key);
	if (!own || !usual || !source || !isLasting(own, source.windowSeconds)) return null;
	const p95 = histogramQuantile(usual, 0.95);
	return p95.kind === 'value' ? {kind: 'slow', against: 'past', usualP95Ms: p95.valueMs} : null;
}
