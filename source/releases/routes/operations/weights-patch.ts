import type {Json, JsonObject, ObjectRef, RawObject} from '../../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation, PatchStep} from '../../../domain/release/plan.ts';
import {pointer, rawAt, testOf} from '../../common/raw.ts';
import type {NamedEntry} from '../named-entries.ts';
import type {LoneWeight, RouteEntry} from '../route-kind.ts';

/** The entries of a route whose weights are written, each with the new weights of all its destinations. */
export type NewWeights = readonly {readonly entry: RouteEntry; readonly weights: readonly number[]}[];

/**
 * Writes weights and nothing else: order and every other field stay. The patch tests the object, the fields
 * that identify each entry, and the entry's whole list of destinations: hosts, subsets, ports, the old weights,
 * the absence of weights, and that no destination was added. Null if the object has no such list.
 */
export function weightsStep(ref: ObjectRef, raw: RawObject, wanted: NewWeights): PatchStep | null {
	const lists = wanted.map(({entry, weights}) =>
		typeof entry.list === 'string'
			? listOf(raw, {...entry, list: entry.list}, weights)
			: loneOf(raw, {...entry, list: entry.list}, weights),
	);
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

type Listed<L> = RouteEntry & {readonly list: L};

function listOf(raw: RawObject, entry: Listed<string>, weights: readonly number[]): ListChange | null {
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

function loneOf(raw: RawObject, entry: Listed<LoneWeight>, weights: readonly number[]): ListChange | null {
	const {path, identity, list} = entry;
	if (!isObject(rawAt(raw, ...path))) return null;
	const place = pointer(...path, list.field);
	const before = rawAt(raw, ...path, list.field);
	const after = `${weights[list.at] ?? 0}`;
	const told = [
		...identity.flatMap(field => testOf(raw, ...path, field)),
		...list.beside.flatMap(field => testOf(raw, field)),
	];
	return {
		testsBefore: [
			...told,
			// Absence cannot be tested: no write at all may have come between.
			...(before === undefined
				? testOf(raw, 'metadata', 'resourceVersion')
				: [{op: 'test', path: place, value: before} as const]),
		],
		testsAfter: [...told, {op: 'test', path: place, value: after}],
		changes: before === after ? [] : [{path: place, before, after}],
	};
}

/** The weights of an entry's destinations after this patch; null where none is written. */
export function weightsAfter(patch: readonly JsonPatchOperation[], entry: NamedEntry): readonly (number | null)[] {
	const {path, list, destinations} = entry;
	const written = new Map(
		patch.flatMap(change => (change.op === 'add' ? [[change.path, Number(change.value)] as const] : [])),
	);
	if (typeof list === 'string') {
		return destinations.map(({weight}, at) => written.get(pointer(...path, list, at, 'weight')) ?? weight);
	}
	const own = written.get(pointer(...path, list.field));
	const total = destinations.reduce((sum, {effectiveWeight}) => sum + effectiveWeight, 0);
	return destinations.map(({weight}, at) => (own === undefined ? weight : at === list.at ? own : total - own));
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
