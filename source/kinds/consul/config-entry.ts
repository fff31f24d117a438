import type * as v from 'valibot';
import type {KubeObject, WatchedKind} from '../../domain/cluster/kube-object.ts';

/** The kind of one of Consul's config entries. Where Consul is not there, none is served. */
export function configEntry<T extends KubeObject>(
	kind: string,
	resource: string,
	schema: v.GenericSchema<unknown, T>,
): WatchedKind<T> {
	const group = 'consul.hashicorp.com';
	return {
		id: `${resource}.${group}`,
		group,
		versions: ['v1alpha1'],
		resource,
		kind,
		schema,
		watch: 'cluster',
		isOptional: true,
	};
}
