import * as v from 'valibot';
import {
	identText,
	type KubeObject,
	metadataSchema,
	type Snapshot,
	type WatchedKind,
} from '../../../domain/cluster/kube-object.ts';
import {objectOf} from '../../../domain/cluster/object-schema.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {listField, nameField, numberField, partField} from '../../../kinds/fields.ts';
import {SERVICES} from '../../../kinds/service.ts';
import type {Destination} from '../route-kind.ts';
import {weightedRoute} from '../weighted-route.ts';

interface WeightedService {
	/** With `@` it is a service that another provider of Traefik knows. */
	readonly name: SafeText;
	readonly kind: SafeText | null;
	readonly namespace: SafeText | null;
	readonly port: number | string | null;
	readonly weight: number | null;
}

/** Weights between Services, to which an IngressRoute leads. Other TraefikServices mirror. */
interface TraefikServiceObject extends KubeObject {
	/** Null: it has no weights. */
	readonly weighted: {readonly services: readonly WeightedService[]; readonly isSticky: boolean} | null;
}

const portField = v.nullish(v.union([v.number(), v.string()]), null);

const weightedField = v.pipe(
	objectOf({
		services: listField(
			objectOf({name: identText, kind: nameField, namespace: nameField, port: portField, weight: numberField}),
		),
		sticky: partField({cookie: v.nullish(v.unknown(), null)}),
	}),
	v.transform(({services, sticky}) => ({services, isSticky: sticky.cookie !== null})),
);

const TRAEFIK_SERVICES: WatchedKind<TraefikServiceObject> = {
	id: 'traefikservices.traefik.io',
	group: 'traefik.io',
	versions: ['v1alpha1'],
	resource: 'traefikservices',
	kind: 'TraefikService',
	schema: v.pipe(
		objectOf({metadata: metadataSchema, spec: partField({weighted: v.nullish(weightedField, null)})}),
		v.transform(({metadata, spec}): TraefikServiceObject => ({metadata, weighted: spec.weighted})),
	),
	watch: 'cluster',
};

/**
 * Traefik's weighted round robin. Traefik writes no status, and which IngressRoutes lead to it perch does not read.
 * Source: Traefik's pkg/provider/kubernetes/crd/kubernetes_http.go and pkg/server/service/loadbalancer/wrr.
 */
export const traefikService = weightedRoute<TraefikServiceObject>({
	id: 'traefik-service',
	title: safe`TraefikService`,
	controller: safe`traefik`,
	anchor: TRAEFIK_SERVICES,
	kinds: [],
	scale: {total: 'kept', decimals: 0, isSummedAsFloat32: false},
	unsetWeight: 1,
	entries: ({metadata, weighted}) =>
		weighted === null
			? []
			: [
					{
						title: metadata.name,
						match: null,
						path: ['spec', 'weighted'],
						identity: [],
						list: 'services',
						isDiverted: false,
						destinations: weighted.services.map(service => destinationOf(service, metadata)),
					},
				],
	called: () => ({services: [], host: null}),
	faults: (route, snapshot) => [...brokenServices(route, snapshot), ...stickySessions(route)],
});

function destinationOf(
	{name, kind, namespace, port, weight}: WeightedService,
	metadata: KubeObject['metadata'],
): Destination {
	const isService = (kind === null || kind === 'Service') && !name.includes('@');
	return {
		host: namespace === null || namespace === metadata.namespace ? name : safe`${name}.${namespace}`,
		subset: null,
		port: typeof port === 'number' ? port : null,
		service: isService ? {namespace: namespace ?? metadata.namespace, name} : null,
		// Traefik leaves out what has no positive weight.
		weight: weight === null ? null : Math.max(0, weight),
	};
}

/** One Service that is not there, or does not have the port, and Traefik takes none of them. */
function brokenServices({metadata, weighted}: TraefikServiceObject, snapshot: Snapshot): readonly SafeText[] {
	return (weighted?.services ?? []).flatMap(({port, ...named}) => {
		const {service} = destinationOf({...named, port}, metadata);
		if (service === null || snapshot.list(SERVICES, service.namespace).length === 0) return [];
		const found = snapshot.get(SERVICES, service.namespace, service.name);
		if (!found) return [safe`Traefik follows none of these weights: Service ${service.name} does not exist`];
		const hasPort = found.ports.some(one => one.port === port || (one.name !== null && one.name === port));
		// A Service without a selector may stand for a name outside of the cluster, which has any port.
		return hasPort || Object.keys(found.selector).length === 0
			? []
			: [safe`Traefik follows none of these weights: Service ${service.name} does not have the port`];
	});
}

function stickySessions({weighted}: TraefikServiceObject): readonly SafeText[] {
	const served = weighted?.services.filter(({weight}) => (weight ?? 1) > 0) ?? [];
	return weighted?.isSticky && served.length > 1
		? [
				safe`sticky sessions: a client stays with the Service that served it first, so that the weights hold for new ones`,
			]
		: [];
}
