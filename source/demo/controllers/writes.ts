import {uidFrom} from '../api/identifiers.ts';
import {rfc3339} from '../api/rfc3339.ts';
import type {DemoClock, KubeObject, ObjectStore, ResourceId} from '../contract.ts';

/** One write that a reconcile pass asks for; writes apply in order. An Event that repeats an earlier one raises its
 * count. */
export type Write =
	| {readonly kind: 'create'; readonly resource: ResourceId; readonly object: KubeObject}
	| {readonly kind: 'replace'; readonly resource: ResourceId; readonly object: KubeObject; readonly isStatus?: true}
	| {readonly kind: 'remove'; readonly resource: ResourceId; readonly object: KubeObject}
	| EventWrite;

export interface EventWrite {
	readonly kind: 'event';
	readonly about: KubeObject;
	readonly type: 'Normal' | 'Warning';
	readonly reason: string;
	readonly message: string;
}

/** How long the API server keeps an Event. */
export const eventLifeMs = 3_600_000;

/** Applies the writes of one controller: `manager` is its name in managedFields, `component` its name in Events. */
export function applyWrites(
	{store, clock}: {readonly store: ObjectStore; readonly clock: DemoClock},
	{manager, component}: {readonly manager: string; readonly component: string},
	writes: readonly Write[],
): void {
	for (const write of writes) {
		switch (write.kind) {
			case 'create':
				store.create(write.resource, write.object, {manager});
				break;
			case 'replace':
				store.replace(
					write.resource,
					write.object,
					write.isStatus === true ? {manager, subresource: 'status'} : {manager},
				);
				break;
			case 'remove':
				store.remove(write.resource, write.object.metadata.namespace, write.object.metadata.name);
				break;
			case 'event':
				recordEvent(store, clock, {manager, component}, write);
				break;
		}
	}
}

function recordEvent(
	store: ObjectStore,
	clock: DemoClock,
	{manager, component}: {readonly manager: string; readonly component: string},
	{about, type, reason, message}: EventWrite,
): void {
	const namespace = about.metadata.namespace ?? 'default';
	const nowMs = clock.nowMs();
	const events = store.list('events', namespace);
	const isGone = (event: KubeObject) => Date.parse(String(event.lastTimestamp)) < nowMs - eventLifeMs;
	for (const event of events.filter(isGone)) store.remove('events', namespace, event.metadata.name);
	const said = events.find(event => {
		if (isGone(event)) return false;
		const involved = event.involvedObject as {uid?: string} | undefined;
		return involved?.uid === about.metadata.uid && event.reason === reason && event.message === message;
	});
	if (said !== undefined) {
		const count = Number(said.count ?? 1) + 1;
		store.replace('events', {...said, count, lastTimestamp: rfc3339(nowMs)}, {manager});
		return;
	}
	const {name, uid, resourceVersion} = about.metadata;
	// Kubernetes ends the name with the nanoseconds of the first occurrence; the digest replaces the lower digits.
	const digest = Number.parseInt(uidFrom(`${uid} ${reason} ${message}`).slice(0, 8), 16) % 1_000_000;
	const suffix = (BigInt(nowMs) * 1_000_000n + BigInt(digest)).toString(16);
	const event: KubeObject = {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: `${name}.${suffix}`, namespace},
		involvedObject: {kind: about.kind, namespace, name, uid, apiVersion: about.apiVersion, resourceVersion},
		reason,
		message,
		source: {component},
		firstTimestamp: rfc3339(nowMs),
		lastTimestamp: rfc3339(nowMs),
		count: 1,
		type,
		eventTime: null,
		reportingComponent: component,
		reportingInstance: '',
	};
	store.create('events', event, {manager});
}
