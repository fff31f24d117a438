import type {Labels, Snapshot} from '../../domain/cluster/kube-object.ts';
import type {ServiceName} from '../../domain/cluster/service-host.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {isAmbient, usesWaypoint} from '../../kinds/istio/ambient.ts';
import {SERVICES} from '../../kinds/service.ts';
import {SERVICE_PROFILES} from '../../kinds/service-profile.ts';
import {deploymentsBehind} from './backing.ts';

/** Linkerd: a ServiceProfile of the called Service overrides every route of that Service. */
export function overriddenByProfile(services: readonly ServiceName[], snapshot: Snapshot): readonly SafeText[] {
	const profiles = snapshot.list(SERVICE_PROFILES);
	return services.flatMap(({name, namespace}) => {
		// A ServiceProfile is named after the whole host, with any cluster domain; it may be in the callers' namespace.
		const profile = profiles.find(({metadata}) => metadata.name.startsWith(`${name}.${namespace}.svc.`));
		return profile ? [safe`no effect in Linkerd: ServiceProfile ${profile.metadata.name} overrides this route`] : [];
	});
}

/**
 * Istio's ambient mode: without a waypoint no proxy on the way to the Service reads requests, so none splits
 * them by weight.
 */
export function withoutWaypoint(services: readonly ServiceName[], snapshot: Snapshot): readonly SafeText[] {
	return services
		.filter(service => isAmbient(service, podsOf(service, snapshot), snapshot) && !usesWaypoint(service, snapshot))
		.map(({name}) => safe`no effect in ambient mode: neither Service ${name} nor its namespace uses a waypoint`);
}

function podsOf({name, namespace}: ServiceName, snapshot: Snapshot): readonly Labels[] {
	const selector = snapshot.get(SERVICES, namespace, name)?.selector ?? {};
	return deploymentsBehind({name, namespace}, selector, snapshot).map(({template}) => template.labels);
}
