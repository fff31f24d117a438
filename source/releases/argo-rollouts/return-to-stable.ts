import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Phase, Split} from '../../domain/release/release.ts';
import type {PodCount, Revision} from '../../domain/release/revision.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {RouteReading} from './route-places.ts';
import {canaryPods, hasCanary, isAborted, isCutOver, replicaSetOf, stablePods} from './situation.ts';

export interface ReturnFacts {
	readonly rollout: RolloutObject;
	readonly phase: Phase;
	readonly revisions: readonly Revision[];
	readonly split: Split;
	readonly routes: RouteReading;
	readonly snapshot: Snapshot;
	readonly nowMs: number;
}

/** How far traffic is back on stable after an abort, by what routes, selector and pods say. */
export type ReturnState =
	| {readonly kind: 'back'}
	/** Only the controller says that traffic is back: perch does not read the route. */
	| {readonly kind: 'told'}
	/** `because`: what the return waits for. */
	| {readonly kind: 'moving'; readonly because: SafeText}
	| {readonly kind: 'unknown'; readonly because: SafeText}
	/** Traffic should be back, but nothing moves. `because`: what still leads to the canary. */
	| {readonly kind: 'stuck'; readonly because: SafeText};

/** Null while the release is not aborted. */
export function returnState(facts: ReturnFacts): ReturnState | null {
	const {rollout, split, routes} = facts;
	if (!hasCanary(rollout) || !isAborted(rollout)) return null;
	if (split.configuredPercent === 'unknown') return {kind: 'unknown', because: unknownPlace(facts)};
	if (split.configuredBy === 'pods') return returnOfPods(facts);
	if (split.configuredPercent === 0 && routes.leftBehind.length === 0) {
		return {kind: split.configuredBy === 'controller' ? 'told' : 'back'};
	}
	const {abortedAtMs} = rollout.status;
	// Argo turns selectors and routes at almost the same time as the status: until then the return counts as moving.
	if (facts.nowMs - (abortedAtMs ?? rollout.metadata.statusChangedAtMs ?? 0) <= revertWithinMs) {
		return {kind: 'moving', because: safe`Argo has just taken the abort up`};
	}
	// After the cutover of a blue/green release the return does not wait for stable's pods.
	if (!isCutOver(rollout) && isWaitingForStable(facts)) {
		return {
			kind: 'moving',
			because: safe`traffic follows as stable's pods start${podsText(stablePods(rollout, facts.revisions))}`,
		};
	}
	return {kind: 'stuck', because: evidence(facts)};
}

/**
 * With a dynamic stable scale Argo scaled stable down with its traffic: stable takes back only what its pods
 * can carry. Argo may leave stable's ReplicaSet smaller than the Rollout wants. Then no pod is starting, and no
 * traffic will follow.
 */
function isWaitingForStable(facts: ReturnFacts): boolean {
	const {rollout, revisions} = facts;
	const {ready, desired} = stablePods(rollout, revisions);
	if (!rollout.canary?.isStableScaleDynamic) return false;
	return (ready === 'unknown' || desired === 'unknown' || ready < desired) && isMoving(facts);
}

/** Without a router the number of pods sets the weight: the canary serves while one of its pods is ready. */
function returnOfPods(facts: ReturnFacts): ReturnState {
	const {rollout, split, revisions} = facts;
	const {ready} = canaryPods(rollout, revisions);
	if (split.configuredPercent === 0 && (ready === 0 || ready === 'unknown')) return {kind: 'back'};
	if (rollout.isPaused || !isMoving(facts)) return {kind: 'stuck', because: evidence(facts)};
	return {kind: 'moving', because: safe`its pods give way to stable's${podsText(stablePods(rollout, revisions))}`};
}

/** Whether a ReplicaSet of stable or of the canary changed recently. */
function isMoving({rollout, snapshot, nowMs}: ReturnFacts): boolean {
	const {status} = rollout;
	const sets = [status.stableHash, status.currentHash].map(hash => replicaSetOf(rollout, snapshot, hash)?.metadata);
	const times = sets.flatMap(metadata => [metadata?.changedAtMs ?? 0, metadata?.statusChangedAtMs ?? 0]);
	return nowMs - Math.max(status.abortedAtMs ?? 0, ...times) <= stalledAfterMs;
}

function evidence({rollout, split, routes, revisions}: ReturnFacts): SafeText {
	if (rollout.blueGreen?.activeService) return safe`service ${rollout.blueGreen.activeService} selects it`;
	if (split.configuredBy === 'pods') {
		const {ready} = canaryPods(rollout, revisions);
		const kept = rollout.isPaused ? safe`spec.paused keeps its pods` : safe`its pods stay`;
		return ready === 'unknown' ? kept : safe`${kept}, ${ready} of them ready`;
	}
	if (split.configuredBy === 'controller') return safe`Argo says that it still wrote this weight`;
	const leading = routes.places.filter(({percent}) => percent !== 0).map(({where}) => where);
	if (leading.length === 0) return safe`${both(routes.leftBehind)} is still in the route`;
	return routes.places.length === 1 ? safe`the route sends it there` : safe`by ${both(leading)}`;
}

function unknownPlace({routes}: ReturnFacts): SafeText {
	const unread = routes.places.filter(({percent}) => percent === 'unknown').map(({where}) => where);
	return unread.length === 0 ? safe`what still serves is not known` : safe`what ${both(unread)} sends is not known`;
}

function podsText({ready, desired}: Pick<PodCount, 'ready' | 'desired'>): SafeText {
	return ready === 'unknown' || desired === 'unknown' ? safe`` : safe`: ${ready} of ${desired} are ready`;
}

function both(names: readonly SafeText[]): SafeText {
	return line(names.join(' and '));
}

const revertWithinMs = 3_000;
/** While pods start, their ReplicaSet changes at shorter intervals than this. */
const stalledAfterMs = 15_000;
