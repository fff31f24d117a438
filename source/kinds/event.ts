import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {countField, messageField, nameField, partField, shown, timeMsField} from './fields.ts';

export interface EventObject extends KubeObject {
	readonly about: {readonly kind: SafeText | null; readonly name: SafeText | null; readonly uid: SafeText | null};
	/** Who reports it: `kubelet`, `rollouts-controller`. */
	readonly reporter: SafeText | null;
	/** Which one of them: for Events of perch, the id of the intent. */
	readonly reportedBy: SafeText | null;
	readonly reason: SafeText | null;
	readonly message: SafeText;
	readonly isWarning: boolean;
	/** How often it happened. */
	readonly count: number;
	/** When it first happened, as far as is known. */
	readonly firstMs: number | null;
	/** When it last happened; null when the event has no time. */
	readonly atMs: number | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		involvedObject: shown(partField({kind: nameField, name: nameField, uid: nameField})),
		reason: shown(nameField),
		message: messageField,
		type: shown(nameField),
		count: shown(countField),
		firstTimestamp: timeMsField,
		lastTimestamp: timeMsField,
		eventTime: timeMsField,
		series: shown(partField({lastObservedTime: timeMsField, count: shown(countField)})),
		source: shown(partField({component: nameField})),
		reportingComponent: shown(nameField),
		reportingInstance: shown(nameField),
	}),
	v.transform(
		(event): EventObject => ({
			metadata: event.metadata,
			about: event.involvedObject,
			reason: event.reason,
			message: event.message,
			isWarning: event.type === 'Warning',
			reporter: event.source.component ?? event.reportingComponent,
			reportedBy: event.reportingInstance,
			count: Math.max(1, event.series.count, event.count),
			firstMs: event.firstTimestamp ?? event.eventTime ?? event.metadata.createdAtMs,
			// Reporters of the newer Event API leave the two old timestamps empty.
			atMs:
				event.series.lastObservedTime ??
				event.lastTimestamp ??
				event.eventTime ??
				event.firstTimestamp ??
				event.metadata.createdAtMs,
		}),
	),
);

export const EVENTS: WatchedKind<EventObject> = {
	id: 'events',
	group: '',
	versions: ['v1'],
	resource: 'events',
	kind: 'Event',
	schema,
	watch: 'release',
};

/** All Events of a namespace, for a screen that lists them. Releases are assembled from those about their own
 * object, so that not every Event of a namespace has them assembled again. */
export const EVENTS_ON_SCREEN: WatchedKind<EventObject> = {...EVENTS, watch: 'screen', isOptional: true};
