import type {ShopService} from '../../contract.ts';
import type {Destination, TrafficShare} from '../series/traffic-model.ts';
import type {ClusterObjects, ReplicaSetObject} from './cluster-objects.ts';
import type {Route} from './route.ts';
import {routedBy} from './route-kinds.ts';
import {templateLabels, withLabels} from './with-labels.ts';

/** Where the callers of a shop service are routed: by a route for its host, else to the Service of its name. */
export const routesOf = (service: ShopService, objects: ClusterObjects): readonly Route[] => {
	const routes = routedBy(service, objects);
	if (routes !== undefined) return routes;
	return isThere(service, objects) ? [{service: service.name, weight: 100}] : [];
};

const isThere = ({namespace, name}: ShopService, {services}: ClusterObjects): boolean =>
	services.some(({metadata}) => metadata.namespace === namespace && metadata.name === name);

/** The routes as shares of the pods' versions; ready pods divide the requests of a Service. A Service without ready
 * pods answers no requests. */
export const sharesOf = (
	called: ShopService,
	routes: readonly Route[],
	objects: ClusterObjects,
): readonly TrafficShare[] => {
	const {namespace} = called;
	const total = routes.reduce((sum, {weight}) => sum + weight, 0);
	const isAlone = !isThere(called, objects);
	const shares = routes.flatMap(route => {
		const share = total === 0 ? 0 : route.weight / total;
		const named = route.named ?? route.service;
		const replicaSets = readyBehind(route, namespace, objects);
		const ready = replicaSets.reduce((sum, replicaSet) => sum + readyReplicas(replicaSet), 0);
		if (ready === 0) return share === 0 ? [] : [{destination: unanswered(named, isAlone), share}];
		return replicaSets.map(replicaSet => ({
			destination: destinationOf(named, replicaSet, isAlone),
			share: (share * readyReplicas(replicaSet)) / ready,
		}));
	});
	return merged(shares);
};

const readyBehind = (route: Route, namespace: string, objects: ClusterObjects): readonly ReplicaSetObject[] => {
	const service = objects.services.find(
		({metadata}) => metadata.namespace === namespace && metadata.name === route.service,
	);
	const subset = Object.entries(route.subset ?? {});
	return withLabels(objects.replicaSets, service?.spec?.selector ?? {}).filter(replicaSet => {
		if (replicaSet.metadata.namespace !== namespace || readyReplicas(replicaSet) === 0) return false;
		const marks = {...replicaSet.spec.template.metadata?.annotations, ...templateLabels(replicaSet)};
		return subset.every(([mark, value]) => marks[mark] === value);
	});
};

/** A pod's workload and version in Istio's names, which leave out the hash of the ReplicaSet. */
const destinationOf = (service: string, replicaSet: ReplicaSetObject, isAlone: boolean): Destination => {
	const labels = templateLabels(replicaSet);
	const {metadata, spec} = replicaSet;
	const owner = metadata.ownerReferences?.find(({controller}) => controller);
	const workload = owner?.name ?? metadata.name;
	const templateHash = labels['pod-template-hash'];
	const isPod = owner?.kind === 'StatefulSet' || owner?.kind === 'DaemonSet';
	const image = spec.template.spec?.containers?.[0]?.image ?? '';
	return {
		service,
		...(isAlone && {onlyService: service}),
		workload,
		canonicalService:
			labels['service.istio.io/canonical-name'] ?? labels['app.kubernetes.io/name'] ?? labels.app ?? workload,
		canonicalRevision:
			labels['service.istio.io/canonical-revision'] ??
			labels['app.kubernetes.io/version'] ??
			labels.version ??
			'latest',
		tag: image.slice(image.lastIndexOf(':') + 1),
		pods: {
			// All pods of one version count as one pod.
			name: isPod ? `${workload}-0` : metadata.name,
			isPod,
			ownerKind: owner?.kind ?? replicaSet.kind,
			...(templateHash !== undefined && {templateHash}),
		},
	};
};

const unanswered = (service: string, isAlone: boolean): Destination => ({
	service,
	...(isAlone && {onlyService: service}),
	workload: 'unknown',
	canonicalService: 'unknown',
	canonicalRevision: 'unknown',
	tag: undefined,
});

const readyReplicas = ({status}: ReplicaSetObject): number => status?.readyReplicas ?? 0;

/** One entry per destination, in an order that does not depend on the order of the objects. */
const merged = (shares: readonly TrafficShare[]): readonly TrafficShare[] =>
	[...Map.groupBy(shares, ({destination}) => JSON.stringify(destination))]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, same]) => ({
			destination: (same[0] as TrafficShare).destination,
			share: same.reduce((sum, {share}) => sum + share, 0),
		}));
