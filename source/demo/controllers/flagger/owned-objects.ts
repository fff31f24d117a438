import {sameJson} from '../../api/frozen-json.ts';
import {uidFrom} from '../../api/identifiers.ts';
import type {KubeObject} from '../../contract.ts';
import type {Deployment} from '../kube-types.ts';
import {controlledBy} from '../owned.ts';
import {type Canary, namesOf} from './canary-types.ts';
import {specHash, type Tick} from './tick.ts';

/** Keeps GitOps controllers from changing the objects that Flagger changes. */
const unmanaged = {
	'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
	'kustomize.toolkit.fluxcd.io/reconcile': 'disabled',
};

/** Creates a Service of the Canary, or corrects its selector and ports. */
export function reconcileService(tick: Tick, role: 'apex' | 'primary' | 'canary'): void {
	const {canary, services, writes} = tick;
	const name = namesOf(canary)[role];
	const app = appOf(tick.target);
	const {port, targetPort = port, portName = 'http'} = canary.spec.service;
	const spec = {
		ports: [{name: portName, protocol: 'TCP', port, targetPort}],
		selector: {app: role === 'canary' ? app : `${app}-primary`},
	};
	const existing = services.get(name);
	if (existing === undefined) {
		const metadata = {...owned(canary, name), labels: {app: name}, annotations: unmanaged};
		const body = {spec: {...spec, ...clusterIp(canary, name)}, status: {loadBalancer: {}}};
		writes.push({kind: 'create', resource: 'services', object: {apiVersion: 'v1', kind: 'Service', metadata, ...body}});
		return;
	}
	if (sameJson(existing.spec.selector, spec.selector) && sameJson(existing.spec.ports, spec.ports)) return;
	writes.push({kind: 'replace', resource: 'services', object: {...existing, spec: {...existing.spec, ...spec}}});
}

/** Creates the VirtualService and a DestinationRule for each side. Keeps the weights of an existing VirtualService
 * unless another part of it is wrong: then all traffic goes to the primary. */
export function reconcileRoutes(tick: Tick): void {
	const {canary, destinationRules, virtualService, writes} = tick;
	const names = namesOf(canary);
	for (const host of [names.canary, names.primary]) {
		if (destinationRules.has(host)) continue;
		const object = {...istioObject('DestinationRule'), metadata: owned(canary, host), spec: {host}};
		writes.push({kind: 'create', resource: 'destinationrules.networking.istio.io', object});
	}
	const spec = {gateways: ['mesh'], hosts: [names.apex]};
	if (virtualService === undefined) {
		const metadata = {...owned(canary, names.apex), annotations: unmanaged};
		const object = {...istioObject('VirtualService'), metadata, spec: {...spec, http: routesOf(canary, 100, 0)}};
		writes.push({kind: 'create', resource: 'virtualservices.networking.istio.io', object});
		return;
	}
	const http = routesOf(canary, 100, 0);
	const isRight =
		sameJson(withoutWeights(virtualService.spec.http), withoutWeights(http)) &&
		sameJson(virtualService.spec.hosts, spec.hosts) &&
		sameJson(virtualService.spec.gateways, spec.gateways);
	if (isRight) return;
	const object = {...virtualService, spec: {...virtualService.spec, ...spec, http}};
	writes.push({kind: 'replace', resource: 'virtualservices.networking.istio.io', object});
	tick.virtualService = object;
}

/** The routes of the apex with these weights. An A/B test splits only the requests that match. */
export function routesOf(canary: Canary, primaryWeight: number, canaryWeight: number) {
	const names = namesOf(canary);
	const {match = []} = canary.spec.analysis;
	const toPrimary = {destination: {host: names.primary}, weight: primaryWeight};
	const route = [toPrimary, {destination: {host: names.canary}, weight: canaryWeight}];
	return match.length > 0 ? [{match, route}, {route: [toPrimary]}] : [{route}];
}

/** The primary as Flagger creates it from the target: the same pods under another label. */
export function newPrimary({canary, target}: Tick): Deployment {
	const app = `${appOf(target)}-primary`;
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {
			...owned(canary, `${canary.spec.targetRef.name}-primary`),
			labels: {app},
			...(target.metadata.annotations === undefined ? {} : {annotations: target.metadata.annotations}),
		},
		spec: {
			...target.spec,
			replicas: Math.max(1, target.spec.replicas),
			selector: {matchLabels: {app}},
			template: primaryTemplate(canary, target),
		},
	};
}

/** The target's pod template for the primary. Its annotation is new for each revision, so that the pods are
 * replaced. */
export function primaryTemplate(canary: Canary, target: Deployment): Deployment['spec']['template'] {
	const {metadata, spec} = target.spec.template;
	const id = uidFrom(`${canary.metadata.uid}/flagger-id/${specHash(target)}`);
	return {
		metadata: {
			labels: {...metadata?.labels, app: `${appOf(target)}-primary`},
			annotations: {...metadata?.annotations, 'flagger-id': id},
		},
		spec,
	};
}

function appOf({spec, metadata}: Deployment): string {
	return spec.selector.matchLabels.app ?? metadata.name;
}

function owned(canary: Canary, name: string) {
	const {namespace} = canary.metadata;
	return {name, ...(namespace === undefined ? {} : {namespace}), ownerReferences: [controlledBy(canary)]};
}

function istioObject(kind: string): Pick<KubeObject, 'apiVersion' | 'kind'> {
	return {apiVersion: 'networking.istio.io/v1', kind};
}

function withoutWeights(http: unknown): unknown {
	return JSON.parse(JSON.stringify(http, (key, value: unknown) => (key === 'weight' ? undefined : value)));
}

/** The fields that the API server fills into a Service. */
function clusterIp({metadata}: Canary, name: string) {
	const [third = 0, fourth = 0] = (uidFrom(`${metadata.namespace}/${name}`).match(/[0-9a-f]{2}/g) ?? []).map(hex =>
		Number.parseInt(hex, 16),
	);
	const address = `10.96.${third}.${Math.max(1, fourth)}`;
	return {
		clusterIP: address,
		clusterIPs: [address],
		type: 'ClusterIP',
		sessionAffinity: 'None',
		ipFamilies: ['IPv4'],
		ipFamilyPolicy: 'SingleStack',
		internalTrafficPolicy: 'Cluster',
	};
}
