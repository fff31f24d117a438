import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {flagField, nameField, numberField, partField, shown, shownList} from './fields.ts';

/** Linkerd's older kind of route; its name is the full host of its Service. */
export interface ServiceProfileObject extends KubeObject {
	readonly routes: readonly {
		readonly name: SafeText | null;
		/** `300ms`; null where none is written. */
		readonly timeout: SafeText | null;
		readonly isRetryable: boolean;
	}[];
	/** How many retries there may be for each request, over all routes; null where none is written. */
	readonly retryRatio: number | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			routes: shownList(objectOf({name: nameField, timeout: shown(nameField), isRetryable: shown(flagField)})),
			retryBudget: shown(partField({retryRatio: numberField})),
		}),
	}),
	v.transform(
		({metadata, spec}): ServiceProfileObject => ({
			metadata,
			routes: spec.routes,
			retryRatio: spec.retryBudget.retryRatio,
		}),
	),
);

export const SERVICE_PROFILES: WatchedKind<ServiceProfileObject> = {
	id: 'serviceprofiles.linkerd.io',
	group: 'linkerd.io',
	versions: ['v1alpha2'],
	resource: 'serviceprofiles',
	kind: 'ServiceProfile',
	schema,
	watch: 'cluster',
};
