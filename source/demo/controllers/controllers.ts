import type {Controller, DemoClock, ObjectStore} from '../contract.ts';
import type {AnalysisResult} from './analysis-run.ts';
import {createAnalysisRunController} from './analysis-run-controller.ts';
import {
	createEndpointSliceController,
	createKubelet,
	createReplicaSetController,
	type HealthOf,
} from './core-controllers.ts';
import {createDeploymentController} from './deployment/deployment-controller.ts';
import {createRolloutController} from './rollout/rollout-controller.ts';

/** All controllers of the demo's cluster, none started: Kubernetes' own, a stand-in for its kubelets, and those of Argo
 * Rollouts (`rollouts` and `analysisruns`). */
export function createControllers({
	store,
	clock,
	healthOf,
	analysisResult,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly healthOf: HealthOf;
	readonly analysisResult: AnalysisResult;
}): readonly Controller[] {
	const cluster = {store, clock};
	return [
		createReplicaSetController(cluster),
		createKubelet({...cluster, healthOf}),
		createEndpointSliceController(cluster),
		createDeploymentController(cluster),
		createRolloutController(cluster),
		createAnalysisRunController({...cluster, analysisResult}),
	];
}
