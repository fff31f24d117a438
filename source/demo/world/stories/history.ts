import type {ObjectStore, ShopService} from '../../contract.ts';
import {
	deploymentManifest,
	rolloutManifest,
	type Stored,
	serviceManifests,
	virtualServiceManifest,
} from '../manifests/manifests.ts';
import {daemonSetManifest, statefulSetManifest} from '../manifests/stateful-manifests.ts';
import {blueGreenStrategy, canaryStrategy, secondsToPause, shortened} from '../manifests/strategies.ts';
import type {Operator} from './operator.ts';
import type {CurrentRelease, Story} from './story.ts';

/** Something that happened to a service, at a time before the demo's start. */
export interface Deed {
	readonly agoSeconds: number;
	readonly act: (nowMs: number) => void;
}

/** A pod needs about this long from its creation to its first request. */
const podStartSeconds = 1.4;
/** The controllers settle in this time between two steps. */
const settleSeconds = 30;

/** The history of one service, as deeds in the order in which they happened. */
export function deedsOf(
	service: ShopService,
	story: Story,
	{store, operator, speed}: {readonly store: ObjectStore; readonly operator: Operator; readonly speed: number},
): readonly Deed[] {
	const tags = service.versions.map(({tag}) => tag);
	const [bornAgo = 0, ...laterAgo] = story.pastAgoSeconds;
	const tag = tags[story.pastAgoSeconds.length] ?? '';
	return [
		{agoSeconds: bornAgo, act: () => create(store, service, tags[0] ?? '', story, speed)},
		{agoSeconds: bornAgo - settleSeconds, act: () => operator.setFirstRevision(service, story.firstRevision)},
		...laterAgo.flatMap((agoSeconds, index) => released(service, tags[index + 1] ?? '', agoSeconds, operator)),
		...(story.current === undefined ? [] : inProgress(service, tag, story.current, operator, speed)),
	];
}

/** A past release, fully promoted. */
function released(service: ShopService, tag: string, agoSeconds: number, operator: Operator): readonly Deed[] {
	const start: Deed = {agoSeconds, act: () => operator.setVersion(service, tag)};
	if (!service.workload.startsWith('argo-')) return [start];
	const promote = () => operator.patchRolloutStatus(service, {promoteFull: true});
	return [start, {agoSeconds: agoSeconds - settleSeconds, act: promote}];
}

function inProgress(
	service: ShopService,
	tag: string,
	current: CurrentRelease,
	operator: Operator,
	speed: number,
): readonly Deed[] {
	const start = () => operator.setVersion(service, tag);
	switch (current.kind) {
		case 'canary paused': {
			const isTimed = current.isTimed === true;
			const pausedAgo = isTimed ? current.pausedAgoSeconds / speed : current.pausedAgoSeconds;
			const steps = secondsToPause(service.name, isTimed, speed);
			return [{agoSeconds: pausedAgo + steps + (isTimed ? 1 : 2) * podStartSeconds, act: start}];
		}
		case 'blue/green aborted after cutover': {
			const {startedAgoSeconds, cutOverAgoSeconds, unreadyAgoSeconds, abortedAgoSeconds} = current;
			return [
				{agoSeconds: startedAgoSeconds / speed, act: start},
				{agoSeconds: cutOverAgoSeconds / speed, act: () => operator.promote(service)},
				{
					agoSeconds: unreadyAgoSeconds / speed,
					act: nowMs => operator.makeHalfUnready(service, tag, nowMs),
				},
				{
					agoSeconds: abortedAgoSeconds / speed,
					act: () => operator.patchRolloutStatus(service, {abort: true}),
				},
			];
		}
		case 'rolling':
			return [{agoSeconds: current.startedAgoSeconds / speed, act: start}];
		case 'held back': {
			const hold = () => operator.setUpdateStrategy(service, current.updateStrategy);
			const startedAgo = current.startedAgoSeconds / speed;
			return [
				{agoSeconds: startedAgo + settleSeconds, act: hold},
				{agoSeconds: startedAgo, act: start},
			];
		}
	}
}

function create(store: ObjectStore, service: ShopService, tag: string, story: Story, speed: number): void {
	const objects = [
		...serviceManifests(service),
		...(service.workload === 'argo-canary' ? [virtualServiceManifest(service)] : []),
		workloadManifest(service, tag, story, speed),
	];
	for (const {resource, object} of objects) store.create(resource, object, {manager: 'kubectl-client-side-apply'});
}

function workloadManifest(service: ShopService, tag: string, {current}: Story, speed: number): Stored {
	switch (service.workload) {
		case 'argo-canary':
			return rolloutManifest(service, tag, {canary: canaryStrategy(service.name, speed)});
		case 'argo-blue-green':
			return rolloutManifest(service, tag, {blueGreen: blueGreenStrategy(service.name, speed)});
		case 'deployment':
			// Slow enough to watch: two pods at a time, each ready for a while before the next.
			return current?.kind === 'rolling'
				? deploymentManifest(service, tag, {
						minReadySeconds: shortened(20, speed),
						rollingUpdate: {maxSurge: 2, maxUnavailable: 0},
					})
				: deploymentManifest(service, tag, {rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'}});
		case 'stateful-set':
			return statefulSetManifest(service, tag, speed);
		case 'daemon-set':
			return daemonSetManifest(service, tag, speed);
	}
}
