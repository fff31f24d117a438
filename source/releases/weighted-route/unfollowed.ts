import type {Snapshot} from '../../domain/kube-object.ts';
import {SERVICE_PROFILES} from '../../domain/objects/service-profile.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {ServiceName} from './route-kind.ts';

/** What makes the weights of a route mean nothing to the callers of its Services. */
export function unfollowed(services: readonly ServiceName[], snapshot: Snapshot): readonly SafeText[] {
	const profiles = snapshot.list(SERVICE_PROFILES);
	return services.flatMap(({name, namespace}) => {
		// Named after the whole host, whatever the cluster's domain is; it may stand in the callers' namespace.
		const profile = profiles.find(({metadata}) => metadata.name.startsWith(`${name}.${namespace}.svc.`));
		return profile ? [safe`no effect in Linkerd: ServiceProfile ${profile.metadata.name} overrides this route`] : [];
	});
}
