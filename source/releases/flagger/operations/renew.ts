import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {type Verb, verb} from '../../../domain/release/verb.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {formatTime} from '../../../domain/time.ts';
import {annotate, restartedAt} from '../../common/annotate.ts';
import {allowed, checked} from '../../common/checked.ts';
import {pointer, testOf} from '../../common/raw.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {
	controllerRefusal,
	heldCaveat,
	howItComes,
	isSameApplied,
	isUnderWay,
	liveCanary,
	newName,
	phaseOf,
	targetRef,
	targetRefusal,
} from './guards.ts';
import {patchesTarget} from './permissions.ts';

/**
 * Starts the failed version again by an annotation of its template: only another template is a new release to
 * Flagger.
 */
export const retry: CanaryOperation = renewal('retry', release => {
	return phaseOf(release) === 'Failed'
		? null
		: refuse('nothing-failed', safe`only a failed release can be tried again`);
});

/** Replaces the pods by a release of the same version: nothing else replaces the primary's pods. */
export const restart: CanaryOperation = renewal('restart', release => {
	if (isUnderWay(release)) return refuse('on-its-way', safe`a release is under way: a restart would start it anew`);
	return phaseOf(release) === 'Failed'
		? refuse('failed', safe`the release failed: ${verb('retry')} starts it again`)
		: null;
});

function renewal(
	verb: 'retry' | 'restart',
	refusalOf: (release: CanaryRelease) => Result<never, Refusal> | null,
): CanaryOperation {
	return checked({
		direction: 'towardCanary',
		can: release => {
			return refusalOf(release) ?? controllerRefusal(release) ?? targetRefusal(release) ?? allowed;
		},
		permissions: patchesTarget,
		needs: release => {
			const target = targetRef(release);
			return target === null ? [release.ref] : [release.ref, target];
		},
		plan: request => planRenewal(verb, request),
		effect: renewalEffect,
	});
}

function planRenewal(verb: Extract<Verb, 'retry' | 'restart'>, request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release, live, nowMs} = request;
	const canary = liveCanary(request);
	if (!canary.ok) return canary;
	const [, target] = live;
	const ref = targetRef(release);
	if (!target || ref === null) return refuse('object-gone', safe`the target is gone`);
	const at = formatTime(nowMs);
	const name = newName(release);
	return ok({
		verb,
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: verb === 'retry' ? safe`RETRY ${name}` : safe`RESTART ${name} BY A RELEASE`,
		means: safe`restartedAt annotation of the target's template`,
		effects: [
			safe`${name} is a new version to Flagger: ${howItComes(release)}`,
			...(verb === 'restart' ? [safe`the primary's pods are replaced once it is promoted`] : []),
		],
		caveats: [...heldCaveat(release), makesRevision],
		steps: [
			{
				kind: 'patch',
				ref,
				subresource: null,
				patch: [...testOf(target, 'metadata', 'uid'), ...testOf(target, 'spec', 'template'), ...annotate(target, at)],
				after: [
					{pointer: pointer('spec', 'template', 'metadata', 'annotations', restartedAt), op: 'equals', value: at},
				],
				inverse: null,
			},
		],
		facts: release.facts,
	});
}

const makesRevision = safe`it makes a new revision; ${verb('back')} ends it again`;

function renewalEffect(_plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	if (isSameApplied(before, now)) {
		return {kind: 'pending', evidence: safe`Flagger has not seen the new template yet`};
	}
	return {kind: 'effective', evidence: safe`under way: ${now.next.text}`};
}
