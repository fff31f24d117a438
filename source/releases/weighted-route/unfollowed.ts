import type {Snapshot} from '../../domain/kube-object.ts';
import {NAMESPACES} from '../../domain/objects/namespace.ts';
import {SERVICES} from '../../domain/objects/service.ts';
import {SERVICE_PROFILES} from '../../domain/objects/service-profile.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {deploymentsBehind} from './backing.ts';
import type {ServiceName} from './route-kind.ts';

/** Linkerd: a ServiceProfile of the Service that is called overrides every route of it. */
export function overriddenByProfile(services: readonly ServiceName[], snapshot: Snapshot): readonly SafeText[] {
	const profiles = snapshot.list(SERVICE_PROFILES);
	return services.flatMap(({name, namespace}) => {
		// Named after the whole host, whatever the cluster's domain is; it may stand in the callers' namespace.
		const profile = profiles.find(({metadata}) => metadata.name.startsWith(`${name}.${namespace}.svc.`));
		return profile ? [safe`no effect in Linkerd: ServiceProfile ${profile.metadata.name} overrides this route`] : [];
	});
}

/** Istio's ambient mode: without a waypoint nobody on the way to the Service reads requests, let alone weighs them. */
export function withoutWaypoint(services: readonly ServiceName[], snapshot: Snapshot): readonly SafeText[] {
	return services
		.filter(service => isAmbient(service, snapshot) && !usesWaypoint(service, snapshot))
		.map(({name}) => safe`no effect in ambient mode: neither Service ${name} nor its namespace uses a waypoint`);
}

const modeLabel = 'istio.io/dataplane-mode';
const waypointLabel = 'istio.io/use-waypoint';

/** By its pods where they say it themselves, else by their namespace. */
function isAmbient(service: ServiceName, snapshot: Snapshot): boolean {
	const selector = snapshot.get(SERVICES, service.namespace, service.name)?.selector ?? {};
	const modes = deploymentsBehind(service, selector, snapshot).map(({template}) => template.labels[modeLabel]);
	const ofNamespace = labelOfNamespace(service, modeLabel, snapshot);
	return modes.length === 0 ? ofNamespace === 'ambient' : modes.some(mode => (mode ?? ofNamespace) === 'ambient');
}

/** `none` takes a Service out of what its namespace uses. */
function usesWaypoint({name, namespace}: ServiceName, snapshot: Snapshot): boolean {
	const own = snapshot.get(SERVICES, namespace, name)?.metadata.labels[waypointLabel];
	const used = own ?? labelOfNamespace({name, namespace}, waypointLabel, snapshot);
	return used !== undefined && used !== 'none';
}

function labelOfNamespace({namespace}: ServiceName, label: string, snapshot: Snapshot): SafeText | undefined {
	return snapshot.get(NAMESPACES, namespace, namespace)?.metadata.labels[label];
}
