import type {RawObject} from '../../../domain/cluster/kube-object.ts';
import type {AwaitStep, PlanStep, Predicate} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../../kinds/flagger/canary.ts';
import {templateStep} from '../../common/template-step.ts';
import {backRefusal} from '../../common/way-back.ts';
import type {CanaryRelease, CanaryRequest} from '../detail.ts';
import {failPatch, suspendPatch, unsuspendPatch} from './canary-patches.ts';
import {phaseIn} from './gate-steps.ts';
import {addedByController, deadlineSeconds, isHeld, isUnderWay, primaryRef, routeRef, targetRef} from './guards.ts';
import {routeStep} from './route-step.ts';

type Steps = Result<readonly [PlanStep, ...PlanStep[]], Refusal>;

export function backSteps(
	request: CanaryRequest,
	live: {readonly raw: RawObject; readonly canary: CanaryObject},
): Steps {
	const {release} = request;
	switch (release.detail.way.kind) {
		case 'fail':
			return failSteps(release, live);
		case 'unship':
			return unshipSteps(request, live);
		case 'route':
			return routeSteps(request, live);
		case 'undoPrimary':
			return undoSteps(request);
		case 'none':
			return backRefusal(release.back);
	}
}

/**
 * Writes the count first and unsuspends after that, so that Flagger's first tick rolls back. In the other order
 * a tick in between might go a step further.
 */
function failSteps(release: CanaryRelease, {raw, canary}: {raw: RawObject; canary: CanaryObject}): Steps {
	const {ref} = release;
	const {threshold} = canary.analysis;
	if (canary.status.failedChecks >= threshold && !canary.isSuspended) {
		return refuse('rolls-back-next', safe`failed checks are at the threshold: Flagger rolls back when it looks next`);
	}
	const fail = canary.status.failedChecks >= threshold ? [] : [failPatch(ref, raw, threshold)];
	const unsuspend = isHeld(release) ? [unsuspendPatch(ref, raw)] : [];
	const [first, ...more] = [...fail, ...unsuspend, awaitFailed(canary, ref)];
	return first ? ok([first, ...more]) : refuse('nothing-to-do', safe`nothing is to be done`);
}

function awaitFailed(canary: CanaryObject, ref: AwaitStep['ref']): AwaitStep {
	const {analysis, status} = canary;
	const overwritten = status.failedChecks + 1;
	// A tick that was under way has written its own count: nothing will roll back by itself.
	const lost: readonly Predicate[] =
		overwritten < analysis.threshold ? [{pointer: '/status/failedChecks', op: 'equals', value: overwritten}] : [];
	return {
		kind: 'await',
		ref,
		until: [phaseIn('Failed')],
		stopIf: [phaseIn('Promoting', 'Finalising', 'Succeeded'), ...lost],
		deadlineSeconds: deadlineSeconds(canary, 4),
		label: safe`Flagger says Failed`,
	};
}

/**
 * Suspends Flagger, sends traffic back, writes stable's template into the target, and only then writes the
 * count and unsuspends. Flagger then finds pods that become ready, and ends the release.
 */
function unshipSteps(request: CanaryRequest, {raw, canary}: {raw: RawObject; canary: CanaryObject}): Steps {
	const {release, live} = request;
	const [, route, target, replicaSet] = live;
	const [routeAt, targetAt] = [routeRef(release), targetRef(release)];
	if (!route || routeAt === null)
		return refuse('object-not-read', safe`the route was not read: look again, then try once more`);
	if (!target || targetAt === null) return refuse('object-gone', safe`the target is gone`);
	if (!replicaSet)
		return refuse(
			'object-gone',
			safe`the ReplicaSet with stable's template is gone: ${verb('toRevision')} chooses another revision`,
		);
	const traffic = routeStep(routeAt, route, canary, 0);
	const template = templateStep({ref: targetAt, object: target, holder: replicaSet, added: addedByController});
	if (template === null) return refuse('already-so', safe`the target has stable's template already: wait for its pods`);
	const {threshold} = canary.analysis;
	const steps: readonly PlanStep[] = [
		...(canary.isSuspended ? [] : [suspendPatch(release.ref, raw)]),
		...(traffic === null ? [] : [traffic]),
		{...template, label: safe`stable's template into the target`},
		...(canary.status.failedChecks >= threshold ? [] : [failPatch(release.ref, raw, threshold)]),
		unsuspendPatch(release.ref, raw),
		awaitFailed(canary, release.ref),
	];
	const [first, ...more] = steps;
	return first ? ok([first, ...more]) : refuse('nothing-to-do', safe`nothing is to be done`);
}

/** Suspends first if a release is under way: a Flagger that answers again then leaves everything as it is. */
function routeSteps({release, live}: CanaryRequest, {raw, canary}: {raw: RawObject; canary: CanaryObject}): Steps {
	const [, route] = live;
	const ref = routeRef(release);
	if (!route || ref === null)
		return refuse('object-not-read', safe`the route was not read: look again, then try once more`);
	const step = routeStep(ref, route, canary, 0);
	if (step === null) return refuse('already-so', safe`the route sends nothing to the canary`);
	return ok(isUnderWay(release) && !canary.isSuspended ? [suspendPatch(release.ref, raw), step] : [step]);
}

function undoSteps({release, live}: CanaryRequest): Steps {
	const [, primary, replicaSet] = live;
	const ref = primaryRef(release);
	if (!primary || ref === null) return refuse('object-gone', safe`the primary is gone`);
	if (!replicaSet) return refuse('object-gone', safe`the ReplicaSet with the primary's template of before is gone`);
	const step = templateStep({ref, object: primary, holder: replicaSet, added: addedByController});
	return step
		? ok([{...step, label: safe`the primary's template of before`}])
		: refuse('already-so', safe`the primary has that template already`);
}
