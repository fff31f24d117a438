import {readFileSync} from 'node:fs';
import * as v from 'valibot';
import type {KubeObject, RawObject, Snapshot, WatchedKind} from '../../source/domain/kube-object.ts';

/** One recorded situation: the objects as they came from the API server, and the moment of the recording. */
export interface Situation {
	readonly text: string;
	readonly nowMs: number;
	readonly objects: readonly RawObject[];
}

const folder = new URL('../fixtures/cluster/', import.meta.url);

/** `argo-canary/02-paused-at-step-1` */
export function readSituation(name: string): Situation {
	const {situation, recordedAt, objects} = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
	return {text: situation, nowMs: Date.parse(recordedAt), objects};
}

/** What the engine would hold of these objects. Objects that a schema refuses are left out, as the adapter does. */
export function snapshotOf(objects: readonly RawObject[]): Snapshot {
	function list<T extends KubeObject>(kind: WatchedKind<T>, namespace?: string): readonly T[] {
		return objects.flatMap(object => {
			if (object.kind !== kind.kind || !isOfGroup(object, kind.group)) return [];
			const parsed = v.safeParse(kind.schema, object);
			if (!parsed.success) return [];
			return namespace === undefined || parsed.output.metadata.namespace === namespace ? [parsed.output] : [];
		});
	}
	return {
		list,
		get: (kind, namespace, name) => list(kind, namespace).find(object => object.metadata.name === name),
	};
}

/** Two groups have an HTTPRoute. Objects that tests make up may have no apiVersion. */
export function isOfGroup({apiVersion}: RawObject, group: string): boolean {
	return apiVersion === undefined || (group === '' ? apiVersion === 'v1' : `${apiVersion}`.startsWith(`${group}/`));
}

/** The object of this kind (and name) as it is on the wire. */
export function rawOf(objects: readonly RawObject[], kind: string, name?: string): RawObject {
	const found = objects.find(object => {
		const metadata = object.metadata as RawObject;
		return object.kind === kind && (name === undefined || metadata.name === name);
	});
	if (!found) throw new Error(`no ${kind} ${name ?? ''} in this situation`);
	return found;
}
