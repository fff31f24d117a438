import type {Revision} from '../../domain/revision.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {revisionName, templateTag} from '../common/revision-of.ts';
import type {RolloutObject} from './rollout.ts';
import {hasCanary, isAbortAsked, isCutOver, isObserved, isStillElsewhere, keyOfHash} from './situation.ts';

/** How traffic comes back to stable, by what the Rollout says; `none` where there is nothing to come back from. */
export type BackWay =
	| {readonly kind: 'abort'; readonly thenUnpause: boolean}
	/** Aborted already, but `spec.paused` keeps the canary's pods. */
	| {readonly kind: 'unpause'}
	/** Stable's template back into the spec. */
	| {readonly kind: 'undo'; readonly because: SafeText; readonly thenUnpause: boolean}
	| {readonly kind: 'none'; readonly because: SafeText};

export function decideBack(rollout: RolloutObject, revisions: readonly Revision[]): BackWay {
	const {status, isPaused} = rollout;
	const name = (hash: SafeText | null) => revisionName(keyOfHash(rollout, hash), revisions);
	if (status.stableHash === null)
		return {kind: 'none', because: safe`no version was ever promoted: nothing to go back to`};
	const stable = name(status.stableHash);
	if (isUnseenTemplate(rollout, revisions)) {
		const tag = templateTag(rollout.template, null) ?? safe`another version`;
		return {
			kind: 'undo',
			because: safe`the spec names ${tag}, which the controller has not seen`,
			thenUnpause: isPaused,
		};
	}
	if (!hasCanary(rollout)) {
		if (isStillElsewhere(rollout)) {
			return {
				kind: 'none',
				because: safe`on its way back to ${stable}: the active service still selects ${name(status.activeHash)}`,
			};
		}
		return {
			kind: 'none',
			because: safe`no release is under way: ${stable} is fully promoted; b chooses another revision`,
		};
	}
	if (isCutOver(rollout)) {
		const because = status.abort
			? safe`the abort left ${name(status.currentHash)} active`
			: safe`${name(status.currentHash)} is active already`;
		return {kind: 'undo', because, thenUnpause: isPaused};
	}
	if (!status.abort) return {kind: 'abort', thenUnpause: isPaused};
	if (isAbortAsked(rollout)) return {kind: 'none', because: safe`the abort was asked: Argo has not done it yet`};
	if (isPaused && holdsPods(rollout, revisions)) return {kind: 'unpause'};
	return {kind: 'none', because: safe`already back on ${stable}: the release was aborted`};
}

/** A template that the controller has not taken up: when it does, a release starts and clears the abort. */
function isUnseenTemplate(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	if (isObserved(rollout) || rollout.workload !== null) return false;
	const current = revisions.find(({hash, holder}) => hash === rollout.status.currentHash && holder !== null);
	const images = rollout.template.containers.map(({image}) => image);
	return current !== undefined && images.join() !== current.images.join();
}

/** Without a traffic router the pods are the weight: while they run, the canary serves. */
function holdsPods(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	const canary = revisions.find(({hash}) => hash === rollout.status.currentHash);
	return rollout.canary?.router === null && canary !== undefined && canary.pods.desired !== 0;
}
