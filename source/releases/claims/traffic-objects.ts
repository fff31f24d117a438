import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {RouterObject} from '../../kinds/argo-rollouts/traffic-router.ts';
import {SERVICES} from '../../kinds/service.ts';

/**
 * Every Service, route and similar object that this Rollout's controller writes. The controller overrules
 * changes by others.
 */
export function trafficObjectsOf(rollout: RolloutObject): readonly ObjectRef[] {
	const {canary, blueGreen, metadata} = rollout;
	const services = [
		canary?.stableService,
		canary?.canaryService,
		canary?.pingService,
		canary?.pongService,
		blueGreen?.activeService,
		blueGreen?.previewService,
	].flatMap(name => (name ? [{kindId: SERVICES.id, namespace: metadata.namespace, name}] : []));
	const routes = (canary?.router?.objects ?? []).map(({kindId, namespace, name}) => ({
		kindId,
		namespace: namespace ?? metadata.namespace,
		name: objectName(rollout, name),
	}));
	return [...services, ...routes];
}

function objectName({metadata}: RolloutObject, name: RouterObject['name']): string {
	if (name === null) return metadata.name;
	return typeof name === 'string' ? name : canaryIngressName(metadata.name, name.canaryIngressOf);
}

/** The name of the Ingress that the controller makes beside the stable one, cut to 253 characters. */
function canaryIngressName(rollout: string, stableIngress: string): string {
	const suffix = '-canary';
	return `${rollout}-${stableIngress}`.slice(0, 253 - suffix.length) + suffix;
}
