import {createObjectStore} from '../api/store.ts';
import type {ObjectStore, ShopService} from '../contract.ts';
import {createControllers} from '../controllers/controllers.ts';
import {createCanaryMetrics} from './flagger-metrics.ts';
import {
	analysisTemplateManifest,
	autoscalerManifest,
	namespaceManifest,
	prometheusService,
	type Stored,
} from './manifests/manifests.ts';
import {policyManifests} from './manifests/policy-manifests.ts';
import {nodeManifests} from './manifests/stateful-manifests.ts';
import {postPromotionAnalysis, shortened, stepAnalysis} from './manifests/strategies.ts';
import {shop} from './services/shop.ts';
import {createSimulatedClock} from './simulated-clock.ts';
import {storedObjects} from './stored-objects.ts';
import {flaggerDeeds, flaggerIntervalMs, flaggerNamespace, pastHooks} from './stories/flagger-stories.ts';
import {headerDeeds} from './stories/header-stories.ts';
import {type Deed, deedsOf} from './stories/history.ts';
import {createOperator} from './stories/operator.ts';
import {routeDeeds, routeNamespaces} from './stories/route-stories.ts';
import {stories} from './stories/stories.ts';

/** The demo's cluster at `nowMs`. The same controllers that run in the demo replay months of releases to build it,
 * so that they find nothing to do except what falls due. The same `seed` gives the same names and uids. */
export function buildWorld({
	seed,
	nowMs,
	speed = 1,
}: {
	readonly seed: number | string;
	readonly nowMs: number;
	readonly speed?: number;
}): readonly Stored[] {
	const deeds: Deed[] = [];
	const bornAgoSeconds = Math.max(...Object.values(stories).flatMap(({pastAgoSeconds}) => pastAgoSeconds)) + 86_400;
	const clock = createSimulatedClock(nowMs - bornAgoSeconds * 1000);
	const store = createObjectStore({seed: `${seed}/past`, clock});
	const operator = createOperator(store);
	for (const stored of foundations(speed)) create(store, stored);
	for (const service of shop) {
		const story = stories[`${service.namespace}/${service.name}`];
		if (story === undefined) throw new Error(`The shop's ${service.namespace}/${service.name} has no story`);
		deeds.push(...deedsOf(service, story, {store, operator, speed}));
		if (story.hasAutoscaler === true) {
			const agoSeconds = story.pastAgoSeconds[0] ?? 0;
			deeds.push({agoSeconds, act: atMs => create(store, autoscalerManifest(service, atMs))});
		}
	}
	deeds.push({agoSeconds: 2_400, act: atMs => operator.restartPods(serviceNamed('gateway'), '1.30.0', 2, atMs)});
	deeds.push(...routeDeeds(store, speed));
	deeds.push(...flaggerDeeds(store, operator, speed));
	deeds.push(...headerDeeds(store, operator, speed));
	const controllers = createControllers({
		store,
		clock,
		healthOf: () => 'ready',
		analysisResult: () => 0.9992,
		callHook: pastHooks(store),
		measure: createCanaryMetrics({store, clock}),
		shortestFlaggerIntervalMs: flaggerIntervalMs(speed),
	});
	for (const controller of controllers) controller.start();
	for (const {agoSeconds, act} of deeds.toSorted((left, right) => right.agoSeconds - left.agoSeconds)) {
		clock.advanceTo(Math.round(nowMs - agoSeconds * 1000));
		act(clock.nowMs());
	}
	clock.advanceTo(nowMs);
	for (const controller of controllers) controller.stop();
	return storedObjects(store, nowMs);
}

/** Writes a built world to the API server's storage. */
export function populate(store: ObjectStore, world: Iterable<Stored>): void {
	for (const stored of world) create(store, stored);
}

function foundations(speed: number): readonly Stored[] {
	const namespaces = [...new Set(shop.map(({namespace}) => namespace))];
	const interval = (seconds: number) => `${shortened(seconds, speed)}s`;
	return [
		...['default', 'kube-system', 'istio-system', ...namespaces, ...routeNamespaces, flaggerNamespace].map(
			namespaceManifest,
		),
		...nodeManifests(),
		...policyManifests(),
		prometheusService(),
		...namespaces.flatMap(namespace => [
			analysisTemplateManifest(namespace, 'success-rate', {
				count: stepAnalysis.count,
				interval: interval(stepAnalysis.intervalSeconds),
			}),
			analysisTemplateManifest(namespace, 'success-rate-30m', {
				count: postPromotionAnalysis.count,
				interval: interval(postPromotionAnalysis.intervalSeconds),
			}),
		]),
	];
}

function create(store: ObjectStore, {resource, object}: Stored): void {
	store.create(resource, object, {manager: 'kubectl-client-side-apply'});
}

function serviceNamed(name: string): ShopService {
	const service = shop.find(candidate => candidate.name === name);
	if (service === undefined) throw new Error(`The shop has no service ${name}`);
	return service;
}
