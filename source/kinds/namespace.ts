import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';

/** perch reads only its labels: they configure a mesh for everything in the namespace. */
export type NamespaceObject = KubeObject;

const schema = v.pipe(
	objectOf({metadata: metadataSchema}),
	// File the Namespace under its own name, so that a reader of that namespace reads it too.
	v.transform(({metadata}): NamespaceObject => ({metadata: {...metadata, namespace: metadata.name}})),
);

export const NAMESPACES: WatchedKind<NamespaceObject> = {
	id: 'namespaces',
	group: '',
	versions: ['v1'],
	resource: 'namespaces',
	kind: 'Namespace',
	schema,
	watch: 'cluster',
	isClusterScoped: true,
	isOptional: true,
};
