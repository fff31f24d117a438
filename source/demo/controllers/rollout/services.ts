import type {ReplicaSet, Service} from '../kube-types.ts';
import {available, hashOf, isAborted, type Pass, tell} from './pass.ts';
import {hashLabel, managedByAnnotation} from './rollout-types.ts';

/** Points a canary's two Services at their ReplicaSets, each only once its ReplicaSet is fully available. After an
 * abort the canary Service goes back to stable. (The recorded controller switches that selector back and forth
 * during the 30 seconds that the canary's pods live on, and ends at stable; this one switches once.) */
export function reconcileCanaryServices(pass: Pass): void {
	const {stableService, canaryService} = pass.rollout.spec.strategy.canary ?? {};
	pointAt(pass, stableService, pass.stableRS);
	pointAt(pass, canaryService, isAborted(pass) ? pass.stableRS : pass.newRS);
}

export function switchSelector(pass: Pass, service: Service, hash: string): void {
	const before = service.spec.selector?.[hashLabel];
	if (before === hash && service.metadata.annotations?.[managedByAnnotation] !== undefined) return;
	const annotations = {...service.metadata.annotations, [managedByAnnotation]: pass.rollout.metadata.name};
	const changed: Service = {
		...service,
		metadata: {...service.metadata, annotations},
		spec: {...service.spec, selector: {...service.spec.selector, [hashLabel]: hash}},
	};
	pass.writes.push({kind: 'replace', resource: 'services', object: changed});
	const {name} = service.metadata;
	tell(pass, 'SwitchService', `Switched selector for service '${name}' from '${before ?? ''}' to '${hash}'`);
}

function pointAt(pass: Pass, serviceName: string | undefined, replicaSet: ReplicaSet | undefined): void {
	const service = serviceName === undefined ? undefined : pass.input.services.get(serviceName);
	const hash = hashOf(replicaSet);
	if (service === undefined || replicaSet === undefined || hash === undefined) return;
	if (service.spec.selector?.[hashLabel] === hash) return;
	const isFullyAvailable = replicaSet.spec.replicas > 0 && available(replicaSet) >= replicaSet.spec.replicas;
	if (isFullyAvailable) switchSelector(pass, service, hash);
}
