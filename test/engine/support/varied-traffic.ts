import type {Json, RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {listAt} from './raw-fields.ts';

type Objects = readonly RawObject[];

/** The recorded objects, and variations of them with other weights, routes and pods. */
export function variationsOf(objects: Objects): readonly (readonly [string, Objects])[] {
	return [
		['as it was recorded', objects],
		...[0, 20, 100].map(
			percent => [`every route sends ${percent}% to its last destination`, weighted(objects, percent)] as const,
		),
		['a second entry of the route sends half', objects.map(withSecondEntry)],
		['the pods of every ReplicaSet are ready', objects.map(withReadyPods)],
	];
}
/** Gives the second destination of every list of two this share. */
export function weighted(objects: Objects, percent: number): Objects {
	return objects.map(object => changedEntries(object, list => withWeights(list, percent)));
}

function withWeights(list: readonly Json[], percent: number): readonly Json[] {
	if (list.length !== 2) return list;
	return list.map((one, at) => ({...(one as RawObject), weight: at === 1 ? percent : 100 - percent}));
}

function changedEntries(object: RawObject, change: (list: readonly Json[]) => readonly Json[]): RawObject {
	const spec = object.spec as Record<string, Json> | undefined;
	if (object.kind === 'VirtualService' && spec) {
		const http = listAt(object, 'spec', 'http').map(entry => ({
			...(entry as RawObject),
			route: change(listAt(entry, 'route')),
		}));
		return {...object, spec: {...spec, http}};
	}
	if ((object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') && spec) {
		const rules = listAt(object, 'spec', 'rules').map(rule => ({
			...(rule as RawObject),
			backendRefs: change(listAt(rule, 'backendRefs')),
		}));
		return {...object, spec: {...spec, rules}};
	}
	if (object.kind === 'TrafficSplit' && spec)
		return {...object, spec: {...spec, backends: change(listAt(object, 'spec', 'backends'))}};
	return object;
}

/** Adds an entry that somebody left behind: the same destinations for other requests, half and half. */
function withSecondEntry(object: RawObject): RawObject {
	const list = object.kind === 'VirtualService' ? 'http' : object.kind === 'HTTPRoute' ? 'rules' : null;
	if (list === null) return object;
	const entries = listAt(object, 'spec', list);
	const [half] = listAt(
		changedEntries(object, one => withWeights(one, 50)),
		'spec',
		list,
	);
	if (half === undefined) return object;
	return {
		...object,
		spec: {...(object.spec as RawObject), [list]: [...entries, {...(half as RawObject), name: 'left-behind'}]},
	};
}

function withReadyPods(object: RawObject): RawObject {
	if (object.kind !== 'ReplicaSet') return object;
	const counts = {replicas: 2, readyReplicas: 2, availableReplicas: 2};
	return {
		...object,
		spec: {...(object.spec as RawObject), replicas: 2},
		status: {...(object.status as RawObject), ...counts},
	};
}
