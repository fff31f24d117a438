import type {Json, JsonObject, ObjectRef, RawObject} from '../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../domain/release/plan.ts';
import {parseTemplate} from '../../kinds/pod-template.ts';
import {rawAt, testOf} from './raw.ts';
import {isSameTemplate} from './same-template.ts';

/**
 * The step that writes a kept template back into the object that it came from. It writes only the template, so
 * newer annotations and replicas stay. Null if the holder has no template, or if the object already has that
 * template, apart from filled-in defaults.
 */
export function templateStep(request: {
	readonly ref: ObjectRef;
	readonly object: RawObject;
	/** The object that has the template at /spec/template: a ReplicaSet, or the data of a ControllerRevision. */
	readonly holder: RawObject;
	/** Labels and annotations that the controller adds to the template for its own use. */
	readonly added: {readonly labels: readonly string[]; readonly annotations: readonly string[]};
	/** More preconditions on the object. */
	readonly tests?: readonly JsonPatchOperation[];
}): PatchStep | null {
	const {object, ref} = request;
	const wanted = asWritten(rawAt(request.holder, 'spec', 'template'), request.added);
	const present = rawAt(object, 'spec', 'template');
	const spec = rawAt(request.holder, 'spec', 'template', 'spec');
	if (wanted === null || spec === undefined || present === undefined || asksForTheSame(present, wanted)) return null;
	const uid = testOf(object, 'metadata', 'uid');
	// After a restart two revisions differ by an annotation alone: then the metadata is the proof.
	const [told, value] = isSame(rawAt(present, 'spec'), spec)
		? (['/spec/template/metadata', wanted.metadata] as const)
		: (['/spec/template/spec', spec] as const);
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [
			...uid,
			...(request.tests ?? []),
			{op: 'test', path: '/spec/template', value: present},
			{op: 'replace', path: '/spec/template', value: wanted},
		],
		after: [{pointer: told, op: 'equals', value}],
		inverse: [...uid, {op: 'test', path: told, value}, {op: 'replace', path: '/spec/template', value: present}],
	};
}

function asksForTheSame(present: Json, wanted: Json): boolean {
	const [one, other] = [parseTemplate(present), parseTemplate(wanted)];
	return one !== null && other !== null ? isSameTemplate(one, other) : isSame(present, wanted);
}

/** The template as a person wrote it, without the labels and annotations that the controller added. */
function asWritten(template: Json | undefined, added: {labels: readonly string[]; annotations: readonly string[]}) {
	if (!isObject(template)) return null;
	// The data of a ControllerRevision is a strategic merge patch; `$patch` says how to merge it.
	const {$patch: _, ...own} = template;
	const {labels, annotations, ...others} = isObject(template.metadata) ? template.metadata : {};
	// Older API servers write `creationTimestamp: null` into templates: leave that out.
	const kept = without(others, others.creationTimestamp === null ? ['creationTimestamp'] : []);
	return {
		...own,
		metadata: {
			...kept,
			labels: without(labels, added.labels),
			...nonEmpty({annotations: without(annotations, added.annotations)}),
		},
	};
}

function without(object: Json | undefined, keys: readonly string[]): JsonObject {
	if (!isObject(object)) return {};
	return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The API server leaves out an empty map. */
function nonEmpty(part: {readonly annotations: JsonObject}): {readonly annotations?: JsonObject} {
	return Object.keys(part.annotations).length === 0 ? {} : part;
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as JSON, whatever the order of keys. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
	if (Array.isArray(a))
		return Array.isArray(b) && a.length === b.length && a.every((part, index) => isSame(part, b[index]));
	if (!isObject(a) || !isObject(b)) return a === b;
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
