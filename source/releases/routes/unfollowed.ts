import type {Labels, Snapshot} from '../../domain/kube-object.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {ServiceName} from '../../domain/service-host.ts';
import {isAmbient, usesWaypoint} from '../../kinds/istio/ambient.ts';
import {SERVICES} from '../../kinds/service.ts';
import {SERVICE_PROFILES} from '../../kinds/service-profile.ts';
import {deploymentsBehind} from './backing.ts';

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
		.filter(service => isAmbient(service, podsOf(service, snapshot), snapshot) && !usesWaypoint(service, snapshot))
		.map(({name}) => safe`no effect in ambient mode: neither Service ${name} nor its namespace uses a waypoint`);
}

function podsOf({name, namespace}: ServiceName, snapshot: Snapshot): readonly Labels[] {
	const selector = snapshot.get(SERVICES, namespace, name)?.selector ?? {};
	return deploymentsBehind({name, namespace}, selector, snapshot).map(({template}) => template.labels);
}
