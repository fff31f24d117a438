import type {DemoClock, KubeObject, ObjectStore, ShopVersion} from '../contract.ts';
import type {AnalysisResult} from '../controllers/analysis-run.ts';
import type {HealthOf} from '../controllers/core-controllers.ts';
import type {MeasureCanary} from '../controllers/flagger/tick.ts';
import type {Pod, ReplicaSet} from '../controllers/kube-types.ts';
import {hashLabel} from '../controllers/rollout/rollout-types.ts';
import {createCanaryMetrics} from './flagger-metrics.ts';
import {type FindService, findShopService} from './services.ts';

/** How the shop's versions behave in the live demo, for the controllers: the health of their pods, the success
 * ratio that an analysis measures, and what Flagger measures of its canaries. */
export function createBehaviour({
	store,
	clock,
	startedAtMs,
	findService = findShopService,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly startedAtMs: number;
	readonly findService?: FindService;
}): {
	readonly healthOf: HealthOf;
	readonly analysisResult: AnalysisResult;
	readonly measure: MeasureCanary;
} {
	return {
		measure: createCanaryMetrics({store, clock, findService}),
		healthOf(pod, ordinal) {
			const version = versionOf(pod, (pod as Pod).spec.containers[0]?.image);
			if (version?.pods === 'crash-loop') return 'crash-looping';
			return version?.pods === 'half-ready' && ordinal % 2 === 1 ? 'unready' : 'ready';
		},
		analysisResult(run) {
			const app = run.metadata.labels?.app;
			const name = `${app}-${run.metadata.labels?.[hashLabel]}`;
			const replicaSet = store.get('replicasets.apps', run.metadata.namespace, name) as ReplicaSet | undefined;
			const version = versionOf(run, replicaSet?.spec.template.spec.containers[0]?.image);
			if (version === undefined) return undefined;
			const hasTurned = clock.nowMs() - startedAtMs >= (version.turnsAfterSeconds ?? 0) * 1000;
			const {errorRatio} = hasTurned ? version : (version.before ?? version);
			return 1 - errorRatio;
		},
	};

	function versionOf({metadata}: KubeObject, image: string | undefined): ShopVersion | undefined {
		const service = findService(metadata.namespace ?? '', metadata.labels?.app ?? '');
		return service?.versions.find(({tag}) => image?.endsWith(`:${tag}`));
	}
}
