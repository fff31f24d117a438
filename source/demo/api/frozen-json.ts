/** A deep-frozen copy of JSON data without `undefined` fields. Parts that an earlier copy already froze are shared. */
export function freezeCopy<T>(value: T): T {
	return copy(value) as T;
}

/** Deep equality of JSON data; a field that is `undefined` counts as absent. */
export function sameJson(left: unknown, right: unknown): boolean {
	if (left === right) return true;
	if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) return false;
	const leftKeys = definedKeys(left);
	if (leftKeys.length !== definedKeys(right).length) return false;
	return leftKeys.every(key => key in right && sameJson(left[key], right[key]));
}

export function isContainer(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** A JSON object, not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return isContainer(value) && !Array.isArray(value);
}

/** JSON data that is frozen is frozen to its leaves. */
function copy(value: unknown): unknown {
	if (!isContainer(value) || Object.isFrozen(value)) return value;
	return Object.freeze(Array.isArray(value) ? value.map(copy) : copyRecord(value));
}

function copyRecord(value: Record<string, unknown>): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const key of definedKeys(value)) result[key] = copy(value[key]);
	return result;
}

function definedKeys(value: Record<string, unknown>): string[] {
	return Object.keys(value).filter(key => value[key] !== undefined);
}
