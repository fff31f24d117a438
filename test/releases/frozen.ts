import type {KubeObject, RawObject, WatchedKind} from '../../source/domain/cluster/kube-object.ts';
import {readObject, type UnreadObject} from '../../source/domain/cluster/read-object.ts';
import type {Result} from '../../source/domain/result.ts';

/** The same value, which nothing can change any more: a test that tries throws. */
export function frozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const part of Object.values(value)) frozen(part);
	}
	return value;
}

type Read = Result<KubeObject, UnreadObject>;
const readings = new WeakMap<RawObject, Map<WatchedKind, Read>>();

/** The object as its schema reads it. A frozen object is read once, because thousands of tests use the same ones. */
export function readOnce(kind: WatchedKind, object: RawObject): Read {
	if (!Object.isFrozen(object)) return readObject(kind, object);
	const known = readings.get(object) ?? new Map<WatchedKind, Read>();
	readings.set(object, known);
	const reading = known.get(kind) ?? readObject(kind, object);
	known.set(kind, reading);
	return reading;
}
