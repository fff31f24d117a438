import type {RouteDestination, VirtualService} from '../kube-types.ts';
import {isAtDesiredCounts} from './canary-replicas.ts';
import {withManagedRoutes} from './managed-routes.ts';
import {available, hashOf, isAborted, isFullyPromoted, type Pass, tell, wantedHash, wantedReplicas} from './pass.ts';
import type {CanaryStrategy, TrafficWeights} from './rollout-types.ts';
import {stepsOf, weightAt} from './steps.ts';

/** Writes the weight that the present pods can serve to the VirtualService, and returns it for the status; the old
 * weights when the canary has no router. */
export function reconcileTraffic(pass: Pass): TrafficWeights | undefined {
	const {rollout, input} = pass;
	const canary = rollout.spec.strategy.canary;
	const before = rollout.status?.canary.weights;
	if (canary?.trafficRouting === undefined || rollout.status?.stableRS === undefined) return before;
	const percent = desiredPercent(pass);
	if (input.virtualService !== undefined) routeTo(pass, input.virtualService, canary, percent);
	const weights: TrafficWeights = {
		canary: {
			podTemplateHash: wantedHash(pass),
			serviceName: canary.canaryService ?? '',
			weight: percent,
		},
		stable: {
			podTemplateHash: hashOf(pass.stableRS) ?? rollout.status.stableRS,
			serviceName: canary.stableService ?? '',
			weight: 100 - percent,
		},
	};
	announce(pass, before, weights);
	return weights;
}

function desiredPercent(pass: Pass): number {
	const {status} = pass.rollout;
	if (isFullyPromoted(pass) || isAborted(pass) || available(pass.newRS) === 0) return 0;
	if (status?.promoteFull === true) {
		const isFull = available(pass.newRS) >= wantedReplicas(pass.rollout);
		return isFull ? 100 : (status.canary.weights?.canary.weight ?? 0);
	}
	const steps = stepsOf(pass.rollout);
	const index = status?.currentStepIndex ?? steps.length;
	if (!isAtDesiredCounts(pass)) return weightAt(steps, index - 1);
	return index < steps.length ? weightAt(steps, index) : 100;
}

function routeTo(pass: Pass, virtualService: VirtualService, canary: CanaryStrategy, percent: number): void {
	const routes = canary.trafficRouting?.istio?.virtualService?.routes;
	let isChanged = false;
	const withWeight = (destination: RouteDestination): RouteDestination => {
		const {host} = destination.destination;
		const isCanary = host.split('.')[0] === canary.canaryService;
		if (!isCanary && host.split('.')[0] !== canary.stableService) return destination;
		const weight = isCanary ? percent : 100 - percent;
		if (destination.weight === weight) return destination;
		isChanged = true;
		return {...destination, weight};
	};
	const before = withManagedRoutes(pass, virtualService);
	const http = before.map(rule => {
		const isWeighted = routes === undefined || routes.includes(rule.name ?? '');
		return isWeighted ? {...rule, route: rule.route.map(withWeight)} : rule;
	});
	if (!isChanged && before === virtualService.spec.http) return;
	const object = {...virtualService, spec: {...virtualService.spec, http}};
	pass.writes.push({kind: 'replace', resource: 'virtualservices.networking.istio.io', object});
	if (!isChanged) return;
	const {name} = virtualService.metadata;
	tell(pass, 'Updated VirtualService', `VirtualService \`${name}\` set to desiredWeight '${percent}'`);
}

function announce(pass: Pass, before: TrafficWeights | undefined, after: TrafficWeights): void {
	const isSame =
		before?.canary.weight === after.canary.weight &&
		before.canary.podTemplateHash === after.canary.podTemplateHash &&
		before.stable.podTemplateHash === after.stable.podTemplateHash;
	if (isSame) return;
	let change = '';
	if (before === undefined) change = `to ${after.canary.weight}`;
	else if (before.canary.weight !== after.canary.weight) {
		change = `from ${before.canary.weight} to ${after.canary.weight}`;
	}
	// The real controller leaves the blank at the end when only the revision behind the weight changed.
	tell(pass, 'TrafficWeightUpdated', `Traffic weight updated ${change}`);
}
