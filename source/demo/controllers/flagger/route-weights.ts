import type {VirtualService} from '../kube-types.ts';
import {namesOf} from './canary-types.ts';
import {routesOf} from './owned-objects.ts';
import type {Tick} from './tick.ts';

export interface Weights {
	readonly primary: number;
	readonly canary: number;
}

export const allToPrimary: Weights = {primary: 100, canary: 0};
export const allToCanary: Weights = {primary: 0, canary: 100};

/** The weights in the route, no matter which client wrote them last; undefined without a route for both sides. */
export function weightsOf(tick: Tick, virtualService: VirtualService): Weights | undefined {
	const names = namesOf(tick.canary);
	const rule = virtualService.spec.http.find(({route}) =>
		route.some(({destination}) => destination.host === names.canary),
	);
	const weightOf = (host: string) => rule?.route.find(({destination}) => destination.host === host)?.weight ?? 0;
	const weights = {primary: weightOf(names.primary), canary: weightOf(names.canary)};
	return weights.primary === 0 && weights.canary === 0 ? undefined : weights;
}

export function setWeights(tick: Tick, weights: Weights): void {
	const {canary, virtualService, writes} = tick;
	if (virtualService === undefined) return;
	const http = routesOf(canary, weights.primary, weights.canary);
	const object = {...virtualService, spec: {...virtualService.spec, http}};
	writes.push({kind: 'replace', resource: 'virtualservices.networking.istio.io', object});
	tick.virtualService = object;
}
