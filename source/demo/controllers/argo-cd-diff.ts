import {isRecord} from '../api/frozen-json.ts';
import type {KubeObject} from '../contract.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The configuration that was last applied to the object; undefined when none was applied. */
export function declaredIn({metadata}: KubeObject): Readonly<Record<string, unknown>> | undefined {
	const text = metadata.annotations?.[lastApplied];
	return text === undefined ? undefined : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}

/** Whether every declared field has its declared value. Fields that the declaration leaves out may have any value. */
export function isAsDeclared(object: KubeObject): boolean {
	return holds(object, declaredIn(object));
}

/** The object with its declared fields restored. */
export function withDeclared(object: KubeObject): KubeObject {
	return putBack(object, declaredIn(object)) as KubeObject;
}

function holds(live: unknown, declared: unknown): boolean {
	if (isRecord(declared)) {
		return isRecord(live) && Object.entries(declared).every(([field, value]) => holds(live[field], value));
	}
	if (Array.isArray(declared)) {
		return (
			Array.isArray(live) &&
			live.length === declared.length &&
			declared.every((value: unknown, index) => holds(live[index], value))
		);
	}
	return declared === undefined || live === declared;
}

function putBack(live: unknown, declared: unknown): unknown {
	if (holds(live, declared)) return live;
	if (!isRecord(live) || !isRecord(declared)) return declared;
	const fields = Object.entries(declared).map(([field, value]) => [field, putBack(live[field], value)]);
	return {...live, ...Object.fromEntries(fields)};
}
