import type {Controller, DemoClock, KubeObject, ObjectStore, StoreEvent} from '../../contract.ts';
import {createControlLoop, keyOf, splitKey} from '../control-loop.ts';
import {durationSeconds} from '../duration.ts';
import type {Deployment, Service, VirtualService} from '../kube-types.ts';
import {ownerKeys} from '../owned.ts';
import {applyWrites} from '../writes.ts';
import {initializingStatus} from './canary-status.ts';
import {type Canary, namesOf} from './canary-types.ts';
import {reconcileCanary} from './reconcile-canary.ts';
import type {CallHook, MeasureCanary, TickInput} from './tick.ts';

interface Settings {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
	readonly callHook: CallHook;
	readonly measure: MeasureCanary;
	/** Flagger's jobs never run more often than this. */
	readonly shortestIntervalMs: number;
}

/** The Flagger controller. Each Canary has its own ticks, one per `analysis.interval`; Flagger does nothing between
 * two ticks. A tick that would find nothing to do is left out. */
export function createFlaggerController({callHook, measure, shortestIntervalMs, ...cluster}: Settings): Controller {
	const {store, clock} = cluster;
	const writer = {manager: 'flagger', component: 'flagger'};
	const dueMs = new Map<string, number>();
	return createControlLoop({
		name: 'flagger',
		store,
		clock,
		watched: [
			'canaries.flagger.app',
			'deployments.apps',
			'services',
			'virtualservices.networking.istio.io',
			'destinationrules.networking.istio.io',
		],
		keysOf: event => canaryKeys(store, event),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const canary = store.get('canaries.flagger.app', namespace, name) as Canary | undefined;
			if (canary === undefined) {
				dueMs.delete(key);
				return undefined;
			}
			const nowMs = clock.nowMs();
			if (canary.status === undefined) {
				const object = {...canary, status: initializingStatus(canary, nowMs)};
				applyWrites(cluster, writer, [{kind: 'replace', resource: 'canaries.flagger.app', object, isStatus: true}]);
			}
			const due = dueMs.get(key);
			if (due === undefined || due > nowMs) {
				const nextMs = due ?? nextTickMs(canary, nowMs, shortestIntervalMs);
				dueMs.set(key, nextMs);
				return nextMs;
			}
			applyWrites(cluster, writer, reconcileCanary(gather(store, canary, {callHook, measure}), nowMs));
			dueMs.delete(key);
			if (!mayMove(store.get('canaries.flagger.app', namespace, name) as Canary)) return undefined;
			const nextMs = nextTickMs(canary, nowMs, shortestIntervalMs);
			dueMs.set(key, nextMs);
			return nextMs;
		},
	});
}

/** How long after a Canary's creation its job ticks first. */
const firstTickMs = 3300;

function nextTickMs({metadata, spec}: Canary, nowMs: number, shortestIntervalMs: number): number {
	const intervalMs = Math.max(shortestIntervalMs, (durationSeconds(spec.analysis.interval) ?? 60) * 1000);
	const startMs = Date.parse(metadata.creationTimestamp ?? '') + firstTickMs;
	return startMs + Math.max(0, Math.floor((nowMs - startMs) / intervalMs) + 1) * intervalMs;
}

/** Whether the next tick may write something even if no object changes. */
function mayMove({spec, status}: Canary): boolean {
	return spec.suspend === true || (status?.phase !== 'Initialized' && status?.phase !== 'Succeeded');
}

function gather(
	store: ObjectStore,
	canary: Canary,
	world: {readonly callHook: CallHook; readonly measure: MeasureCanary},
): TickInput {
	const {namespace} = canary.metadata;
	const names = namesOf(canary);
	const target = canary.spec.targetRef.name;
	const byName = <T extends KubeObject>(resource: string) =>
		new Map(
			Object.values(names)
				.map(name => store.get(resource, namespace, name) as T | undefined)
				.filter(object => object !== undefined)
				.map(object => [object.metadata.name, object]),
		);
	return {
		canary,
		target: store.get('deployments.apps', namespace, target) as Deployment | undefined,
		primary: store.get('deployments.apps', namespace, `${target}-primary`) as Deployment | undefined,
		services: byName<Service>('services'),
		destinationRules: byName('destinationrules.networking.istio.io'),
		virtualService: store.get('virtualservices.networking.istio.io', namespace, names.apex) as
			| VirtualService
			| undefined,
		...world,
	};
}

function canaryKeys(store: ObjectStore, {resource, object}: StoreEvent): readonly string[] {
	if (resource === 'canaries.flagger.app') return [keyOf(object)];
	const owners = ownerKeys(object, 'Canary');
	if (resource !== 'deployments.apps') return owners;
	const targeting = (store.list('canaries.flagger.app', object.metadata.namespace) as readonly Canary[])
		.filter(({spec}) => spec.targetRef.name === object.metadata.name)
		.map(keyOf);
	return [...owners, ...targeting];
}
