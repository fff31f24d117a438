import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {WorseVerdict} from '../../../domain/release/verdict.ts';
import type {Bucket} from '../../../domain/signals/signals.ts';
import {histogramQuantile} from '../../../statistics/histogram.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import {charts} from '../../questions/charts.ts';
import {pastOf} from '../../questions/past/past.ts';
import type {MetricsState} from '../../state/metrics-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {Inputs} from '../../world/memory.ts';
import {measurement} from '../row-figures.ts';
import {isAsked, isWorse, verdictOf} from '../verdict.ts';
import {isLasting, troubleOfRows} from './trouble.ts';
import {usualBuckets, usualRatios} from './usual.ts';

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
	const {observed, evidence, askings} = state.metrics;
	const trouble = troubleOfRows(context, state);
	const [ratios, buckets] = [usualRatios(context, state), usualBuckets(context, state)];
	// The verdicts also follow from open charts, and from when the weights changed.
	const ofVerdicts = [observed, evidence, askings[charts.id]?.answers, state.cluster.weightChanges];
	const inputs: Inputs = [derive.releases(state), derive.traffic(state), ratios, buckets, trouble, ...ofVerdicts];
	return derive.rememberWhile(state, 'harms', inputs, () => harmsNow(context, state));
}

/** The same as of the moment at which rows were last ordered: figures that grow old move no row. */
export function orderingHarms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {derive} = context;
	const inputs: Inputs = [derive, state.metrics.ordering, pastOf(state.metrics), derive.releases(state).size];
	return derive.rememberWhile(state, 'ordering harms', inputs, () => lastHarms(context, state));
}

function harmsNow(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {derive} = context;
	const [rows, releases] = [derive.rows(state).rows, derive.releases(state)];
	const [ratios, buckets] = [usualRatios(context, state), usualBuckets(context, state)];
	const of = {trouble: troubleOfRows(context, state), source: state.metrics.source};
	const found = new Map<AnchorKey, Harm>();
	for (const [key, {total}] of derive.traffic(state)?.rows ?? []) {
		const behind = rows.get(key)?.release ?? null;
		const worse = worseOf(context, state, behind === null ? undefined : releases.get(behind));
		const harm = failing(of, key, total, worse, ratios.get(key)) ?? slow(of, key, worse, buckets.get(key));
		if (harm) found.set(key, harm);
	}
	return found;
}

/** The verdict on the canary, where it is worse. */
function worseOf(context: EngineContext, state: State, release: Release | undefined): WorseVerdict | null {
	if (!release || !isWorse(context, state, release) || !isAsked(context, state, release)) return null;
	const verdict = verdictOf(context, state, release);
	return verdict?.kind === 'worse' ? verdict : null;
}

function failing(
	{trouble, source}: Pick<MetricsState, 'trouble' | 'source'>,
	key: AnchorKey,
	total: TrafficFigures,
	worse: WorseVerdict | null,
	usual: number | undefined,
): Harm | null {
	if (!source) return null;
	const failedPerMinute = total.errorsPerSecond * 60;
	const errors = worse?.errors;
	if (errors)
		return {kind: 'fails', extraPerMinute: errors.extraPerMinute.estimate, failedPerMinute, against: 'stable'};
	const own = trouble.fails[key];
	if (!own || !isLasting(own, source.windowSeconds)) return null;
	const extraPerMinute = Math.max(0, failedPerMinute - (usual ?? 0) * total.requestsPerSecond * 60);
	return {kind: 'fails', extraPerMinute, failedPerMinute, against: usual === undefined ? 'nothing' : 'past'};
}

function slow(
	{trouble, source}: Pick<MetricsState, 'trouble' | 'source'>,
	key: AnchorKey,
	worse: WorseVerdict | null,
	usual: readonly Bucket[] | undefined,
): Harm | null {
	if (worse?.latency) return {kind: 'slow', against: 'stable'};
	const own = trouble.slow[key];
	if (!own || !usual || !source || !isLasting(own, source.windowSeconds)) return null;
	const p95 = histogramQuantile(usual, 0.95);
	return p95.kind === 'value' ? {kind: 'slow', against: 'past', usualP95Ms: p95.valueMs} : null;
}
