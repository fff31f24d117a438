import type {ReleaseKey} from '../../domain/keys.ts';
import type {KubeObject} from '../../domain/kube-object.ts';
import type {ReleaseBackend} from '../../releases/contract.ts';
import {pollError, trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {anchoredAt} from '../world/find-releases.ts';
import {interestOf} from './interest.ts';

/** The releases whose pods and the like are read, with the object that says which. */
export type FollowedReleases = ReadonlyMap<ReleaseKey, Followed>;

interface Followed {
	readonly backend: ReleaseBackend;
	readonly anchor: KubeObject;
}

/** A Prometheus that has not answered by then does not hold anything else. */
const figuresWithinMs = 1_500;
/** Releases that move and are not open on screen are read up to this many at once, or all that stand on screen. */
const movingLimit = 40;
/** Where more move, those that no screen shows take turns of this length. */
const turnMs = 30_000;

/** Which releases are read whole: those that are open or acted on, and those that move. Where too many move, the rows on
 * screen come first and the others take turns, so that pods that do not start are noticed of each. */
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
		// Whose it is takes a look at other objects: not asked of thousands.
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

/** What stands on the first screen comes first: pods of releases that nobody opened wait for the first figures, as long as
 * those may come soon. */
function areFiguresDue({nowMs, session, metrics}: State): boolean {
	const isAnswered = trafficOf(metrics) ?? metrics.connectError ?? pollError(metrics);
	return !isAnswered && nowMs - session.startedAtMs < figuresWithinMs;
}
