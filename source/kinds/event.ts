import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/kube-object.ts';
import {objectOf} from '../domain/object-schema.ts';
import type {SafeText} from '../domain/safe-text.ts';
import {countField, messageField, nameField, partField, shown, timeMsField} from './fields.ts';

export interface EventObject extends KubeObject {
	readonly about: {readonly kind: SafeText | null; readonly name: SafeText | null; readonly uid: SafeText | null};
	readonly reason: SafeText | null;
	readonly message: SafeText;
	readonly isWarning: boolean;
	/** How often it happened. */
	readonly count: number;
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
		series: shown(partField({lastObservedTime: timeMsField})),
	}),
	v.transform(
		(event): EventObject => ({
			metadata: event.metadata,
			about: event.involvedObject,
			reason: event.reason,
			message: event.message,
			isWarning: event.type === 'Warning',
			count: Math.max(1, event.count),
			// Reporters of the newer Event API leave the two old timestamps empty.
			atMs:
				event.lastTimestamp ??
				event.series.lastObservedTime ??
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
