import type {ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import {readObject, unreadRefusal} from '../../../domain/read-object.ts';
import type {Refusal} from '../../../domain/refusal.ts';
import type {Release} from '../../../domain/release.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {CANARIES, type CanaryObject} from '../../../kinds/flagger/canary.ts';
import {refuse} from '../../common/checked.ts';
import {nameOf} from '../../common/release-text.ts';
import type {PlanRequest} from '../../contract.ts';
import {factOf} from '../facts.ts';
import {HASH_LABEL, workloadKind} from '../workload.ts';

/** Nothing toward the canary is asked of a controller that does not answer, or of a Canary that goes away. */
export function controllerRefusal(release: Release): Result<never, Refusal> | null {
	if (factOf(release, 'phase') === 'being deleted') return refuse(safe`the Canary is being deleted`);
	if (release.phase.kind === 'silent') {
		return refuse(safe`the controller does not answer: it would be accepted and nothing would happen`);
	}
	return null;
}

/** True while Flagger has a new template in its hands. */
export function isUnderWay(release: Release): boolean {
	const phase = factOf(release, 'phase') as string | null;
	return phase !== null && ['Waiting', 'Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'].includes(phase);
}

/** What is to be promoted or held must be under way. */
export function underWayRefusal(release: Release): Result<never, Refusal> | null {
	if (isUnderWay(release)) return null;
	if (factOf(release, 'phase') === 'Failed')
		return refuse(safe`the release failed and was rolled back: t starts it again`);
	return refuse(safe`no release is under way`);
}

export function isHeld(release: Release): boolean {
	return factOf(release, 'held by hand') === 'yes';
}

/** The live Canary, as it is on the wire and as perch reads it. */
export function liveCanary({live}: PlanRequest): Result<{raw: RawObject; canary: CanaryObject}, Refusal> {
	const [raw] = live;
	if (!raw) return refuse(safe`the Canary is gone`);
	const read = readObject(CANARIES, raw);
	return read.ok ? ok({raw, canary: read.value}) : err(unreadRefusal(read.error));
}

/** What is on its way in, or stable where nothing is told apart. */
export function newName(release: Release): SafeText {
	return nameOf(release, release.canary ?? release.stable);
}

/** The workload that Flagger watches; null for a kind whose template perch does not write. */
export function targetRef(release: Release): ObjectRef | null {
	const [kind = '', name = ''] = factOf(release, 'target')?.split('/') ?? [];
	const found = workloadKind(kind);
	return found === null ? null : {kindId: found.id, namespace: release.namespace, name};
}

export function primaryRef(release: Release): ObjectRef | null {
	const target = targetRef(release);
	return target === null ? null : {...target, name: `${target.name}-primary`};
}

export function routeRef(release: Release): ObjectRef | null {
	const [kindId, name] = factOf(release, 'route in')?.split('/') ?? [];
	return kindId === undefined || name === undefined ? null : {kindId, namespace: release.namespace, name};
}

/** What the Deployment's controller adds to a template that it keeps. */
export const addedByController = {labels: [HASH_LABEL], annotations: []} as const;

/** The refusal of a kind of target whose template perch does not write. */
export function targetRefusal(release: Release): Result<never, Refusal> | null {
	if (targetRef(release) !== null) return null;
	return refuse(safe`its target is ${factOf(release, 'target') ?? safe`unknown`}: perch does not write that kind`);
}

/** What Flagger does with a new template of the target, by where it stands. */
export function howItComes(release: Release): SafeText {
	switch (factOf(release, 'phase') as string | null) {
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

export function heldCaveat(release: Release): readonly SafeText[] {
	return isHeld(release) ? [safe`it is suspended: nothing moves until r resumes`] : [];
}

/** A wait that outlasts so many of Flagger's looks, with room for checks and pods. */
export function deadlineSeconds({analysis}: CanaryObject, looks: number): number {
	return Math.ceil((looks * analysis.intervalMs) / 1000) + 30;
}
