import type {Snapshot} from '../../domain/kube-object.ts';
import {ENDPOINT_SLICES} from '../../domain/objects/endpoint-slice.ts';
import type {Split} from '../../domain/release.ts';
import type {Revision} from '../../domain/revision.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {revisionName} from '../common/revision-of.ts';
import {answerWithinMs} from '../common/silence.ts';
import type {RolloutObject} from './rollout.ts';
import {canaryServiceOf} from './services.ts';
import {hasCanary, isAbortAsked, isWaitingForStable, keyOfHash} from './situation.ts';

export interface ContradictionFacts {
	readonly rollout: RolloutObject;
	readonly revisions: readonly Revision[];
	readonly split: Split;
	readonly snapshot: Snapshot;
	readonly nowMs: number;
}

/** Where what the cluster does is not what the controller says, each with its evidence. */
export function contradictionsOf(facts: ContradictionFacts): readonly SafeText[] {
	const {rollout, split, revisions} = facts;
	if (!hasCanary(rollout)) return [];
	const canary = revisions.find(({key}) => key === keyOfHash(rollout, rollout.status.currentHash));
	const name = revisionName(canary?.key ?? null, revisions);
	const {configuredPercent} = split;
	if (isAbortAsked(rollout)) return [];
	if (rollout.status.abort) {
		return isNotReverted(facts) && configuredPercent !== 'unknown'
			? [safe`Argo says aborted, ${configuredPercent}% still on ${name}${evidence(facts)}`]
			: [];
	}
	// Routes need time to follow: a moment of disagreement is no contradiction.
	const isSettled = facts.nowMs - lastChangeMs(rollout) > answerWithinMs;
	const found: SafeText[] = [];
	const ready = canary?.pods.ready ?? 'unknown';
	// While pods are missing the controller waits with the weight, as it should.
	const isComplete = ready !== 'unknown' && ready > 0 && ready === canary?.pods.desired;
	const isWanted = split.desiredPercent !== 'unknown' && split.desiredPercent > 0;
	if (isSettled && isWanted && configuredPercent === 0 && isComplete) {
		found.push(
			safe`${name} has ${ready} ready ${ready === 1 ? safe`pod` : safe`pods`} and 0% of the traffic, ${split.desiredPercent}% is meant`,
		);
	}
	const service = canaryServiceOf(rollout);
	if (
		service !== null &&
		configuredPercent !== 'unknown' &&
		configuredPercent > 0 &&
		isWithoutEndpoints(facts, service)
	) {
		found.push(safe`the route sends ${configuredPercent}% to ${service}, which has no ready endpoint`);
	}
	return found;
}

/** Pods that are on their way out are no contradiction; selectors and routes turn in the same breath as the status. */
function isNotReverted({rollout, revisions, split, nowMs}: ContradictionFacts): boolean {
	if (split.configuredPercent === 'unknown' || split.configuredPercent === 0) return false;
	if (split.configuredBy === 'pods') return rollout.isPaused;
	// Its weight follows stable's pods, which have to start first.
	if (isWaitingForStable(rollout, revisions)) return false;
	return nowMs - (rollout.status.abortedAtMs ?? rollout.metadata.statusChangedAtMs ?? 0) > revertWithinMs;
}

const revertWithinMs = 3_000;

function evidence({rollout, split, revisions}: ContradictionFacts): SafeText {
	if (rollout.blueGreen?.activeService) return safe`: service ${rollout.blueGreen.activeService} selects it`;
	if (split.configuredBy !== 'pods') return safe`: the route sends it there`;
	const canary = revisions.find(({key}) => key === keyOfHash(rollout, rollout.status.currentHash));
	const ready = canary?.pods.ready ?? 'unknown';
	return ready === 'unknown'
		? safe`: spec.paused keeps its pods`
		: safe`: spec.paused keeps its pods, ${ready} of them ready`;
}

/** When the controller last said something new of this release. */
function lastChangeMs({status}: RolloutObject): number {
	const times = status.conditions.map(({changedAtMs, updatedAtMs}) => Math.max(changedAtMs ?? 0, updatedAtMs ?? 0));
	return Math.max(0, ...times);
}

function isWithoutEndpoints({rollout, snapshot}: ContradictionFacts, service: SafeText): boolean {
	const slices = snapshot.list(ENDPOINT_SLICES, rollout.metadata.namespace).filter(slice => slice.service === service);
	return slices.length > 0 && slices.every(({ready}) => ready === 0);
}
