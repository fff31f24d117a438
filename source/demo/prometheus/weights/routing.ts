import type {ShopService} from '../../contract.ts';
import type {Destination, TrafficShare} from '../series/traffic-model.ts';
import type {ClusterObjects, ReplicaSetObject, VirtualServiceObject} from './cluster-objects.ts';

/** A Service that requests are sent to, with its relative weight. */
export interface Route {
	readonly service: string;
	readonly weight: number;
}

/** Where callers of a shop service are sent: by the VirtualService of its host, else to the Service of its name.
 * Requests that match a condition (a header, a path) are not told apart. */
export const routesOf = ({namespace, name}: ShopService, objects: ClusterObjects): readonly Route[] => {
	const byHost = objects.virtualServices.find(
		({metadata, spec}) =>
			metadata.namespace === namespace && spec.hosts?.some(host => isHostOf(host, {namespace, name})),
	);
	if (byHost !== undefined) return weightedRoutes(byHost);
	const isThere = objects.services.some(({metadata}) => metadata.namespace === namespace && metadata.name === name);
	return isThere ? [{service: name, weight: 100}] : [];
};

/** The routes as shares of the pods' versions: within a Service by the ready pods. A Service without one answers
 * nothing. */
export const sharesOf = (
	{namespace}: ShopService,
	routes: readonly Route[],
	objects: ClusterObjects,
): readonly TrafficShare[] => {
	const total = routes.reduce((sum, {weight}) => sum + weight, 0);
	const shares = routes.flatMap(({service, weight}) => {
		const share = total === 0 ? 0 : weight / total;
		const replicaSets = readyBehind(service, namespace, objects);
		const ready = replicaSets.reduce((sum, replicaSet) => sum + readyReplicas(replicaSet), 0);
		if (ready === 0) return [{destination: unanswered(service), share}];
		return replicaSets.map(replicaSet => ({
			destination: destinationOf(service, replicaSet),
			share: (share * readyReplicas(replicaSet)) / ready,
		}));
	});
	return merged(shares);
};

const isHostOf = (host: string, {namespace, name}: {readonly namespace: string; readonly name: string}): boolean =>
	[name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`].includes(host);

const weightedRoutes = ({spec}: VirtualServiceObject): readonly Route[] => {
	const unconditional = spec.http?.find(({match}) => match === undefined) ?? spec.http?.[0];
	const routes = unconditional?.route ?? [];
	return routes.map(({destination, weight}) => ({
		service: destination.host.split('.')[0] ?? destination.host,
		// A single destination gets everything, whatever its weight says.
		weight: routes.length === 1 ? 100 : (weight ?? 0),
	}));
};

const readyBehind = (name: string, namespace: string, objects: ClusterObjects): readonly ReplicaSetObject[] => {
	const service = objects.services.find(({metadata}) => metadata.namespace === namespace && metadata.name === name);
	const selector = Object.entries(service?.spec?.selector ?? {});
	if (selector.length === 0) return [];
	return objects.replicaSets.filter(replicaSet => {
		if (replicaSet.metadata.namespace !== namespace || readyReplicas(replicaSet) === 0) return false;
		const labels = labelsOf(replicaSet);
		return selector.every(([label, value]) => labels[label] === value);
	});
};

/** As Istio names a pod's workload and version: the hash of the ReplicaSet is not part of either. */
const destinationOf = (service: string, replicaSet: ReplicaSetObject): Destination => {
	const labels = labelsOf(replicaSet);
	const {metadata, spec} = replicaSet;
	const workload = metadata.ownerReferences?.find(({controller}) => controller)?.name ?? metadata.name;
	const image = spec.template.spec?.containers?.[0]?.image ?? '';
	return {
		service,
		workload,
		canonicalService:
			labels['service.istio.io/canonical-name'] ?? labels['app.kubernetes.io/name'] ?? labels.app ?? workload,
		canonicalRevision:
			labels['service.istio.io/canonical-revision'] ??
			labels['app.kubernetes.io/version'] ??
			labels.version ??
			'latest',
		tag: image.slice(image.lastIndexOf(':') + 1),
	};
};

const unanswered = (service: string): Destination => ({
	service,
	workload: 'unknown',
	canonicalService: 'unknown',
	canonicalRevision: 'unknown',
	tag: undefined,
});

const readyReplicas = ({status}: ReplicaSetObject): number => status?.readyReplicas ?? 0;

const labelsOf = ({spec}: ReplicaSetObject): Readonly<Record<string, string>> => spec.template.metadata?.labels ?? {};

/** One entry for a destination, in an order that does not depend on the order of the objects. */
const merged = (shares: readonly TrafficShare[]): readonly TrafficShare[] =>
	[...Map.groupBy(shares, ({destination}) => JSON.stringify(destination))]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, same]) => ({
			destination: (same[0] as TrafficShare).destination,
			share: same.reduce((sum, {share}) => sum + share, 0),
		}));
