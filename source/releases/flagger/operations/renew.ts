import type {Effect, Plan, Verb} from '../../../domain/plan.ts';
import type {Release} from '../../../domain/release.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {formatTime} from '../../../domain/time.ts';
import {annotate, restartedAt} from '../../common/annotate.ts';
import {allowed, checked, refuse} from '../../common/checked.ts';
import {pointer, testOf} from '../../common/raw.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {factOf} from '../facts.ts';
import {
	controllerRefusal,
	heldCaveat,
	howItComes,
	isUnderWay,
	liveCanary,
	newName,
	targetRef,
	targetRefusal,
} from './guards.ts';
import {patchesTarget} from './permissions.ts';

/** The failed version once more: to Flagger only another template is a new release. */
export const retry: Operation = renewal('retry', release => {
	return factOf(release, 'phase') === 'Failed' ? null : safe`only a failed release can be tried again`;
});

/** New pods of the same version, by a release of their own: nothing else replaces the primary's. */
export const restart: Operation = renewal('restart', release => {
	if (isUnderWay(release)) return safe`a release is under way: a restart would start it anew`;
	return factOf(release, 'phase') === 'Failed' ? safe`the release failed: t starts it again` : null;
});

function renewal(verb: 'retry' | 'restart', refusalOf: (release: Release) => SafeText | null): Operation {
	return checked({
		direction: 'towardCanary',
		can: release => {
			const reason = refusalOf(release);
			if (reason !== null) return refuse(reason);
			return controllerRefusal(release) ?? targetRefusal(release) ?? allowed;
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

function planRenewal(verb: Extract<Verb, 'retry' | 'restart'>, request: PlanRequest): ReturnType<Operation['plan']> {
	const {release, live, nowMs} = request;
	const canary = liveCanary(request);
	if (!canary.ok) return canary;
	const [, target] = live;
	const ref = targetRef(release);
	if (!target || ref === null) return refuse(safe`the target is gone`);
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
		caveats: [...heldCaveat(release), safe`it makes a new revision; x ends it again`],
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

function renewalEffect(_plan: Plan, before: Release, now: Release): Effect {
	if (factOf(now, 'applied') === factOf(before, 'applied')) {
		return {kind: 'pending', evidence: safe`Flagger has not seen the new template yet`};
	}
	return {kind: 'effective', evidence: safe`under way: ${now.next.text}`};
}
