import type {Controller, DemoClock, KubeObject, ObjectStore, StoreEvent} from '../../contract.ts';
import {createControlLoop, keyOf, splitKey} from '../control-loop.ts';
import type {Pod, ReplicaSet, Service, VirtualService} from '../kube-types.ts';
import {ownedBy, ownerKeys} from '../owned.ts';
import {applyWrites} from '../writes.ts';
import type {RolloutInput} from './pass.ts';
import {reconcileRollout} from './reconcile-rollout.ts';
import type {AnalysisRun, Metric, Rollout} from './rollout-types.ts';

interface Cluster {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}

/** The Argo Rollouts controller. While it is stopped no write of others has an effect, as in a cluster without it. */
export function createRolloutController(cluster: Cluster): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'rollouts',
		store,
		clock,
		watched: [
			'rollouts.argoproj.io',
			'replicasets.apps',
			'analysisruns.argoproj.io',
			'services',
			'virtualservices.networking.istio.io',
		],
		keysOf: event => rolloutKeys(store, event),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const rollout = store.get('rollouts.argoproj.io', namespace, name) as Rollout | undefined;
			if (rollout === undefined) return undefined;
			const {writes, wakeAtMs} = reconcileRollout(gather(store, rollout), clock.nowMs());
			applyWrites(cluster, {manager: 'rollouts-controller', component: 'rollouts-controller'}, writes);
			return wakeAtMs;
		},
	});
}

function gather(store: ObjectStore, rollout: Rollout): RolloutInput {
	const {namespace} = rollout.metadata;
	const {virtualService} = rollout.spec.strategy.canary?.trafficRouting?.istio ?? {};
	const replicaSets = ownedBy<ReplicaSet>(store, 'replicasets.apps', rollout);
	return {
		rollout,
		replicaSets,
		analysisRuns: ownedBy<AnalysisRun>(store, 'analysisruns.argoproj.io', rollout),
		pods:
			rollout.spec.restartAt === undefined
				? []
				: replicaSets.flatMap(replicaSet => ownedBy<Pod>(store, 'pods', replicaSet)),
		services: new Map(store.list('services', namespace).map(service => [service.metadata.name, service as Service])),
		virtualService:
			virtualService === undefined
				? undefined
				: (store.get('virtualservices.networking.istio.io', namespace, virtualService.name) as VirtualService),
		analysisMetrics: new Map(
			store
				.list('analysistemplates.argoproj.io', namespace)
				.map(template => [template.metadata.name, metricsOf(template)]),
		),
	};
}

function metricsOf(template: KubeObject): readonly Metric[] {
	return (template.spec as {readonly metrics?: readonly Metric[]} | undefined)?.metrics ?? [];
}

function rolloutKeys(store: ObjectStore, {resource, object}: StoreEvent): readonly string[] {
	if (resource === 'rollouts.argoproj.io') return [keyOf(object)];
	if (resource !== 'services' && resource !== 'virtualservices.networking.istio.io')
		return ownerKeys(object, 'Rollout');
	const {name} = object.metadata;
	return (store.list('rollouts.argoproj.io', object.metadata.namespace) as readonly Rollout[])
		.filter(({spec: {strategy}}) =>
			resource === 'services'
				? [
						strategy.canary?.stableService,
						strategy.canary?.canaryService,
						strategy.blueGreen?.activeService,
						strategy.blueGreen?.previewService,
					].includes(name)
				: strategy.canary?.trafficRouting?.istio?.virtualService?.name === name,
		)
		.map(keyOf);
}
