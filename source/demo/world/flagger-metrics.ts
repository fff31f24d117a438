import type {DemoClock, ObjectStore} from '../contract.ts';
import type {MeasureCanary} from '../controllers/flagger/tick.ts';
import type {Deployment} from '../controllers/kube-types.ts';
import {type FindService, findShopService} from './services.ts';
import {canaryWeight} from './stories/flagger-stories.ts';

/** What Flagger's built-in metrics measure of the demo's canaries: the figures of the target's version, varied a
 * little. Without traffic there are no values. */
export function createCanaryMetrics({
	store,
	clock,
	findService = findShopService,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly findService?: FindService;
}): MeasureCanary {
	return (canary, {name}) => {
		const {metadata, spec} = canary;
		const target = store.get('deployments.apps', metadata.namespace, spec.targetRef.name) as Deployment | undefined;
		const image = target?.spec.template.spec.containers[0]?.image;
		const versions = findService(metadata.namespace ?? '', metadata.name)?.versions ?? [];
		// An unknown tag behaves like the oldest version, here as in the demo's Prometheus.
		const version = versions.find(({tag}) => image?.endsWith(`:${tag}`)) ?? versions[0];
		if (version === undefined || canaryWeight(store, canary) === 0) return undefined;
		const trembling = 1 + 0.15 * Math.sin(clock.nowMs() / 17_000);
		// The 99th percentile lies in the middle of the slow requests.
		if (name === 'request-duration') return Math.round(version.tail.medianMs * trembling);
		return 100 * (1 - version.errorRatio * trembling);
	};
}
