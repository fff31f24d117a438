import type {Json, JsonObject} from '../domain/cluster/kube-object.ts';

/** The pod template in an object that holds one (a ReplicaSet, a ControllerRevision, a workload), without what a
 * controller writes into it and what changes no pod; null where there is none. */
export function templateIn(object: JsonObject): JsonObject | null {
	const template = at(object, 'spec', 'template') ?? at(object, 'data', 'spec', 'template');
	if (!isMap(template)) return null;
	const {$patch: _, metadata, ...rest} = template;
	const {creationTimestamp: __, ...kept} = isMap(metadata) ? metadata : {};
	const labels = without(kept.labels, name => writtenLabels.has(name));
	const annotations = without(kept.annotations, name => name.endsWith('/restartedAt') || name === 'flagger-id');
	const own = {...kept, labels, annotations};
	return {
		metadata: Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as JsonObject,
		...rest,
	};
}

/** `from` as its target would have it: Flagger copies the target and adds `-primary` to the label that selects the
 * pods. Unchanged where it is no primary of `to`. */
export function asTargetOf(to: JsonObject, from: JsonObject): JsonObject {
	const labels = at(from, 'metadata', 'labels');
	const wanted = at(to, 'metadata', 'labels');
	if (!isMap(labels) || !isMap(wanted) || !isMap(from.metadata)) return from;
	const own = Object.entries(labels).map(([name, value]): [string, Json] => {
		const target = wanted[name];
		return [name, typeof target === 'string' && value === `${target}-primary` ? target : value];
	});
	return {...from, metadata: {...from.metadata, labels: Object.fromEntries(own)}};
}

const writtenLabels: ReadonlySet<string> = new Set([
	'pod-template-hash',
	'rollouts-pod-template-hash',
	'controller-revision-hash',
]);

/** Undefined where nothing is left, so that a map that holds only such entries equals one that is not there. */
function without(map: Json | undefined, isDropped: (name: string) => boolean): Json | undefined {
	if (!isMap(map)) return undefined;
	const kept = Object.entries(map).filter(([name]) => !isDropped(name));
	return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
	return path.reduce<Json | undefined>((so, key) => (isMap(so) ? so[key] : undefined), value);
}

export function isMap(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
