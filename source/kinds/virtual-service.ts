import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {type SafeText, safe} from '../domain/text/safe-text.ts';
import {listField, nameField, numberField, partField, shown} from './fields.ts';
import {virtualServiceMatchField} from './route-match.ts';

export interface VirtualServiceObject extends KubeObject {
	readonly hosts: readonly SafeText[];
	/** Empty: the mesh. */
	readonly gateways: readonly SafeText[];
	/** Namespaces in which the VirtualService applies; empty: all. */
	readonly exportTo: readonly SafeText[];
	readonly routes: readonly VirtualServiceRoute[];
}

export interface VirtualServiceRoute {
	readonly protocol: 'http' | 'tls' | 'tcp';
	/** Its place among the routes of its protocol. */
	readonly index: number;
	readonly name: SafeText | null;
	/** Which requests it takes; null: all. */
	readonly match: SafeText | null;
	/** It redirects, answers itself or delegates: its destinations do not count. */
	readonly isDiverted: boolean;
	readonly destinations: readonly RouteDestination[];
	/** For the whole request, retries included: `10s`; null where none is written. */
	readonly timeout: SafeText | null;
	readonly retries: RouteRetries | null;
	readonly faults: readonly RouteFault[];
}

export interface RouteRetries {
	/** 0: no retries. Null where only other fields are written. */
	readonly attempts: number | null;
	readonly perTryTimeout: SafeText | null;
	readonly retryOn: SafeText | null;
}

/** A fault that the callers' proxies inject on purpose, in place of or before the request. */
export interface RouteFault {
	/** `503`, `gRPC UNAVAILABLE`, `5s of delay`. */
	readonly what: SafeText;
	/** Percent of the requests, 0–100; 0 where none is written. */
	readonly percent: number;
}

export interface RouteDestination {
	/** A Service name, short or qualified, or another host. */
	readonly host: SafeText | null;
	readonly subset: SafeText | null;
	readonly port: number | null;
	/** Relative to the other destinations of the route; 0 where none is written. A single destination takes all. */
	readonly weight: number;
	readonly isWeightWritten: boolean;
}

const shareFields = {percentage: v.nullish(objectOf({value: numberField}), null), percent: numberField};

const faultField = shown(
	partField({
		abort: v.nullish(objectOf({...shareFields, httpStatus: numberField, grpcStatus: nameField}), null),
		delay: v.nullish(objectOf({...shareFields, fixedDelay: nameField}), null),
	}),
);

const routesField = listField(
	objectOf({
		name: nameField,
		match: virtualServiceMatchField,
		redirect: v.optional(v.unknown()),
		directResponse: v.optional(v.unknown()),
		delegate: v.optional(v.unknown()),
		timeout: shown(nameField),
		retries: shown(v.nullish(objectOf({attempts: numberField, perTryTimeout: nameField, retryOn: nameField}), null)),
		fault: faultField,
		route: listField(
			objectOf({
				destination: partField({host: nameField, subset: nameField, port: partField({number: numberField})}),
				weight: numberField,
			}),
		),
	}),
);

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			hosts: listField(identText),
			gateways: listField(identText),
			exportTo: listField(identText),
			http: routesField,
			tls: routesField,
			tcp: routesField,
		}),
	}),
	v.transform(
		({metadata, spec}): VirtualServiceObject => ({
			metadata,
			hosts: spec.hosts,
			gateways: spec.gateways,
			exportTo: spec.exportTo,
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
	return found.map(({name, match, redirect, directResponse, delegate, route, timeout, retries, fault}, index) => ({
		protocol,
		index,
		name,
		match,
		isDiverted: [redirect, directResponse, delegate].some(field => (field ?? null) !== null),
		destinations: route.map(({destination: {host, subset, port}, weight}) => ({
			host,
			subset,
			port: port.number,
			weight: weight ?? 0,
			isWeightWritten: weight !== null,
		})),
		timeout,
		retries,
		faults: faultsOf(fault),
	}));
}

function faultsOf({abort, delay}: v.InferOutput<typeof faultField>): readonly RouteFault[] {
	const share = ({percentage, percent}: Pick<NonNullable<typeof abort>, 'percentage' | 'percent'>) =>
		percentage ? (percentage.value ?? 0) : (percent ?? 0);
	const answer = abort?.httpStatus ? safe`${abort.httpStatus}` : safe`gRPC ${abort?.grpcStatus ?? safe`error`}`;
	return [
		...(abort ? [{what: answer, percent: share(abort)}] : []),
		...(delay ? [{what: safe`${delay.fixedDelay ?? safe`some`} of delay`, percent: share(delay)}] : []),
	];
}
