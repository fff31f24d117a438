import type {Json, JsonObject} from '../domain/cluster/kube-object.ts';
import {sameValue} from '../domain/same-value.ts';
import {ident, type SafeText, safe} from '../domain/text/safe-text.ts';
import {byKey, fieldsOf} from './keyed-lists.ts';
import {isMap} from './template.ts';

/** One difference between two pod templates, for words and for decisions. */
export interface Change {
	readonly subject:
		| 'container'
		| 'image'
		| 'resource'
		| 'env'
		| 'envFrom'
		| 'args'
		| 'port'
		| 'probe'
		| 'mount'
		| 'volume'
		| 'label'
		| 'annotation'
		| 'field';
	/** The container that it is in; null for the pod's own fields. */
	readonly container: SafeText | null;
	/** `cpu limit`, `FEATURE_FAST_PATH`, `readiness probe periodSeconds`. */
	readonly name: SafeText;
	readonly kind: 'added' | 'removed' | 'changed';
	/** Null where there was none, where it is masked, and where it is no single value. */
	readonly from: SafeText | null;
	readonly to: SafeText | null;
}

/** What differs between two templates of `templateIn`, what matters most first. Empty where they ask for the same
 * pods. */
export function changesOf(from: JsonObject, to: JsonObject): readonly Change[] {
	const [before, after] = [fieldsOf(from.spec), fieldsOf(to.spec)];
	const containers = ['containers', 'initContainers'].flatMap(list =>
		containerChanges(before[list], after[list], list),
	);
	const {containers: _, initContainers: __, volumes: ___, ...ownBefore} = before;
	const {containers: ____, initContainers: _____, volumes: ______, ...ownAfter} = after;
	const [metaBefore, metaAfter] = [fieldsOf(from.metadata), fieldsOf(to.metadata)];
	return [
		...containers,
		...entryChanges('volume', null, byKey('volumes', before.volumes), byKey('volumes', after.volumes)),
		...leafChanges('field', null, '', ownBefore, ownAfter),
		...leafChanges('label', null, '', fieldsOf(metaBefore.labels), fieldsOf(metaAfter.labels)),
		...leafChanges('annotation', null, '', fieldsOf(metaBefore.annotations), fieldsOf(metaAfter.annotations)),
	];
}

function containerChanges(before: Json | undefined, after: Json | undefined, list: string): readonly Change[] {
	const [from, to] = [byKey(list, before), byKey(list, after)];
	return union(from, to).flatMap(name => {
		const [one, other] = [from.get(name), to.get(name)];
		if (one !== undefined && other !== undefined) return fieldChanges(ident(name), fieldsOf(one), fieldsOf(other));
		const image = (container: Json | undefined) => textOf(fieldsOf(container).image);
		return [change('container', null, ident(name), image(one), image(other), one === undefined)];
	});
}

const ownSubjects: ReadonlySet<string> = new Set([
	'name',
	'image',
	'resources',
	'env',
	'envFrom',
	'args',
	'command',
	'ports',
	'volumeMounts',
	'livenessProbe',
	'readinessProbe',
	'startupProbe',
]);

function fieldChanges(container: SafeText, from: JsonObject, to: JsonObject): readonly Change[] {
	const rest = (fields: JsonObject) =>
		Object.fromEntries(Object.entries(fields).filter(([name]) => !ownSubjects.has(name)));
	const whole = (subject: Change['subject'], field: string) =>
		sameValue(from[field], to[field])
			? []
			: [change(subject, container, ident(field), null, null, from[field] === undefined, to[field] === undefined)];
	return [
		...leafChanges('image', container, 'image', from.image, to.image),
		...resourceChanges(container, from, to),
		...entryChanges('env', container, byKey('env', from.env), byKey('env', to.env)),
		...whole('envFrom', 'envFrom'),
		...whole('args', 'command'),
		...whole('args', 'args'),
		...['readiness', 'liveness', 'startup'].flatMap(probe =>
			leafChanges('probe', container, `${probe} probe`, from[`${probe}Probe`], to[`${probe}Probe`]),
		),
		...entryChanges('port', container, byKey('ports', from.ports), byKey('ports', to.ports)),
		...entryChanges(
			'mount',
			container,
			byKey('volumeMounts', from.volumeMounts),
			byKey('volumeMounts', to.volumeMounts),
		),
		...leafChanges('field', container, '', rest(from), rest(to)),
	];
}

function resourceChanges(container: SafeText, from: JsonObject, to: JsonObject): readonly Change[] {
	return ['limits', 'requests'].flatMap(list => {
		const [before, after] = [fieldsOf(fieldsOf(from.resources)[list]), fieldsOf(fieldsOf(to.resources)[list])];
		return union(new Map(Object.entries(before)), new Map(Object.entries(after))).flatMap(name =>
			leafChanges('resource', container, `${name} ${list.slice(0, -1)}`, before[name], after[name]),
		);
	});
}

/** Items of a keyed list: which were added, removed or changed, without their values. */
function entryChanges(
	subject: Change['subject'],
	container: SafeText | null,
	from: ReadonlyMap<string, Json>,
	to: ReadonlyMap<string, Json>,
): readonly Change[] {
	return union(from, to).flatMap(name =>
		sameValue(from.get(name), to.get(name))
			? []
			: [change(subject, container, ident(name), null, null, !from.has(name), !to.has(name))],
	);
}

/** Every single value that differs, named by its path. A part that only one of them has counts as one change. */
function leafChanges(
	subject: Change['subject'],
	container: SafeText | null,
	name: string,
	from: Json | undefined,
	to: Json | undefined,
): readonly Change[] {
	if (sameValue(from, to)) return [];
	if (isMap(from) && isMap(to))
		return union(new Map(Object.entries(from)), new Map(Object.entries(to))).flatMap(key =>
			leafChanges(
				subject,
				container,
				name === '' ? key : `${name}${name.endsWith('probe') ? ' ' : '.'}${key}`,
				from[key],
				to[key],
			),
		);
	return [change(subject, container, ident(name), textOf(from), textOf(to), from === undefined, to === undefined)];
}

function change(
	subject: Change['subject'],
	container: SafeText | null,
	name: SafeText,
	from: SafeText | null,
	to: SafeText | null,
	isAdded: boolean,
	isRemoved = !isAdded,
): Change {
	return {subject, container, name, kind: isAdded ? 'added' : isRemoved ? 'removed' : 'changed', from, to};
}

/** A single value; null for a list, an object or nothing. */
function textOf(value: Json | undefined): SafeText | null {
	if (value === undefined || value === null) return null;
	return typeof value === 'object' ? null : value === '' ? safe`''` : ident(String(value));
}

function union(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): readonly string[] {
	return [...new Set([...one.keys(), ...other.keys()])];
}
