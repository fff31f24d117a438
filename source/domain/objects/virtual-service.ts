import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../kube-object.ts';
import type {SafeText} from '../safe-text.ts';
import {countField, listField, nameField, partField} from './fields.ts';

export interface VirtualServiceObject extends KubeObject {
	readonly hosts: readonly SafeText[];
	readonly routes: readonly VirtualServiceRoute[];
}

export interface VirtualServiceRoute {
	readonly protocol: 'http' | 'tls' | 'tcp';
	readonly name: SafeText | null;
	readonly destinations: readonly RouteDestination[];
}

export interface RouteDestination {
	/** A Service name, short or qualified, or another host. */
	readonly host: SafeText | null;
	readonly subset: SafeText | null;
	/** Relative to the other destinations of the route; a single destination takes all. */
	readonly weight: number;
}

const routesField = listField(
	v.object({
		name: nameField,
		route: listField(
			v.object({
				destination: partField({host: nameField, subset: nameField}),
				weight: countField,
			}),
		),
	}),
);

const schema = v.pipe(
	v.object({
		metadata: metadataSchema,
		spec: partField({hosts: listField(identText), http: routesField, tls: routesField, tcp: routesField}),
	}),
	v.transform(
		({metadata, spec}): VirtualServiceObject => ({
			metadata,
			hosts: spec.hosts,
			routes: [...routes('http', spec.http), ...routes('tls', spec.tls), ...routes('tcp', spec.tcp)],
		}),
	),
);

export const VIRTUAL_SERVICES: WatchedKind<VirtualServiceObject> = {
	id: 'virtualservices.networking.istio.io',
	group: 'networking.istio.io',
	versions: ['v1', 'v1beta1', 'v1alpha3'],
	resource: 'virtualservices',
	kind: 'VirtualService',
	schema,
	watch: 'cluster',
};

function routes(
	protocol: VirtualServiceRoute['protocol'],
	found: v.InferOutput<typeof routesField>,
): readonly VirtualServiceRoute[] {
	return found.map(({name, route}) => ({
		protocol,
		name,
		destinations: route.map(({destination, weight}) => ({...destination, weight})),
	}));
}
