import {createObjectStore} from '../api/store.ts';
import {createControllers} from '../controllers/controllers.ts';
import {createCanaryMetrics} from '../world/flagger-metrics.ts';
import type {Stored} from '../world/manifests/manifests.ts';
import {shortened} from '../world/manifests/strategies.ts';
import {type FlaggerService, flaggerMetrics, gate, rollback} from '../world/services/flagger-services.ts';
import {steadyVersion} from '../world/services/steady-version.ts';
import {finderOf} from '../world/services.ts';
import {createSimulatedClock} from '../world/simulated-clock.ts';
import {storedObjects} from '../world/stored-objects.ts';
import {canaryDeeds, flaggerIntervalMs, pastHooks} from '../world/stories/flagger-stories.ts';
import {type Deed, deedsOf} from '../world/stories/history.ts';
import {createOperator, type Operator} from '../world/stories/operator.ts';
import type {Story} from '../world/stories/story.ts';
import {type GeneratedStory, generatedStories} from './generated-services.ts';

/** The service of all prototypes. Its texts are such that they are found again in its objects. */
export const prototype: FlaggerService = {
	namespace: 'protospace',
	name: 'protoname',
	workload: 'deployment',
	replicas: 1,
	rps: 1,
	dailySwing: 0,
	callers: [],
	versions: [steadyVersion('777.1.0', 10), steadyVersion('777.2.0', 10)],
	analysis: {},
	pastAgoSeconds: [],
	startedAgoSeconds: 0,
};

/** The number of its first revision; the second has the next one. */
export const prototypeRevision = 777_001;

/** For each story the objects of one service that has it, in a namespace of its own: the controllers made them, as they
 * made the shop's. */
export function buildPrototypes({
	nowMs,
	speed,
	pods,
}: {
	readonly nowMs: number;
	readonly speed: number;
	readonly pods: number;
}): Readonly<Record<GeneratedStory, readonly Stored[]>> {
	const built = generatedStories.map(story => [story, builtFor({story, nowMs, speed, pods})] as const);
	return Object.fromEntries(built) as Record<GeneratedStory, readonly Stored[]>;
}

const hours = 3600;
const days = 24 * hours;
const bornAgoSeconds = 9 * days;
const releasedAgoSeconds = 3 * hours;
const abortedAgoSeconds = 900;

function builtFor({
	story,
	nowMs,
	speed,
	pods,
}: {
	readonly story: GeneratedStory;
	readonly nowMs: number;
	readonly speed: number;
	readonly pods: number;
}): readonly Stored[] {
	const clock = createSimulatedClock(nowMs - (bornAgoSeconds + hours) * 1000);
	const store = createObjectStore({seed: story, clock});
	const operator = createOperator(store);
	const service: FlaggerService = {...prototype, replicas: pods, ...ofStory(story, speed)};
	const controllers = createControllers({
		store,
		clock,
		healthOf: () => 'ready',
		analysisResult: () => 1,
		callHook: pastHooks(store, [service]),
		measure: createCanaryMetrics({store, clock, findService: finderOf([service])}),
		shortestFlaggerIntervalMs: flaggerIntervalMs(speed),
	});
	for (const controller of controllers) controller.start();
	const deeds = story.startsWith('flagger')
		? canaryDeeds(service, store, operator, speed)
		: deedsOf(service, pastOf(story), {store, operator, speed});
	for (const {agoSeconds, act} of [...deeds, ...abortOf(story, service, operator)].toSorted(
		(left, right) => right.agoSeconds - left.agoSeconds,
	)) {
		clock.advanceTo(Math.round(nowMs - agoSeconds * 1000));
		act(clock.nowMs());
	}
	clock.advanceTo(nowMs);
	for (const controller of controllers) controller.stop();
	return storedObjects(store, nowMs);
}

function ofStory(story: GeneratedStory, speed: number): Partial<FlaggerService> {
	if (story.startsWith('argo')) return {workload: 'argo-canary'};
	const interval = `${shortened(60, speed)}s`;
	const analysis = {interval, threshold: 5, metrics: flaggerMetrics};
	const past = {pastAgoSeconds: [bornAgoSeconds]};
	switch (story) {
		case 'flagger finished':
			return {...past, startedAgoSeconds: releasedAgoSeconds, analysis: {...analysis, stepWeight: 10, maxWeight: 50}};
		case 'flagger gated': {
			const webhooks = [gate('confirm-traffic-increase', 'step approval'), rollback];
			return {
				...past,
				startedAgoSeconds: 600,
				haltedAtWeight: 20,
				analysis: {...analysis, stepWeight: 10, maxWeight: 50, webhooks},
			};
		}
		case 'flagger moving':
			return {...past, startedAgoSeconds: 240, analysis: {...analysis, stepWeight: 1, maxWeight: 50}};
		default:
			return {};
	}
}

function pastOf(story: GeneratedStory): Story {
	const once = {firstRevision: prototypeRevision, pastAgoSeconds: [bornAgoSeconds]};
	switch (story) {
		case 'first version':
			return once;
		case 'argo held':
			return {...once, current: {kind: 'canary paused', pausedAgoSeconds: 240}};
		case 'argo timed':
			return {...once, current: {kind: 'canary paused', pausedAgoSeconds: 60, isTimed: true}};
		case 'argo aborted':
			return {...once, current: {kind: 'canary paused', pausedAgoSeconds: abortedAgoSeconds + 60}};
		default:
			return {...once, pastAgoSeconds: [bornAgoSeconds, releasedAgoSeconds]};
	}
}

function abortOf(story: GeneratedStory, service: FlaggerService, operator: Operator): readonly Deed[] {
	if (story !== 'argo aborted') return [];
	return [{agoSeconds: abortedAgoSeconds, act: () => operator.patchRolloutStatus(service, {abort: true})}];
}
