import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../kube-object.ts';

/** Linkerd's older way of routing; its name is the whole host of the Service that it is for. */
export type ServiceProfileObject = KubeObject;

export const SERVICE_PROFILES: WatchedKind<ServiceProfileObject> = {
	id: 'serviceprofiles.linkerd.io',
	group: 'linkerd.io',
	versions: ['v1alpha2'],
	resource: 'serviceprofiles',
	kind: 'ServiceProfile',
	schema: v.object({metadata: metadataSchema}),
	watch: 'cluster',
};
