import type {Controller, DemoClock, ObjectStore} from '../contract.ts';
import type {Pod, ReplicaSet} from '../controllers/kube-types.ts';
import {ownedBy} from '../controllers/owned.ts';
import {withReadiness} from '../controllers/pod-readiness.ts';
import {isReady} from '../controllers/pods.ts';
import {seededFraction} from '../prometheus/series/seeded.ts';
import type {GeneratedService} from './generated-services.ts';

const tickMs = 100;
const unreadyMs = 5_000;
/** Every so many acts one is an annotation, which gives a Deployment a new generation for its controller to observe. */
const annotateEvery = 10;
const annotation = 'perch.demo/touched';

/** Changes generated Deployments, `perSecond` times in all: a pod becomes unready and ready again, or somebody annotates
 * the Deployment. The controllers do the rest, so that there are about four times as many watch events: of the pod, its
 * ReplicaSet, its EndpointSlice and the Deployment. No service loses its last pod. */
export function createChurn({
	store,
	clock,
	services,
	seed,
	perSecond,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly services: readonly GeneratedService[];
	readonly seed: number;
	readonly perSecond: number;
}): Controller {
	const steady = services.filter(({story}) => story === 'first version' || story === 'second version');
	const unready: {readonly pod: Pod; readonly untilMs: number}[] = [];
	let owed = 0;
	let acts = 0;
	let lastMs = 0;
	let timer: {cancel(): void} | undefined;

	function tick(): void {
		const nowMs = clock.nowMs();
		// Timers are late on a busy machine; after a pause of the process there is nothing to catch up with.
		owed = Math.min(owed + (perSecond * (nowMs - lastMs)) / 1000, perSecond);
		lastMs = nowMs;
		for (let tried = 0; owed >= 1 && tried < 3 * perSecond; tried += 1) owed -= act();
		timer = clock.schedule(tickMs, tick);
	}

	/** How many changes of Deployments follow from it; none where the chosen Deployment is changing already. */
	function act(): number {
		acts += 1;
		const [due] = unready;
		if (due !== undefined && due.untilMs <= clock.nowMs()) {
			unready.shift();
			return setReadiness(due.pod, true);
		}
		const service = steady[Math.floor(seededFraction(seed, `churn ${acts}`) * steady.length)];
		if (service === undefined) return 0;
		if (acts % annotateEvery === 0) return annotate(service);
		const pods = podsOf(service);
		const [first] = pods;
		if (first === undefined || pods.length < 2 || !pods.every(isReady)) return 0;
		unready.push({pod: first, untilMs: clock.nowMs() + unreadyMs});
		return setReadiness(first, false);
	}

	function podsOf({namespace, name}: GeneratedService): readonly Pod[] {
		const deployment = store.get('deployments.apps', namespace, name);
		if (deployment === undefined) return [];
		const replicaSets = ownedBy<ReplicaSet>(store, 'replicasets.apps', deployment);
		return replicaSets.flatMap(replicaSet => ownedBy<Pod>(store, 'pods', replicaSet));
	}

	/** The generation, and then that it was observed. */
	function annotate({namespace, name}: GeneratedService): number {
		const deployment = store.get('deployments.apps', namespace, name);
		if (deployment === undefined) return 0;
		const annotations = {...deployment.metadata.annotations, [annotation]: String(acts)};
		const metadata = {...deployment.metadata, annotations};
		store.replace('deployments.apps', {...deployment, metadata}, {manager: 'kubectl-annotate'});
		return 2;
	}

	function setReadiness({metadata: {namespace, name}}: Pod, isNowReady: boolean): number {
		const pod = store.get('pods', namespace, name) as Pod | undefined;
		// Somebody may have deleted it meanwhile.
		if (pod === undefined) return 0;
		store.replace('pods', withReadiness(pod, isNowReady, clock.nowMs()), {manager: 'node', subresource: 'status'});
		return 1;
	}

	return {
		name: 'churn',
		start: () => {
			lastMs = clock.nowMs();
			timer ??= clock.schedule(tickMs, tick);
		},
		stop: () => {
			timer?.cancel();
			timer = undefined;
		},
	};
}
