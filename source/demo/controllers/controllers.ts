import type {Controller, DemoClock, ObjectStore} from '../contract.ts';
import type {AnalysisResult} from './analysis-run.ts';
import {createAnalysisRunController} from './analysis-run-controller.ts';
import {createArgoCdController} from './argo-cd.ts';
import {
	createEndpointSliceController,
	createKubelet,
	createReplicaSetController,
	type HealthOf,
} from './core-controllers.ts';
import {createDaemonSetController} from './daemon-set/daemon-set-controller.ts';
import {createDeploymentController} from './deployment/deployment-controller.ts';
import {createFlaggerController} from './flagger/flagger-controller.ts';
import type {CallHook, MeasureCanary} from './flagger/tick.ts';
import {createFluxController} from './flux.ts';
import {createRolloutController} from './rollout/rollout-controller.ts';
import {createConsulController} from './routes/consul.ts';
import {istioRoutes} from './routes/istio-routes.ts';
import {linkerdRoutes} from './routes/linkerd-routes.ts';
import {createRouteStatusController} from './routes/route-status.ts';
import {createStatefulSetController} from './stateful-set/stateful-set-controller.ts';

/** All controllers of the demo's cluster, none started: those of Kubernetes itself, a stand-in for its kubelets,
 * those of Argo Rollouts (`rollouts` and `analysisruns`), Flagger, and those of routes and of their owners. Without
 * `callHook` no webhook answers. */
export function createControllers({
	store,
	clock,
	healthOf,
	analysisResult,
	callHook = () => undefined,
	measure = () => undefined,
	shortestFlaggerIntervalMs = 10_000,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly healthOf: HealthOf;
	readonly analysisResult: AnalysisResult;
	readonly callHook?: CallHook;
	readonly measure?: MeasureCanary;
	/** Flagger's jobs never run more often than this, even if a Canary asks for it. */
	readonly shortestFlaggerIntervalMs?: number;
}): readonly Controller[] {
	const cluster = {store, clock};
	return [
		createReplicaSetController(cluster),
		createKubelet({...cluster, healthOf}),
		createEndpointSliceController(cluster),
		createDeploymentController(cluster),
		createStatefulSetController(cluster),
		createDaemonSetController(cluster),
		createRolloutController(cluster),
		createAnalysisRunController({...cluster, analysisResult}),
		createFlaggerController({...cluster, callHook, measure, shortestIntervalMs: shortestFlaggerIntervalMs}),
		createRouteStatusController(cluster, istioRoutes('httproutes.gateway.networking.k8s.io')),
		createRouteStatusController(cluster, istioRoutes('grpcroutes.gateway.networking.k8s.io')),
		createRouteStatusController(cluster, linkerdRoutes),
		createConsulController(cluster),
		createArgoCdController(cluster),
		createFluxController(cluster),
	];
}
