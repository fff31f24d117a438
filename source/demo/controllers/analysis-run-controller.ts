import type {Controller, DemoClock, ObjectStore} from '../contract.ts';
import {type AnalysisResult, reconcileAnalysisRun} from './analysis-run.ts';
import {createControlLoop, keyOf, splitKey} from './control-loop.ts';
import type {AnalysisRun} from './rollout/rollout-types.ts';
import {applyWrites} from './writes.ts';

/** The part of Argo Rollouts that runs analyses; `analysisResult` replaces its metric providers. */
export function createAnalysisRunController({
	analysisResult,
	...cluster
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly analysisResult: AnalysisResult;
}): Controller {
	const {store, clock} = cluster;
	return createControlLoop({
		name: 'analysisruns',
		store,
		clock,
		watched: ['analysisruns.argoproj.io'],
		keysOf: ({object}) => [keyOf(object)],
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const run = store.get('analysisruns.argoproj.io', namespace, name) as AnalysisRun | undefined;
			if (run === undefined) return undefined;
			const {writes, wakeAtMs} = reconcileAnalysisRun(run, analysisResult, clock.nowMs());
			applyWrites(cluster, {manager: 'rollouts-controller', component: 'rollouts-controller'}, writes);
			return wakeAtMs;
		},
	});
}
