import type {RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Json, KubeObject, RawObject, WatchedKind} from '../../../domain/cluster/kube-object.ts';
import {readObject, unreadRefusal} from '../../../domain/cluster/read-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import type {Release} from '../../../domain/release/release.ts';
import {verb} from '../../../domain/release/verb.ts';
import {err, ok, type Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {nameOf} from '../../common/release-text.ts';
import {templateStep} from '../../common/template-step.ts';
import type {PlanRequest} from '../../contract.ts';

/** What the verbs that write a pod template need to know of the object that has it at /spec/template. */
export interface Workload<T extends KubeObject> {
	readonly kind: WatchedKind<T>;
	/**
	 * The kind that keeps its older templates. `templateIn` finds the template in such an object, as `{spec:
	 * {template}}`.
	 */
	readonly holderKind: Pick<WatchedKind, 'id' | 'kind'>;
	templateIn(holder: RawObject): Json | undefined;
	/** Labels that the controller adds to a kept template for its own use. */
	readonly addedLabels: readonly string[];
	/** The preconditions of a write: the uid, then what else must still be as the operator saw it. */
	tests(raw: RawObject): readonly JsonPatchOperation[];
	/** Why the controller would not take up a new template now; null if it would. */
	refusal(release: Release<T>): Result<never, Refusal> | null;
	/** The effect of a new template on the pods. */
	rolls(release: Release<T>): SafeText;
}

/** The object from the live read: the raw object, and what perch parsed from it. */
export function liveWorkload<T extends KubeObject>(
	{kind}: Pick<Workload<T>, 'kind'>,
	{live}: Pick<PlanRequest, 'live'>,
): Result<{readonly raw: RawObject; readonly object: T}, Refusal> {
	const [raw] = live;
	if (!raw) return refuse('object-gone', safe`the ${ident(kind.kind)} is gone`);
	const read = readObject(kind, raw);
	return read.ok ? ok({raw, object: read.value}) : err(unreadRefusal(read.error));
}

/** The step that writes the revision's template back, from the second object of the live read. */
export function restoreTemplate<T extends KubeObject>(
	workload: Workload<T>,
	{release, live}: PlanRequest,
	raw: RawObject,
	key: RevisionKey | null,
): Result<PatchStep, Refusal> {
	const [, kept] = live;
	const name = nameOf(release, key);
	const holder = kept ? workload.templateIn(kept) : undefined;
	if (!isObject(holder)) {
		const kind = ident(workload.holderKind.kind);
		return refuse(
			'object-gone',
			safe`the ${kind} with the template of ${name} is gone: ${verb('toRevision')} chooses another revision`,
		);
	}
	const [, ...tests] = workload.tests(raw);
	const step = templateStep({
		ref: release.ref,
		object: raw,
		holder,
		added: {labels: workload.addedLabels, annotations: []},
		tests,
	});
	return step
		? ok(step)
		: refuse('already-so', safe`the ${ident(workload.kind.kind)} has the template of ${name} already`);
}

/** The revision of the newest template. */
export function newestOf({canary, stable}: Pick<Release, 'canary' | 'stable'>): RevisionKey | null {
	return canary ?? stable;
}

function isObject(value: Json | undefined): value is RawObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
