import type {KubeObject} from '../../contract.ts';
import {isRecord} from '../frozen-json.ts';
import {rfc3339} from '../rfc3339.ts';

/** Marks the object as being deleted; a pod's kubelet removes it within `graceSeconds`. */
export function withDeletion<T extends KubeObject>(object: T, graceSeconds: number, nowMs: number): T {
	const metadata = {
		...object.metadata,
		deletionTimestamp: rfc3339(nowMs + graceSeconds * 1000),
		deletionGracePeriodSeconds: graceSeconds,
	};
	return {...object, metadata};
}

/** How long a pod may take to stop when the DELETE does not say; a pod without a node goes at once. */
export function graceSecondsOf({spec}: KubeObject): number {
	if (!isRecord(spec) || spec.nodeName === undefined) return 0;
	return Number(spec.terminationGracePeriodSeconds ?? 30);
}
