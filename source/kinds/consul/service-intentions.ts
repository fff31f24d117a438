import * as v from 'valibot';
import {type KubeObject, metadataSchema} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {nameField, partField, shownList} from '../fields.ts';
import {configEntry} from './config-entry.ts';
import {httpMatchField} from './service-router.ts';

/** Who may call a Consul service. */
export interface ServiceIntentionsObject extends KubeObject {
	/** `*`: every service that has no intentions of its own. */
	readonly destination: SafeText | null;
	readonly sources: readonly IntentionSource[];
}

export type IntentionSource = v.InferOutput<typeof sourceSchema>;

const sourceSchema = objectOf({
	name: nameField,
	/** `allow`, `deny`; null where permissions decide. */
	action: nameField,
	/** The first that matches counts. */
	permissions: shownList(objectOf({action: nameField, http: httpMatchField})),
});

export const SERVICE_INTENTIONS = configEntry(
	'ServiceIntentions',
	'serviceintentions',
	v.pipe(
		objectOf({
			metadata: metadataSchema,
			spec: partField({destination: partField({name: nameField}), sources: shownList(sourceSchema)}),
		}),
		v.transform(
			({metadata, spec}): ServiceIntentionsObject => ({
				metadata,
				destination: spec.destination.name,
				sources: spec.sources,
			}),
		),
	),
);
