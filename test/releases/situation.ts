import {readFileSync} from 'node:fs';
import type {KubeObject, RawObject, Snapshot, WatchedKind} from '../../source/domain/cluster/kube-object.ts';
import {prod} from '../support/prod.ts';
import {frozen, readOnce} from './frozen.ts';

/** One recorded situation: the objects as they came from the API server, and the moment of the recording. */
export interface Situation {
	readonly text: string;
	readonly nowMs: number;
	readonly objects: readonly RawObject[];
}

const folder = new URL('../fixtures/cluster/', import.meta.url);

const situations = new Map<string, Situation>();

/** `argo-canary/02-paused-at-step-1` */
export function readSituation(name: string): Situation {
	const known = situations.get(name);
	if (known) return known;
	const {situation, recordedAt, objects} = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
	const read = {text: situation, nowMs: Date.parse(recordedAt), objects: frozen(objects)};
	situations.set(name, read);
	return read;
}

/** The snapshot that the engine would have of these objects. It leaves out objects that a schema refuses, as the
 * adapter does. */
export function snapshotOf(objects: readonly RawObject[]): Snapshot {
	function list<T extends KubeObject>(kind: WatchedKind<T>, namespace?: string): readonly T[] {
		return objects.flatMap(object => {
			if (object.kind !== kind.kind || !isOfGroup(object, kind.group)) return [];
			const read = readOnce(kind as WatchedKind, object);
			if (!read.ok) return [];
			return namespace === undefined || read.value.metadata.namespace === namespace ? [read.value as T] : [];
		});
	}
	return {
		cluster: prod,
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
