import type {ObjectStore, ShopService} from '../../contract.ts';
import {type Deed, deedsOf} from './history.ts';
import type {Operator} from './operator.ts';

/** A Rollout whose canary gets the requests with a certain header before it gets a share of the others. */
export const accounts: ShopService = {
	namespace: 'site',
	name: 'accounts',
	workload: 'argo-canary',
	replicas: 4,
	rps: 74,
	dailySwing: 0.25,
	callers: [{service: 'istio-system/istio-ingressgateway', share: 1}],
	versions: ['3.8.0', '3.9.0', '4.0.0'].map(tag => ({
		tag,
		errorRatio: 0.0005,
		latencyMedianMs: 28,
		tail: {share: 0.02, medianMs: 170},
	})),
};

/** For ten minutes it has waited for a person, after its header route was set. */
export function headerDeeds(store: ObjectStore, operator: Operator, speed: number): readonly Deed[] {
	const day = 86_400;
	const story = {
		firstRevision: 5,
		pastAgoSeconds: [41 * day, 10 * day],
		current: {kind: 'canary paused', pausedAgoSeconds: 600},
	} as const;
	return deedsOf(accounts, story, {store, operator, speed});
}
