import {rfc3339} from '../../api/rfc3339.ts';
import {trackManagedFields} from '../../api/write/managed-fields.ts';
import type {ObjectStore} from '../../contract.ts';
import {application, helmDeployment, kustomization, kustomized, tracked} from '../manifests/gitops-manifests.ts';
import type {Stored} from '../manifests/manifests.ts';
import {
	applied,
	destinationRule,
	grpcRoute,
	httpRoute,
	ingresses,
	linkerdRoute,
	serviceProfile,
	serviceResolver,
	serviceSplitter,
	subsetRoute,
	trafficSplit,
	virtualService,
} from '../manifests/route-manifests.ts';
import {routedServices, sideDeployment} from '../manifests/route-workloads.ts';
import {shortened} from '../manifests/strategies.ts';
import {type RoutedService, routeServices} from '../services/route-services.ts';
import type {Deed} from './history.ts';

/** The namespaces of the routes and of the tools that own some of them. */
export const routeNamespaces = ['routes', 'argocd', 'flux-system'];

/** The history of the namespace `routes`: each service ran its older version for weeks; for two days its newer one
 * has had the traffic that the route gives it. */
export function routeDeeds(store: ObjectStore, speed: number): readonly Deed[] {
	const lives = routeServices.flatMap((service, index) => deedsOf(service, index, {store, speed}));
	return [...lives, ...helmDeeds(store)];
}

const hour = 3_600;
const day = 24 * hour;

function deedsOf(
	service: RoutedService,
	index: number,
	{store, speed}: {readonly store: ObjectStore; readonly speed: number},
): readonly Deed[] {
	const bornAgo = 21 * day + index * hour;
	const secondAgo = 2 * day + index * hour;
	return [
		{
			agoSeconds: bornAgo,
			act: () => {
				for (const stored of [...routedServices(service), sideDeployment(service, 0)]) create(store, stored);
			},
		},
		{agoSeconds: secondAgo, act: () => create(store, sideDeployment(service, 1))},
		{
			agoSeconds: secondAgo - 60,
			act: nowMs => {
				for (const {stored, manager} of routesOf[service.name]?.(service.name, {nowMs, speed}) ?? []) {
					create(store, stored, manager);
				}
			},
		},
	];
}

interface When {
	readonly nowMs: number;
	readonly speed: number;
}

/** An object, and the manager that created it. */
interface Sent {
	readonly stored: Stored;
	readonly manager?: string;
}

/** The objects that route requests to both versions of a service. `tickets` has none: its Service selects one side. */
const routesOf: Readonly<Record<string, (name: string, when: When) => readonly Sent[]>> = {
	reviews: name => byHand(destinationRule(name), virtualService(name, [careful(subsetRoute(name, [90, 10]))])),
	offers: name => byHand(virtualService(name, offers)),
	invoices: byArgoCd,
	details: name => byHand(httpRoute(name, [90, 10])),
	profiles: byFlux,
	sessions: name => byHand(httpRoute(name, [95, 5])),
	shipping: name => byHand(grpcRoute(name, [80, 20])),
	ratings: name => byHand(linkerdRoute(name, [95, 5])),
	comments: name => byHand(serviceProfile(name), linkerdRoute(name, [95, 5])),
	landing: name => byHand(trafficSplit(name, [90, 10])),
	storefront: name => byHand(...ingresses(name, 10)),
	billing: name => byHand(serviceResolver(name), serviceSplitter(name, [90, 10])),
	tickets: () => [],
};

function byHand(...objects: readonly Stored[]): readonly Sent[] {
	return objects.map(object => ({stored: applied(object)}));
}

function byArgoCd(name: string, {nowMs}: When): readonly Sent[] {
	const route = {name: 'default', route: subsetRoute(name, [90, 10])};
	const objects = [destinationRule(name), virtualService(name, [route])];
	return [
		...objects.map(object => ({stored: applied(tracked(name, object)), manager: 'argocd-controller'})),
		{stored: application(name, objects, nowMs), manager: 'argocd-application-controller'},
	];
}

function byFlux(name: string, {nowMs, speed}: When): readonly Sent[] {
	const manager = 'kustomize-controller';
	const interval = speed === 1 ? '10m' : `${shortened(600, speed)}s`;
	const route = kustomized(name, httpRoute(name, [90, 10]));
	return [
		{stored: serverSideApplied(applied(route), manager, nowMs), manager},
		{stored: kustomization(name, [route], {nowMs, interval}), manager},
	];
}

function careful(route: readonly object[]): object {
	return {name: 'default', retries: {attempts: 3, perTryTimeout: '2s', retryOn: '5xx,reset'}, route, timeout: '10s'};
}

/** Two entries with weights: requests of the mobile app, and the rest. */
const offers = [
	{
		match: [{headers: {'x-client': {exact: 'mobile'}}}],
		name: 'mobile',
		route: [
			{destination: {host: 'offers-stable'}, weight: 95},
			{destination: {host: 'offers-canary'}, weight: 5},
		],
	},
	{
		name: 'default',
		route: [
			{destination: {host: 'offers-stable'}, weight: 90},
			{destination: {host: 'offers-canary'}, weight: 10},
		],
	},
];

/** A Helm chart that was installed, and upgraded once. */
function helmDeeds(store: ObjectStore): readonly Deed[] {
	const {resource, object} = helmDeployment('mailer', '1.3.2');
	return [
		{agoSeconds: 25 * day, act: () => create(store, {resource, object}, 'helm')},
		{
			agoSeconds: 4 * day,
			act: () => {
				const {spec} = helmDeployment('mailer', '1.4.0').object;
				const live = store.get(resource, 'routes', 'mailer') ?? object;
				store.replace(resource, {...live, spec}, {manager: 'helm'});
			},
		},
	];
}

/** The object as after a server-side apply: no last-applied annotation, its fields owned by an Apply. */
function serverSideApplied({resource, object}: Stored, manager: string, nowMs: number): Stored {
	const {annotations: _, ...metadata} = object.metadata;
	const after = {...object, metadata};
	const fields = trackManagedFields({
		before: undefined,
		after,
		writer: {manager},
		time: rfc3339(nowMs),
		isCustom: true,
	});
	const managedFields = fields.map(entry => ({...entry, operation: 'Apply'}));
	return {resource, object: {...after, metadata: {...metadata, managedFields}}};
}

function create(store: ObjectStore, {resource, object}: Stored, manager = 'kubectl-client-side-apply'): void {
	store.create(resource, object, {manager});
}
