import type {AnchorKey} from '../../domain/keys.ts';
import {pastOf} from '../questions/past.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {harmOf} from './comparison.ts';
import {measurement} from './row-figures.ts';
import {isLasting, usualRatios} from './trouble.ts';

/** Users of a row are harmed now: more of its requests fail than should. */
export interface Harm {
	/** Failed requests a minute more than the other side of the comparison leads one to expect. */
	readonly extraPerMinute: number;
	/** All of its failed requests a minute. */
	readonly failedPerMinute: number;
	/** What it was compared with: the stable version, its own past, or nothing, where its past is not known. */
	readonly against: 'stable' | 'past' | 'nothing';
}

/** The harm of each row that has any, by the last polls; of none where their figures are too old to be those of now. */
export function harms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	return measurement(state)?.isStale === false ? measuredHarms(context, state) : none;
}

const none: ReadonlyMap<AnchorKey, Harm> = new Map();

function measuredHarms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {derive} = context;
	const {observed, trouble} = state.metrics;
	const inputs = [derive.traffic(state), usualRatios(context, state), derive.releases(state), observed, trouble];
	return derive.rememberWhile('harms', inputs, () => harmsNow(context, state));
}

/** The same as of the moment at which rows were last ordered: figures that grow old move no row. */
export function orderingHarms(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {
		derive,
		derive: {rememberWhile},
	} = context;
	const inputs = [state.metrics.ordering, pastOf(state.metrics), derive.releases(state).size];
	return rememberWhile('ordering harms', inputs, () => measuredHarms(context, state));
}

function harmsNow(context: EngineContext, state: State): ReadonlyMap<AnchorKey, Harm> {
	const {derive} = context;
	const {trouble, source} = state.metrics;
	const usual = usualRatios(context, state);
	const {rows} = derive.rows(state);
	const found = new Map<AnchorKey, Harm>();
	for (const [key, {total}] of derive.traffic(state)?.rows ?? []) {
		if (total.errorsPerSecond === 0 || !source) continue;
		const {requestsPerSecond, errorsPerSecond} = total;
		const failedPerMinute = errorsPerSecond * 60;
		const behind = rows.get(key)?.release ?? null;
		const release = behind === null ? undefined : derive.releases(state).get(behind);
		const extra = release?.canary ? harmOf(context, state, release) : null;
		const own = trouble[key];
		if (extra !== null) found.set(key, {extraPerMinute: extra, failedPerMinute, against: 'stable'});
		else if (own && isLasting(own, source.windowSeconds)) {
			const ratio = usual.get(key);
			const extraPerMinute = Math.max(0, failedPerMinute - (ratio ?? 0) * requestsPerSecond * 60);
			found.set(key, {extraPerMinute, failedPerMinute, against: ratio === undefined ? 'nothing' : 'past'});
		}
	}
	return found;
}
