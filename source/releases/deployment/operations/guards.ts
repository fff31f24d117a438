import * as v from 'valibot';
import type {RevisionKey} from '../../../domain/keys.ts';
import type {ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../domain/objects/deployment.ts';
import {REPLICA_SETS} from '../../../domain/objects/replica-set.ts';
import type {JsonPatchOperation, PatchStep, Refusal} from '../../../domain/plan.ts';
import type {Release} from '../../../domain/release.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {refuse} from '../../common/checked.ts';
import {restoreOf, testOf} from '../../common/raw.ts';
import {revisionName} from '../../common/revision-of.ts';
import {templateStep} from '../../common/template-step.ts';
import type {PlanRequest} from '../../contract.ts';
import {HASH_LABEL, REVISION_ANNOTATION} from '../rolling.ts';

export const allowed: Result<void, Refusal> = ok(undefined);

export function isHeld({facts}: Release): boolean {
	return facts.some(({label, value}) => label === 'held by hand' && value === 'yes');
}

export function silentRefusal({phase}: Release): Result<never, Refusal> | null {
	if (phase.kind !== 'silent') return null;
	return refuse(safe`the controller does not answer: it would be accepted and nothing would happen`);
}

export function liveDeployment({live}: PlanRequest): Result<{raw: RawObject; deployment: DeploymentObject}, Refusal> {
	const [raw] = live;
	if (!raw) return refuse(safe`the Deployment is gone`);
	const parsed = v.safeParse(DEPLOYMENTS.schema, raw);
	return parsed.success
		? ok({raw, deployment: parsed.output})
		: refuse(safe`the Deployment is not of the expected shape`);
}

export function nameOf(release: Release, key: RevisionKey | null): SafeText {
	return revisionName(key, release.revisions);
}

export function holderRef(release: Release, key: RevisionKey | null): ObjectRef | null {
	const holder = release.revisions.find(revision => revision.key === key)?.holder ?? null;
	return holder === null ? null : {kindId: REPLICA_SETS.id, namespace: release.namespace, name: holder};
}

/** This object, at the revision that was seen. */
export function sameRevision(raw: RawObject): readonly JsonPatchOperation[] {
	return [...testOf(raw, 'metadata', 'uid'), ...testOf(raw, 'metadata', 'annotations', REVISION_ANNOTATION)];
}

/** `spec.paused` set or taken away; the inverse makes it what it was. */
export function pausePatch(ref: ObjectRef, raw: RawObject, isPaused: boolean): PatchStep {
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [
			...testOf(raw, 'metadata', 'uid'),
			...testOf(raw, 'spec', 'paused'),
			{op: 'add', path: '/spec/paused', value: isPaused},
		],
		// The API server leaves `paused: false` out of what it keeps.
		after: isPaused
			? [{pointer: '/spec/paused', op: 'equals', value: true}]
			: [
					{
						op: 'anyOf',
						predicates: [
							{pointer: '/spec/paused', op: 'absent'},
							{pointer: '/spec/paused', op: 'equals', value: false},
						],
					},
				],
		inverse: isPaused
			? [
					...testOf(raw, 'metadata', 'uid'),
					{op: 'test', path: '/spec/paused', value: true},
					restoreOf(raw, 'spec', 'paused'),
				]
			: [...testOf(raw, 'metadata', 'uid'), {op: 'add', path: '/spec/paused', value: true}],
	};
}

/** A revision's template put back into the Deployment. */
export function restoreTemplate(
	request: PlanRequest,
	raw: RawObject,
	key: RevisionKey | null,
): Result<PatchStep, Refusal> {
	const {release, live} = request;
	const [, replicaSet] = live;
	const name = nameOf(release, key);
	if (!replicaSet) return refuse(safe`the ReplicaSet with the template of ${name} is gone: b chooses another revision`);
	const step = templateStep({
		ref: release.ref,
		object: raw,
		holder: replicaSet,
		added: {labels: [HASH_LABEL], annotations: []},
		tests: testOf(raw, 'metadata', 'annotations', REVISION_ANNOTATION),
	});
	return step ? ok(step) : refuse(safe`the Deployment has the template of ${name} already`);
}
