import {type Cluster, flaggerScene, gate} from '../../releases/flagger-scene.ts';
import type {Scene} from '../../releases/operator.ts';
import {changedSet, crashing, threePods} from '../../releases/stateful-set-scenes.ts';

/** Recorded situations with the fields in question changed, for plans of several steps that no recording asks for. */
export const handTrimmed: Readonly<Record<string, Scene>> = {
	'flagger, its pods not ready': flaggerScene('02-progressing', ({object}) => {
		Object.assign(object('Deployment', 'cart').status, {readyReplicas: 0, availableReplicas: 0});
	}),
	'flagger, suspended, its pods not ready': flaggerScene('03-suspended', ({object}) => {
		Object.assign(object('Deployment', 'cart').status, {readyReplicas: 0, availableReplicas: 0});
	}),
	'flagger, a gate before the start': gated('02-progressing', 'confirm-rollout', 'Waiting'),
	'flagger, a gate before each step': gated('02-progressing', 'confirm-traffic-increase', 'Progressing'),
	'flagger, a gate before the promotion': gated('04-waiting-promotion', 'confirm-promotion', 'WaitingPromotion'),
	'stateful set, its pod crashes': changedSet(
		set => Object.assign(set.status, {readyReplicas: 2, availableReplicas: 2}),
		objects => threePods(objects, crashing),
	),
};

function gated(name: string, type: string, phase: string): Scene {
	return flaggerScene(name, ({analysis, status}: Cluster) => {
		analysis.webhooks = [gate(type)];
		status.phase = phase;
	});
}
