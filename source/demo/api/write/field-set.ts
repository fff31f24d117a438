import {isRecord, sameJson} from '../frozen-json.ts';

/** The fields of an object, flat: path → value, in the notation of managedFields (`f:spec␟f:replicas`). A path that
 * ends in `.` says that the map or keyed list itself is there. */
type FieldSet = Map<string, unknown>;

/** fieldsV1, as it is on the wire. */
export interface FieldTree {
	readonly [segment: string]: FieldTree;
}

const separator = '\u001f';

/** The fields that a manager can own: all except the identity and the fields that the server fills in. */
export function fieldSet(object: Record<string, unknown>, isCustom: boolean): FieldSet {
	const fields: FieldSet = new Map();
	for (const [key, value] of Object.entries(object)) {
		if (key === 'apiVersion' || key === 'kind') continue;
		addField(fields, '', key, key === 'metadata' ? ownableMetadata(value) : value, isCustom);
	}
	return fields;
}

/** The paths whose values differ: those that `after` has, and those that only `before` has. */
export function compareFields(before: FieldSet, after: FieldSet): {written: Set<string>; removed: Set<string>} {
	const written = new Set<string>();
	const removed = new Set<string>();
	for (const [path, value] of after) {
		if (!before.has(path) || !sameJson(before.get(path), value)) written.add(path);
	}
	for (const path of before.keys()) if (!after.has(path)) removed.add(path);
	return {written, removed};
}

export function toTree(paths: Iterable<string>): FieldTree {
	const root: MutableTree = {};
	for (const path of [...paths].sort()) {
		let node = root;
		for (const segment of path.split(separator)) {
			node[segment] ??= {};
			node = node[segment];
		}
	}
	return root;
}

export function fromTree(tree: FieldTree, prefix = ''): Set<string> {
	const paths = new Set<string>();
	for (const [segment, child] of Object.entries(tree)) {
		const path = join(prefix, segment);
		if (Object.keys(child).length === 0) paths.add(path);
		else for (const inner of fromTree(child, path)) paths.add(inner);
	}
	return paths;
}

interface MutableTree {
	[segment: string]: MutableTree;
}

/** Lists that are merged by a key, as Kubernetes' schemas mark them; every other list is owned whole. */
const listKeys: Readonly<Record<string, readonly string[]>> = {
	containers: ['name'],
	initContainers: ['name'],
	env: ['name'],
	volumes: ['name'],
	imagePullSecrets: ['name'],
	volumeMounts: ['mountPath'],
	ownerReferences: ['uid'],
	podIPs: ['ip'],
	conditions: ['type'],
};

const atomicMaps = new Set(['selector', 'involvedObject', 'nodeSelector', 'fieldRef', 'targetRef', 'scaleTargetRef']);

/** Structs that Go's zero value already holds, so that no built-in object ever "adds" them. */
const alwaysThere = new Set([
	'metadata',
	'spec',
	'status',
	'template',
	'strategy',
	'source',
	'resources',
	'loadBalancer',
	'containers',
]);

const serverFilled = new Set([
	'name',
	'namespace',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'managedFields',
	'selfLink',
]);

function ownableMetadata(metadata: unknown): unknown {
	if (!isRecord(metadata)) return metadata;
	return Object.fromEntries(Object.entries(metadata).filter(([key]) => !serverFilled.has(key)));
}

function addField(fields: FieldSet, prefix: string, key: string, value: unknown, isCustom: boolean): void {
	const path = join(prefix, `f:${key}`);
	if (isRecord(value)) addMap(fields, path, key, value, isCustom);
	else if (Array.isArray(value)) addList(fields, {path, key, list: value, isCustom});
	// A built-in object holds its unset fields as null or ''; no writer set those.
	else if (isCustom || (value !== null && value !== '')) fields.set(path, value);
}

function addMap(fields: FieldSet, path: string, key: string, map: Record<string, unknown>, isCustom: boolean): void {
	const isTopMetadata = path === 'f:metadata';
	const entries = Object.entries(map);
	if (atomicMaps.has(key) || (entries.length === 0 && !isTopMetadata)) {
		fields.set(path, map);
		return;
	}
	const showsItself = !isTopMetadata && (isCustom || !alwaysThere.has(key));
	if (showsItself) fields.set(join(path, '.'), true);
	for (const [inner, value] of entries) addField(fields, path, inner, value, isCustom);
}

function addList(
	fields: FieldSet,
	{path, key, list, isCustom}: {path: string; key: string; list: readonly unknown[]; isCustom: boolean},
): void {
	const keys = keysOf(path, key, list, isCustom);
	if (keys === undefined || list.length === 0) {
		fields.set(path, list);
		return;
	}
	if (isCustom || !alwaysThere.has(key)) fields.set(join(path, '.'), true);
	for (const item of list) {
		if (!isRecord(item)) continue;
		const id = Object.fromEntries(keys.map(name => [name, item[name] ?? defaultOf(name)]));
		const itemPath = join(path, `k:${JSON.stringify(id)}`);
		fields.set(join(itemPath, '.'), true);
		for (const [inner, value] of Object.entries(item)) addField(fields, itemPath, inner, value, isCustom);
	}
}

function keysOf(path: string, key: string, list: readonly unknown[], isCustom: boolean): readonly string[] | undefined {
	// Custom resources merge only the lists that their schema copied from the pod template, and ownerReferences.
	if (isCustom && !path.startsWith('f:metadata') && !path.includes('f:template')) return undefined;
	if (key === 'ports') return portKeys(list);
	const keys = listKeys[key];
	return keys !== undefined && list.every(item => isRecord(item) && keys.every(name => name in item))
		? keys
		: undefined;
}

/** Container ports and Service ports are keyed differently; those of an EndpointSlice are owned whole. */
function portKeys(list: readonly unknown[]): readonly string[] | undefined {
	if (list.every(port => isRecord(port) && 'containerPort' in port)) return ['containerPort', 'protocol'];
	if (list.every(port => isRecord(port) && 'port' in port && 'targetPort' in port)) return ['port', 'protocol'];
	return undefined;
}

function defaultOf(key: string): string {
	return key === 'protocol' ? 'TCP' : '';
}

function join(prefix: string, segment: string): string {
	return prefix === '' ? segment : prefix + separator + segment;
}
