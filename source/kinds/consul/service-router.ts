import * as v from 'valibot';
import {type KubeObject, metadataSchema} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import {flagField, nameField, numberField, partField, shownList} from '../fields.ts';
import {configEntry} from './config-entry.ts';

/** The routes of the Consul service that it is named after; the first that matches counts. */
export interface ServiceRouterObject extends KubeObject {
	readonly routes: readonly ConsulRoute[];
}

export type ConsulRoute = v.InferOutput<typeof routeSchema>;

/** What intentions and routes match by alike. */
export const httpMatchField = partField({
	pathExact: nameField,
	pathPrefix: nameField,
	pathRegex: nameField,
	header: shownList(objectOf({name: nameField})),
	queryParam: shownList(objectOf({name: nameField})),
	methods: shownList(nameField),
});

const routeSchema = objectOf({
	match: partField({http: httpMatchField}),
	destination: partField({
		service: nameField,
		serviceSubset: nameField,
		requestTimeout: nameField,
		numRetries: numberField,
		retryOnConnectFailure: flagField,
		retryOn: shownList(nameField),
		retryOnStatusCodes: shownList(v.number()),
	}),
});

export const SERVICE_ROUTERS = configEntry(
	'ServiceRouter',
	'servicerouters',
	v.pipe(
		objectOf({metadata: metadataSchema, spec: partField({routes: shownList(routeSchema)})}),
		v.transform(({metadata, spec}): ServiceRouterObject => ({metadata, routes: spec.routes})),
	),
);
