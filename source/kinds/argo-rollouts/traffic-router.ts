import * as v from 'valibot';
import {identText} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {listField, nameField, numberField, partField} from '../fields.ts';

export interface TrafficRouter {
	/** The weight that means all traffic: 100 unless said otherwise. */
	readonly maxWeight: number;
	/** Empty for routers other than Istio. `name` may be `name.namespace`. */
	readonly virtualServices: readonly {readonly name: SafeText; readonly routes: readonly SafeText[]}[];
	readonly stableSubset: SafeText | null;
	readonly canarySubset: SafeText | null;
	/** Every object that the controller writes weights or subsets into. */
	readonly objects: readonly RouterObject[];
	/** With an ALB the controller uses the ping and pong Services even where the stable and canary ones are named. */
	readonly isAlb: boolean;
	/** Routes for headers and mirrors, which the controller adds in front and removes at the end. */
	readonly managedRoutes: readonly SafeText[];
}

export interface RouterObject {
	readonly kindId: string;
	/** Null: the Rollout's own namespace. */
	readonly namespace: SafeText | null;
	/** Null: named like the Rollout. */
	readonly name: SafeText | {readonly canaryIngressOf: SafeText} | null;
}

/** How a route is named in the settings of the Gateway API plugin, and its kind. */
const gatewayRoutes = {
	httpRoute: 'httproutes.gateway.networking.k8s.io',
	grpcRoute: 'grpcroutes.gateway.networking.k8s.io',
	tcpRoute: 'tcproutes.gateway.networking.k8s.io',
	tlsRoute: 'tlsroutes.gateway.networking.k8s.io',
} as const;
const gatewayRouteNames = Object.keys(gatewayRoutes) as readonly (keyof typeof gatewayRoutes)[];

const virtualServiceField = objectOf({name: identText, routes: listField(identText)});
const namedList = listField(objectOf({name: identText}));

const gatewayPluginField = partField({
	namespace: nameField,
	httpRoute: nameField,
	grpcRoute: nameField,
	tcpRoute: nameField,
	tlsRoute: nameField,
	httpRoutes: namedList,
	grpcRoutes: namedList,
	tcpRoutes: namedList,
	tlsRoutes: namedList,
});

const schema = objectOf({
	maxTrafficWeight: numberField,
	managedRoutes: namedList,
	istio: partField({
		virtualService: v.nullish(virtualServiceField, null),
		virtualServices: listField(virtualServiceField),
		destinationRule: partField({name: nameField, stableSubsetName: nameField, canarySubsetName: nameField}),
	}),
	smi: v.nullish(objectOf({trafficSplitName: nameField}), null),
	alb: v.nullish(objectOf({ingress: nameField, ingresses: listField(identText)}), null),
	nginx: partField({stableIngress: nameField, stableIngresses: listField(identText)}),
	traefik: partField({weightedTraefikServiceName: nameField}),
	ambassador: partField({mappings: listField(identText)}),
	apisix: partField({route: partField({name: nameField})}),
	appMesh: partField({virtualService: partField({name: nameField})}),
	plugins: partField({
		'argoproj-labs/gatewayAPI': gatewayPluginField,
		'hashicorp/consul': partField({serviceName: nameField}),
	}),
});

export const routerField = v.nullish(
	v.pipe(
		schema,
		v.transform((routing): TrafficRouter => {
			const {istio} = routing;
			return {
				maxWeight: routing.maxTrafficWeight ?? 100,
				virtualServices: istio.virtualService ? [istio.virtualService] : istio.virtualServices,
				stableSubset: istio.destinationRule.stableSubsetName,
				canarySubset: istio.destinationRule.canarySubsetName,
				objects: objectsOf(routing),
				isAlb: routing.alb !== null,
				managedRoutes: routing.managedRoutes.map(({name}) => name),
			};
		}),
	),
	null,
);

function objectsOf(routing: v.InferOutput<typeof schema>): readonly RouterObject[] {
	const {istio, smi, alb, nginx, plugins} = routing;
	const virtualServices = [istio.virtualService, ...istio.virtualServices].flatMap(found => found?.name ?? []);
	const stableIngresses = [nginx.stableIngress, ...nginx.stableIngresses].flatMap(name => name ?? []);
	return [
		...virtualServices.map(qualified => {
			// The controller takes the first two parts: `name.namespace`.
			const [name = qualified, namespace = null] = qualified.split('.') as SafeText[];
			return {kindId: 'virtualservices.networking.istio.io', namespace, name};
		}),
		...own('destinationrules.networking.istio.io', [istio.destinationRule.name]),
		...(smi ? [{kindId: 'trafficsplits.split.smi-spec.io', namespace: null, name: smi.trafficSplitName}] : []),
		...own('ingresses.networking.k8s.io', [alb?.ingress ?? null, ...(alb?.ingresses ?? []), ...stableIngresses]),
		...own(
			'ingresses.networking.k8s.io',
			stableIngresses.map(name => ({canaryIngressOf: name})),
		),
		...own('traefikservices.traefik.io', [routing.traefik.weightedTraefikServiceName]),
		...own('traefikservices.traefik.containo.us', [routing.traefik.weightedTraefikServiceName]),
		...own('mappings.getambassador.io', routing.ambassador.mappings),
		...own('apisixroutes.apisix.apache.org', [routing.apisix.route.name]),
		...own('virtualservices.appmesh.k8s.aws', [routing.appMesh.virtualService.name]),
		...gatewayObjects(plugins['argoproj-labs/gatewayAPI']),
		...own('servicesplitters.consul.hashicorp.com', [plugins['hashicorp/consul'].serviceName]),
		...own('serviceresolvers.consul.hashicorp.com', [plugins['hashicorp/consul'].serviceName]),
	];
}

function own(kindId: string, names: readonly (RouterObject['name'] | null)[]): readonly RouterObject[] {
	return names.flatMap(name => (name === null ? [] : [{kindId, namespace: null, name}]));
}

function gatewayObjects(settings: v.InferOutput<typeof gatewayPluginField>): readonly RouterObject[] {
	return gatewayRouteNames.flatMap(key => {
		const names = [settings[key], ...settings[`${key}s`].map(({name}) => name)].flatMap(name => name ?? []);
		return names.map(name => ({kindId: gatewayRoutes[key], namespace: settings.namespace, name}));
	});
}
