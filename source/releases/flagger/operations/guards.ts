import type {ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import {readObject, unreadRefusal} from '../../../domain/cluster/read-object.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {CANARIES, type CanaryObject} from '../../../kinds/flagger/canary.ts';
import {nameOf} from '../../common/release-text.ts';
import {silentRefusal} from '../../common/silence.ts';
import type {CanaryRelease, CanaryRequest} from '../detail.ts';
import {isUnderWay as isCanaryUnderWay} from '../situation.ts';
import {HASH_LABEL, primaryNameOf, revisionOf, workloadKind} from '../workload.ts';

/** Refuses a verb toward the canary if the controller does not answer, or if the Canary is being deleted. */
export function controllerRefusal(release: CanaryRelease): Result<never, Refusal> | null {
	if (release.detail.canary.metadata.deletedAtMs !== null)
		return refuse('being-deleted', safe`the Canary is being deleted`);
	return silentRefusal(release);
}

/** The phase that Flagger tells; null if it tells none, or if the Canary is being deleted. */
export function phaseOf({detail: {canary}}: CanaryRelease): string | null {
	return canary.metadata.deletedAtMs === null ? canary.status.phase : null;
}

/** Whether Flagger has taken up no other template between `before` and `now`. */
export function isSameApplied(before: CanaryRelease, now: CanaryRelease): boolean {
	return before.detail.canary.status.lastAppliedSpec === now.detail.canary.status.lastAppliedSpec;
}

/** Whether the target's template is the same in `before` and `now`, as far as it is known. */
export function isSameTemplate(before: CanaryRelease, now: CanaryRelease): boolean {
	return targetHash(before) === targetHash(now);
}

/** The hash of the target's newest template; null where it is not known. */
export function targetHash({detail: {target}}: CanaryRelease): SafeText | null {
	return target && revisionOf(target);
}

/** True while Flagger releases a new template. */
export function isUnderWay(release: CanaryRelease): boolean {
	const {canary} = release.detail;
	return canary.metadata.deletedAtMs === null && isCanaryUnderWay(canary);
}

/** Refuses a verb that needs a release under way if there is none. */
export function underWayRefusal(release: CanaryRelease): Result<never, Refusal> | null {
	if (isUnderWay(release)) return null;
	if (phaseOf(release) === 'Failed')
		return refuse('failed', safe`the release failed and was rolled back: ${verb('retry')} starts it again`);
	return refuse('nothing-under-way', safe`no release is under way`);
}

export function isHeld(release: CanaryRelease): boolean {
	return release.detail.canary.isSuspended;
}

/** The Canary from the live read: the raw object, and what perch parsed from it. */
export function liveCanary({live}: CanaryRequest): Result<{raw: RawObject; canary: CanaryObject}, Refusal> {
	const [raw] = live;
	if (!raw) return refuse('object-gone', safe`the Canary is gone`);
	const read = readObject(CANARIES, raw);
	return read.ok ? ok({raw, canary: read.value}) : err(unreadRefusal(read.error));
}

/** The name of the canary, or of stable if perch cannot tell a canary apart. */
export function newName(release: CanaryRelease): SafeText {
	return nameOf(release, release.canary ?? release.stable);
}

/** The workload that Flagger watches; null for a kind whose template perch does not write. */
export function targetRef(release: CanaryRelease): ObjectRef | null {
	const {kind, name} = release.detail.canary.target;
	const found = workloadKind(kind);
	return found === null ? null : {kindId: found.id, namespace: release.namespace, name};
}

export function primaryRef(release: CanaryRelease): ObjectRef | null {
	const target = targetRef(release);
	return target === null ? null : {...target, name: primaryNameOf(release.detail.canary.target)};
}

export function routeRef(release: CanaryRelease): ObjectRef | null {
	return release.detail.route?.ref ?? null;
}

/** The label that the Deployment's controller adds to a template that it keeps. */
export const addedByController = {labels: [HASH_LABEL], annotations: []} as const;

/** Refuses if the target is of a kind whose template perch does not write. */
export function targetRefusal(release: CanaryRelease): Result<never, Refusal> | null {
	if (targetRef(release) !== null) return null;
	const {kind, name} = release.detail.canary.target;
	return refuse('kind-not-written', safe`its target is ${kind}/${name}: perch does not write that kind`);
}

/** What Flagger does with a new template of the target in its present phase. */
export function howItComes(release: CanaryRelease): SafeText {
	switch (phaseOf(release)) {
		case 'Waiting':
		case 'Progressing':
		case 'WaitingPromotion':
			return safe`the analysis under way ends; it starts anew at 0%`;
		case 'Promoting':
		case 'Finalising':
			return safe`its analysis starts when the promotion under way is over`;
		default:
			return safe`its analysis starts when Flagger looks next`;
	}
}

export function heldCaveat(release: CanaryRelease): readonly SafeText[] {
	return isHeld(release) ? [safe`it is suspended: nothing moves until ${verb('resume')} resumes`] : [];
}

/** Seconds in which Flagger has that many ticks, with room for checks and pods. */
export function deadlineSeconds({analysis}: CanaryObject, looks: number): number {
	return Math.ceil((looks * analysis.intervalMs) / 1000) + 30;
}
