import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/kube-object.ts';
import {objectOf} from '../domain/object-schema.ts';

/** Only its labels are read: what a mesh is told about everything in it. */
export type NamespaceObject = KubeObject;

const schema = v.pipe(
	objectOf({metadata: metadataSchema}),
	// It stands with what is in it, so that whoever reads a namespace reads it too.
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
