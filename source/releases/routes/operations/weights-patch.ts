import type {Json, JsonObject, ObjectRef, RawObject} from '../../../domain/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/plan.ts';
import {pointer, rawAt, testOf} from '../../common/raw.ts';
import type {RouteEntry} from '../route-kind.ts';

/** The entries of a route whose weights are written, each with the new weights of all its destinations. */
export type NewWeights = readonly {readonly entry: RouteEntry; readonly weights: readonly number[]}[];

/**
 * Writes weights and nothing else: order and every other field stay. The patch tests the object, the fields
 * that identify each entry, and the entry's whole list of destinations: hosts, subsets, ports, the old weights,
 * the absence of weights, and that no destination was added. Null if the object has no such list.
 */
export function weightsStep(ref: ObjectRef, raw: RawObject, wanted: NewWeights): PatchStep | null {
	const lists = wanted.map(({entry, weights}) => listOf(raw, entry, weights));
	if (lists.some(list => list === null)) return null;
	const found = lists.filter(list => list !== null);
	const uid = testOf(raw, 'metadata', 'uid');
	const changes = found.flatMap(list => list.changes);
	return {
		kind: 'patch',
		ref,
		subresource: null,
		patch: [
			...uid,
			...found.flatMap(({testsBefore}) => testsBefore),
			...changes.map(({path, after}): JsonPatchOperation => ({op: 'add', path, value: after})),
		],
		after: changes.map(({path, after}) => ({pointer: path, op: 'equals', value: after})),
		inverse: [
			...uid,
			...found.flatMap(({testsAfter}) => testsAfter),
			...changes.map(
				({path, before}): JsonPatchOperation =>
					before === undefined ? {op: 'remove', path} : {op: 'add', path, value: before},
			),
		],
	};
}

interface ListChange {
	readonly testsBefore: readonly JsonPatchOperation[];
	readonly testsAfter: readonly JsonPatchOperation[];
	readonly changes: readonly {readonly path: string; readonly before: Json | undefined; readonly after: Json}[];
}

function listOf(raw: RawObject, entry: RouteEntry, weights: readonly number[]): ListChange | null {
	const {path, list, identity} = entry;
	const whole = rawAt(raw, ...path);
	const before = rawAt(raw, ...path, list);
	if (!isObject(whole) || !isList(before) || before.length !== weights.length || !before.every(isObject)) return null;
	const after = before.map((destination, at) => ({
		...destination,
		weight: inTypeOf(destination.weight, weights[at] ?? 0),
	}));
	const told = identity.flatMap(field => testOf(raw, ...path, field));
	// No field tells this entry from another that moves into its place, and absence cannot be tested: test the
	// whole entry.
	const isNameless = told.length === 0;
	const tests = (value: readonly JsonObject[]): readonly JsonPatchOperation[] =>
		isNameless
			? [{op: 'test', path: pointer(...path), value: {...whole, [list]: value}}]
			: [...told, {op: 'test', path: pointer(...path, list), value}];
	return {
		testsBefore: tests(before),
		testsAfter: tests(after),
		changes: after.flatMap(({weight}, at) => {
			const old = before[at]?.weight;
			return old === weight ? [] : [{path: pointer(...path, list, at, 'weight'), before: old, after: weight}];
		}),
	};
}

/** Old versions of some kinds keep weights as text. */
function inTypeOf(old: Json | undefined, weight: number): Json {
	return typeof old === 'string' ? `${weight}` : weight;
}

function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
