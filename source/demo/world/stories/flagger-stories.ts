import type {ObjectStore} from '../../contract.ts';
import {type Canary, namesOf} from '../../controllers/flagger/canary-types.ts';
import type {CallHook} from '../../controllers/flagger/tick.ts';
import type {Deployment, VirtualService} from '../../controllers/kube-types.ts';
import {deploymentManifest, type Stored, serviceManifests} from '../manifests/manifests.ts';
import {shortened} from '../manifests/strategies.ts';
import {type FlaggerService, flaggerServices, loadtesterName} from '../services/flagger-services.ts';
import type {Deed} from './history.ts';
import type {Operator} from './operator.ts';

/** The namespace of the services that Flagger releases, and of its load tester. */
export const flaggerNamespace = 'site';

/** The history of the namespace `site`: Flagger completed each release except the last ones. */
export function flaggerDeeds(store: ObjectStore, operator: Operator, speed: number): readonly Deed[] {
	return [
		{agoSeconds: 60 * 86_400, act: () => createAll(store, loadtester())},
		...flaggerServices.flatMap(service => canaryDeeds(service, store, operator, speed)),
	];
}

/** The history of one service that Flagger releases. */
export function canaryDeeds(
	service: FlaggerService,
	store: ObjectStore,
	operator: Operator,
	speed: number,
): readonly Deed[] {
	const [first, ...later] = service.versions.map(({tag}) => tag);
	const [bornAgo = 0, ...releasedAgo] = service.pastAgoSeconds;
	const startedAgo = [...releasedAgo, service.startedAgoSeconds / speed];
	const created = [deployment(service, first ?? ''), canaryManifest(service, speed)];
	return [
		{agoSeconds: bornAgo, act: () => createAll(store, created)},
		...later.map((tag, index) => ({
			agoSeconds: startedAgo[index] ?? 0,
			act: () => operator.setVersion(service, tag),
		})),
	];
}

/** How often Flagger checks its canaries; this is also its shortest interval. */
export const flaggerIntervalMs = (speed: number): number => shortened(10, speed) * 1000;

/** The gates' answers before the demo started. All gates were open for past releases; the last releases found them
 * closed, some only after a step or two. */
export function pastHooks(store: ObjectStore, services: readonly FlaggerService[] = flaggerServices): CallHook {
	return ({type = 'rollout'}, canary) => {
		if (type === 'rollback') return 403;
		const service = services.find(({name}) => name === canary.metadata.name);
		if (service === undefined || !holdsLast(store, canary, service)) return 200;
		const isOpen = type === 'confirm-traffic-increase' && canaryWeight(store, canary) < (service.haltedAtWeight ?? 0);
		return isOpen || type === 'rollout' ? 200 : 403;
	};
}

function holdsLast(store: ObjectStore, {metadata, spec}: Canary, {versions}: FlaggerService): boolean {
	const target = store.get('deployments.apps', metadata.namespace, spec.targetRef.name) as Deployment | undefined;
	return target?.spec.template.spec.containers[0]?.image.endsWith(`:${versions.at(-1)?.tag}`) === true;
}

/** The canary's weight in the route, in percent. */
export function canaryWeight(store: ObjectStore, canary: Canary): number {
	const names = namesOf(canary);
	const route = store.get('virtualservices.networking.istio.io', canary.metadata.namespace, names.apex);
	const destinations = (route as VirtualService | undefined)?.spec.http[0]?.route;
	return destinations?.find(({destination}) => destination.host === names.canary)?.weight ?? 0;
}

function canaryManifest(service: FlaggerService, speed: number): Stored {
	const {namespace, name, analysis} = service;
	return {
		resource: 'canaries.flagger.app',
		object: {
			apiVersion: 'flagger.app/v1beta1',
			kind: 'Canary',
			metadata: {name, namespace},
			spec: {
				targetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name},
				progressDeadlineSeconds: 120,
				service: {port: 80, targetPort: 8080},
				analysis: {interval: `${flaggerIntervalMs(speed) / 1000}s`, ...analysis},
			},
		},
	};
}

function deployment(service: Parameters<typeof deploymentManifest>[0], tag: string): Stored {
	return deploymentManifest(service, tag, {rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'}});
}

/** The pod of the load tester; the demo's API server answers for it. */
function loadtester(): readonly Stored[] {
	const service = {
		namespace: flaggerNamespace,
		name: loadtesterName,
		workload: 'deployment',
		replicas: 1,
		rps: 0,
		dailySwing: 0,
		callers: [],
		versions: [],
	} as const;
	return [...serviceManifests(service), deployment(service, '0.34.0')];
}

function createAll(store: ObjectStore, objects: readonly Stored[]): void {
	for (const {resource, object} of objects) store.create(resource, object, {manager: 'kubectl-client-side-apply'});
}
