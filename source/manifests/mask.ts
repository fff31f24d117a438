import type {Json, JsonObject} from '../domain/cluster/kube-object.ts';
import {isSecretFlag, isSecretName, mask, maskedText} from '../domain/text/mask-text.ts';
import {isMap} from './template.ts';

declare const brand: unique symbol;

/** An object whose private values are masked, without what only the API server needs. Only `maskTogether` makes it:
 * other raw objects never enter the state or a recording. */
export type MaskedObject = JsonObject & {readonly [brand]: true};

/**
 * Masks private values: those of environment variables, of Secrets and ConfigMaps, copies of the object in
 * annotations, and whatever a name such as `password` stands before, also within an argument. Objects that are
 * masked together can be compared: two different values at the same place stay different, as `•••` and
 * `••• (value 2)`, though nothing tells what they are.
 */
export function maskTogether(objects: readonly JsonObject[]): readonly MaskedObject[] {
	const seen = new Map<string, string[]>();
	const stand = (path: string, value: string): string => {
		const values = seen.get(path) ?? [];
		seen.set(path, values);
		const known = values.indexOf(value);
		const at = known < 0 ? values.push(value) - 1 : known;
		const masked = at === 0 ? mask : `${mask} (value ${at + 1})`;
		return [masked, ...references(value)].join(' ');
	};
	return objects.map(object => maskObject(object, stand) as MaskedObject);
}

/** A part of an object, or of a patch, with its private values masked. */
export function maskedPart(value: Json): Json {
	return shownPart(value, '', () => mask);
}

/** What stands for a private value at a place. */
type Stand = (path: string, value: string) => string;

function maskObject(object: JsonObject, stand: Stand): JsonObject {
	const {metadata, ...rest} = object;
	const isOfValues = object.kind === 'Secret' || object.kind === 'ConfigMap';
	const members = Object.entries(rest).map(([key, value]): [string, Json] => [
		key,
		isOfValues && valueMaps.has(key) ? masked(value, key, stand) : shownPart(value, key, stand),
	]);
	const own = isMap(metadata) ? {metadata: shownPart(withoutCopies(metadata), 'metadata', stand)} : {};
	const {apiVersion, kind, ...others} = Object.fromEntries(members);
	return {...(apiVersion === undefined ? {} : {apiVersion}), ...(kind === undefined ? {} : {kind}), ...own, ...others};
}

const valueMaps: ReadonlySet<string> = new Set(['data', 'stringData', 'binaryData']);

/** Drops managedFields, and what kubectl and others last applied, which repeats the whole object. */
function withoutCopies({managedFields: _, annotations, ...metadata}: JsonObject): JsonObject {
	if (!isMap(annotations)) return metadata;
	const kept = Object.entries(annotations).filter(([name]) => !/last-applied|\/applied$/.test(name));
	return {...metadata, annotations: Object.fromEntries(kept)};
}

/** `path` tells the same place in two objects, so items of a list count by their name where they have one. */
function shownPart(value: Json, path: string, stand: Stand): Json {
	if (typeof value === 'string') return maskedText(value, hidden => stand(path, hidden));
	if (Array.isArray(value))
		return value.map((item, at) => shownItem(item, value[at - 1], `${path}/${nameIn(item) ?? at}`, stand));
	if (!isMap(value)) return value;
	const isPrivate = isSecretName(nameIn(value) ?? '');
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, member]): [string, Json][] => {
			const at = `${path}/${key}`;
			if (key === 'annotations' && isMap(member)) return [[key, shownAnnotations(member, at, stand)]];
			if (key === 'env') return [[key, shownVariables(member, at, stand)]];
			if (isPrivate && key === 'value') return [[key, masked(member, at, stand)]];
			return [[key, isSecretName(key) && isScalar(member) ? masked(member, at, stand) : shownPart(member, at, stand)]];
		}),
	);
}

function shownItem(item: Json, before: Json | undefined, path: string, stand: Stand): Json {
	const isAnswer = typeof before === 'string' && isSecretFlag(before) && typeof item === 'string';
	return isAnswer ? masked(item, path, stand) : shownPart(item, path, stand);
}

/** Environment variables: a list of pairs in a pod, a list of `A=x` or a map elsewhere. Names stay, and where a value
 * comes from. */
function shownVariables(variables: Json, path: string, stand: Stand): Json {
	if (!Array.isArray(variables)) return masked(variables, path, stand);
	return variables.map((variable, at) => {
		const place = `${path}/${nameIn(variable) ?? at}`;
		if (!isMap(variable)) return masked(variable, place, stand);
		return Object.fromEntries(
			Object.entries(variable).map(([key, member]) => {
				const hide = key === 'value' ? masked : shownPart;
				return [key, hide(member, `${place}/${key}`, stand)];
			}),
		);
	});
}

/** JSON may repeat a part of the object. */
function shownAnnotations(annotations: JsonObject, path: string, stand: Stand): Json {
	return Object.fromEntries(
		Object.entries(annotations).map(([name, value]) => {
			const isHidden = isSecretName(name) || (typeof value === 'string' && /^\s*[[{]/.test(value));
			return [name, isHidden ? masked(value, `${path}/${name}`, stand) : shownPart(value, `${path}/${name}`, stand)];
		}),
	);
}

/** Every scalar within a private value is private. */
function masked(value: Json, path: string, stand: Stand): Json {
	if (Array.isArray(value)) return value.map((item, at) => masked(item, `${path}/${at}`, stand));
	if (isMap(value))
		return Object.fromEntries(
			Object.entries(value).map(([key, member]) => [key, masked(member, `${path}/${key}`, stand)]),
		);
	return value === null || value === '' ? value : stand(path, String(value));
}

/** Names of other variables that a value refers to. They are no secret, and the order of variables hangs on them. */
function references(value: string): readonly string[] {
	return [...new Set(value.match(/(?<!\$)\$\([A-Za-z_][\w.-]*\)/g))];
}

function nameIn(item: Json): string | null {
	if (!isMap(item)) return null;
	const name = item.name ?? item.key;
	return typeof name === 'string' ? name : null;
}

function isScalar(value: Json): boolean {
	return typeof value === 'string' || typeof value === 'number';
}
