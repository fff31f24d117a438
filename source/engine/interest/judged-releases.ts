import type {AnchorKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {releaseBehind} from '../lists/places.ts';
import {servicesOfRow} from '../lists/visible.ts';
import type {JudgedRelease} from '../state/interest.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {firstPodMs} from '../world/last-change.ts';
import type {Inputs} from '../world/memory.ts';
import {areCompanionsRead} from './companions.ts';

/** Every release that has a canary of which it is known since when it runs, the open one first. */
export function judgedReleases(context: EngineContext, state: State, open: AnchorKey | null): readonly JudgedRelease[] {
	const {derive} = context;
	const {watches, weightChanges, followed} = state.cluster;
	const inputs: Inputs = [derive.releases(state), derive.rows(state), watches, weightChanges, followed];
	const all = derive.rememberWhile(state, 'judged releases', inputs, () =>
		[...derive.releases(state).values()].flatMap(release => judgedRelease(context, state, release) ?? []),
	);
	const key = open && releaseBehind(context, state, open);
	const first = all.find(({release}) => release === key);
	return first ? [{...first, isOpen: true}, ...all.filter(({release}) => release !== key)] : all;
}

function judgedRelease(context: EngineContext, state: State, release: Release): JudgedRelease | null {
	const {key, uid, canary, stable} = release;
	if (canary === null || release.notUnderstood) return null;
	const from = canaryFrom(context, state, release);
	const row = context.derive.rows(state).byRelease.get(key);
	if (!from || row === undefined) return null;
	return {release: key, uid, canary, stable, services: servicesOfRow(context, state, row), isOpen: false, ...from};
}

type From = Pick<JudgedRelease, 'fromMs' | 'isSincePerch'>;

/** Since when the canary runs; where no pod tells, since when perch has seen its weight. Null before either is known. */
function canaryFrom(context: EngineContext, state: State, release: Release): From | null {
	const podMs = canaryFromMs(release);
	if (podMs !== null) return {fromMs: podMs, isSincePerch: false};
	const isMoving = context.derive.moving(state).some(({key}) => key === release.key);
	if (isMoving && !areCompanionsRead(context, state, release.key)) return null;
	const [seen] = state.cluster.weightChanges[release.key] ?? [];
	if (!seen) return null;
	return {fromMs: Math.min(seen.atMs, release.split.changedAtMs ?? seen.atMs), isSincePerch: true};
}

/** Since when the canary runs, by its oldest pod: its revision may be older, for a controller takes up again what once
 * was stable. Then pods of that time may be left: the canary is never older than stable's oldest pod. */
function canaryFromMs(release: Release): number | null {
	const ofCanary = firstPodMs(release, release.canary);
	const ofStable = firstPodMs(release, release.stable);
	return ofCanary === null || ofStable === null ? ofCanary : Math.max(ofCanary, ofStable);
}
