import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {pollError, trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {anchoredAt} from '../world/find-releases.ts';
import {interestOf} from './interest.ts';

/** The releases whose companions (pods and the like) are read, each with the object that tells which ones. */
export type FollowedReleases = ReadonlyMap<ReleaseKey, Followed>;

interface Followed {
	readonly backend: ReleaseBackend;
	readonly anchor: KubeObject;
}

/** A Prometheus that has not answered after this long no longer delays anything else. */
const figuresWithinMs = 1_500;
/** Up to this many moving releases that are not open are read at once, or all that stand on screen. */
const movingLimit = 40;
/** If more move, those that are not on screen take turns of this length. */
const turnMs = 30_000;

/** Which releases are read with their companions: those that are open or acted on, and those that move. If too
 * many move, the rows on screen come first and the others take turns, so that perch notices failing pods of
 * each. */
export function followedReleases(context: EngineContext, state: State, isTurn: boolean): FollowedReleases {
	const snapshot = context.derive.snapshot(state);
	const {releases: open} = interestOf(context, state);
	const isHeldUp = areFiguresDue(state);
	const followed = new Map<ReleaseKey, Followed>();
	for (const key of open) {
		const one = anchoredAt(context.backends, snapshot, key);
		if (one && one.backend.isRelease?.(one.anchor, snapshot) !== false) followed.set(key, one);
	}
	const moving = new Map((isHeldUp ? [] : context.derive.moving(state)).map(one => [one.key, one]));
	for (const key of chosen(
		context,
		state,
		[...moving.keys()].filter(key => !open.has(key)),
		isTurn,
	)) {
		const one = moving.get(key);
		// Finding a release's owner takes a look at other objects: do it only for the chosen few, not for
		// thousands.
		if (one && one.backend.ownedBy(one.anchor, snapshot) === null) followed.set(key, one);
	}
	return followed;
}

function chosen(
	context: EngineContext,
	state: State,
	moving: readonly ReleaseKey[],
	isTurn: boolean,
): readonly ReleaseKey[] {
	if (moving.length <= movingLimit) return moving;
	if (!isTurn) return moving.filter(key => state.cluster.followed.has(key));
	const {listed} = interestOf(context, state);
	const onScreen = moving.filter(key => listed.has(key));
	const others = moving.filter(key => !listed.has(key));
	const room = Math.min(others.length, Math.max(0, movingLimit - onScreen.length));
	const first = Math.floor(state.nowMs / turnMs) * room;
	return [...onScreen, ...Array.from({length: room}, (_, at) => others[(first + at) % others.length] as ReleaseKey)];
}

/** The first screen comes first: pods of releases that are not open wait for the first figures, while those may
 * come soon. */
function areFiguresDue({nowMs, session, metrics}: State): boolean {
	const isAnswered = trafficOf(metrics) ?? metrics.connectError ?? pollError(metrics);
	return !isAnswered && nowMs - session.startedAtMs < figuresWithinMs;
}
