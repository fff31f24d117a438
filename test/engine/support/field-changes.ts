import type {Json, JsonObject, RawObject} from '../../../source/domain/cluster/kube-object.ts';

/** One field of a recorded object, with the path to it. */
export interface Field {
	readonly path: readonly (string | number)[];
	readonly value: Json;
	/** Equal for the same field in other objects of the kind: list positions count as one, except of items with a type. */
	readonly shape: string;
}

/** The values that a field is set to: values that a controller may leave, and values of another type. */
export const changes = ['null', 'absent', "''", '[]', '{}', 'wrong'] as const;
export type Change = (typeof changes)[number];

/** Every field of the object, the outermost first, without `kind` and `apiVersion`: they decide what is listed. */
export function fieldsOf(object: RawObject): readonly Field[] {
	const {kind: _kind, apiVersion: _version, ...rest} = object;
	return below(rest, [], String(object.kind));
}

function below(value: Json, path: Field['path'], shape: string): readonly Field[] {
	if (typeof value !== 'object' || value === null) return [];
	const parts: readonly (readonly [string | number, Json])[] = Array.isArray(value)
		? value.map((item: Json, at): readonly [number, Json] => [at, item])
		: Object.entries(value as JsonObject);
	return parts.flatMap(([key, part]): readonly Field[] => {
		// `fieldsV1`, which names the owned fields, is a large tree: only its presence is read.
		if (key === 'fieldsV1') return [];
		const own = `${shape}.${typeof key === 'number' ? nameOfItem(part) : key}`;
		return [{path: [...path, key], value: part, shape: own}, ...below(part, [...path, key], own)];
	});
}

/** Conditions are identified by their type. */
function nameOfItem(item: Json): string {
	const type = typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as JsonObject).type : null;
	return typeof type === 'string' ? `[${type}]` : '[]';
}

/** Whether the change leaves a value that the API server may give for this field. */
export function isOfItsType({value, path}: Field, change: Change): boolean {
	if (isPassedOn(path)) return true;
	switch (change) {
		case 'null':
		case 'absent':
			return true;
		case "''":
			return typeof value === 'string';
		case '[]':
			return Array.isArray(value);
		case '{}':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		case 'wrong':
			return path.at(-1) === 'duration';
	}
}

/** In a pod template everything but the containers' names and images is only passed on: another value is another
 * template. The conditions of a route are compared as they are written: another value is another condition. */
function isPassedOn(path: Field['path']): boolean {
	if (path.slice(0, -1).some(key => key === 'match' || key === 'matches')) return true;
	return path.includes('template') && !['name', 'image', 'containers'].includes(String(path.at(-1)));
}

export function withChange(object: RawObject, {path, value}: Field, change: Change): RawObject {
	return replaced(object, path, change, value) as RawObject;
}

function replaced(here: Json, [key, ...rest]: Field['path'], change: Change, before: Json): Json {
	if (key === undefined) return newValue(change, before);
	if (Array.isArray(here)) {
		if (rest.length === 0 && change === 'absent') return here.filter((_, at) => at !== key);
		return here.map((item: Json, at) => (at === key ? replaced(item, rest, change, before) : item));
	}
	const {[key]: part = null, ...others} = here as Record<string, Json>;
	if (rest.length === 0 && change === 'absent') return others;
	// Keep the order of keys: that of fields means nothing, but that of labels is shown.
	return {...(here as JsonObject), [key]: replaced(part, rest, change, before)};
}

function newValue(change: Change, before: Json): Json {
	switch (change) {
		case "''":
			return '';
		case '[]':
			return [];
		case '{}':
			return {};
		case 'wrong':
			return typeof before === 'string' ? 7 : typeof before === 'number' ? 'seven' : 'other';
		default:
			return null;
	}
}
