import {readFileSync} from 'node:fs';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {ReplicaSet} from '../../../source/demo/controllers/kube-types.ts';

export interface Situation {
	readonly recordedAtMs: number;
	readonly objects: readonly KubeObject[];
}

const fixtures = new URL('../../fixtures/', import.meta.url);

/** A situation of a real cluster, as recorded: `argo-canary/02-paused-at-step-1`. */
export function situation(path: string): Situation {
	const {recordedAt, objects} = JSON.parse(readFileSync(new URL(`cluster/${path}.json`, fixtures), 'utf8')) as {
		recordedAt: string;
		objects: KubeObject[];
	};
	return {recordedAtMs: Date.parse(recordedAt), objects};
}

export interface StreamLine {
	readonly atMs: number;
	readonly path: string;
	readonly list?: {readonly kind: string; readonly apiVersion: string; readonly items: readonly KubeObject[]};
	readonly event?: {readonly type: string; readonly object: KubeObject};
}

/** The watch events of a whole recorded release, in the order in which they came. */
export function stream(name: string): readonly StreamLine[] {
	return readFileSync(new URL(`streams/${name}.jsonl`, fixtures), 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as StreamLine);
}

/** The objects as they were when the recording began. */
export function listed(lines: readonly StreamLine[]): readonly KubeObject[] {
	return lines.flatMap(({list}) =>
		(list?.items ?? []).map(item => ({
			...item,
			apiVersion: list?.apiVersion ?? '',
			kind: list?.kind.replace(/List$/, '') ?? '',
		})),
	);
}

/** The wall-clock time at which the recording began. */
export function startOf(lines: readonly StreamLine[]): number {
	const first = lines.find(({event}) => event?.type === 'ADDED');
	if (first === undefined) throw new Error('Nothing was added');
	return Date.parse(first.event?.object.metadata.creationTimestamp ?? '') - first.atMs;
}

/** The recordings keep at most two pods of a ReplicaSet; the missing pods are copies of a recorded one. */
export function withAllPods(objects: readonly KubeObject[]): readonly KubeObject[] {
	const copies = objects.filter(isReplicaSet).flatMap(replicaSet => {
		const pods = objects.filter(
			({kind, metadata}) => kind === 'Pod' && metadata.ownerReferences?.[0]?.uid === replicaSet.metadata.uid,
		);
		const [model] = pods;
		const missing = model === undefined ? 0 : (replicaSet.status?.replicas ?? 0) - pods.length;
		return Array.from({length: Math.max(0, missing)}, (_, index) => copyOf(model as KubeObject, index));
	});
	return [...objects, ...copies];
}

function copyOf(pod: KubeObject, index: number): KubeObject {
	const name = `${pod.metadata.name.slice(0, -5)}copy${index}`;
	return {...pod, metadata: {...pod.metadata, name, uid: `${pod.metadata.uid?.slice(0, -2)}c${index}`}};
}

export function isReplicaSet(object: KubeObject): object is ReplicaSet {
	return object.kind === 'ReplicaSet';
}
