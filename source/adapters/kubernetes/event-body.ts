import type {JsonObject} from '../../domain/cluster/kube-object.ts';
import {formatTime} from '../../domain/time.ts';
import type {EventRequest} from '../../ports/cluster.ts';

/** A core/v1 Event, as `kubectl describe` shows it under the object. */
export function eventBody(event: EventRequest, about: {apiVersion: string; kind: string}, nowMs: number): JsonObject {
	const at = formatTime(nowMs);
	return {
		apiVersion: 'v1',
		kind: 'Event',
		// The server allows names of 253 characters, and appends five.
		metadata: {generateName: `${event.about.name.slice(0, 240)}.`, namespace: event.about.namespace},
		involvedObject: {
			apiVersion: about.apiVersion,
			kind: about.kind,
			namespace: event.about.namespace,
			name: event.about.name,
			uid: event.aboutUid,
		},
		reason: event.reason,
		// The server refuses longer messages.
		message: event.message.slice(0, 1_024),
		type: event.isWarning ? 'Warning' : 'Normal',
		source: {component: 'perch'},
		reportingComponent: 'perch',
		reportingInstance: event.intentId,
		firstTimestamp: at,
		lastTimestamp: at,
		count: 1,
	};
}
