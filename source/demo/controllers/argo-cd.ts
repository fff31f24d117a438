import {rfc3339} from '../api/rfc3339.ts';
import type {Controller, DemoClock, KubeObject, ObjectStore, ResourceId} from '../contract.ts';
import {declaredIn, isAsDeclared, withDeclared} from './argo-cd-diff.ts';
import {createControlLoop, keyOf, splitKey} from './control-loop.ts';

export const trackingId = 'argocd.argoproj.io/tracking-id';
const applications = 'applications.argoproj.io';
const trackedResources: readonly ResourceId[] = [
	'virtualservices.networking.istio.io',
	'destinationrules.networking.istio.io',
	'httproutes.gateway.networking.k8s.io',
	'deployments.apps',
	'services',
];

/** A difference is healed after `noticeMs`, and not within `selfHealTimeoutMs` of the last sync. */
const noticeMs = 2_000;
const selfHealTimeoutMs = 5_000;

export interface Application extends KubeObject {
	readonly spec: {
		readonly syncPolicy?: {readonly automated?: {readonly prune?: boolean; readonly selfHeal?: boolean}};
		readonly [field: string]: unknown;
	};
	readonly status?: {
		readonly sync?: {
			readonly status: 'Synced' | 'OutOfSync';
			readonly revision?: string;
			readonly [field: string]: unknown;
		};
		readonly resources?: readonly TrackedStatus[];
		readonly reconciledAt?: string;
		readonly operationState?: {readonly finishedAt?: string; readonly [field: string]: unknown};
		readonly [field: string]: unknown;
	};
}

interface TrackedStatus {
	readonly kind: string;
	readonly namespace?: string | undefined;
	readonly name: string;
	readonly status?: string;
	readonly [field: string]: unknown;
}

/** Argo CD, as far as an operator sees it: an Application is OutOfSync when its tracked objects differ from Git,
 * and with `selfHeal` Argo CD restores them within seconds. The last-applied annotation stands for Git. */
export function createArgoCdController(cluster: {readonly store: ObjectStore; readonly clock: DemoClock}): Controller {
	const {store, clock} = cluster;
	const differsSinceMs = new Map<string, number>();
	return createControlLoop({
		name: 'argo-cd',
		store,
		clock,
		watched: [applications, ...trackedResources],
		keysOf: ({resource, object}) => (resource === applications ? [keyOf(object)] : applicationKeys(store, object)),
		reconcile(key) {
			const {namespace, name} = splitKey(key);
			const application = store.get(applications, namespace, name) as Application | undefined;
			const different = application === undefined ? [] : trackedBy(store, application).filter(isDifferent);
			if (application === undefined || different.length === 0) {
				differsSinceMs.delete(key);
				if (application?.status?.sync?.status === 'OutOfSync') say(application, []);
				return undefined;
			}
			const sinceMs = differsSinceMs.get(key) ?? clock.nowMs();
			differsSinceMs.set(key, sinceMs);
			if (application.spec.syncPolicy?.automated?.selfHeal === true) {
				const finishedAt = application.status?.operationState?.finishedAt;
				const syncedMs = finishedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(finishedAt);
				const healAtMs = Math.max(sinceMs + noticeMs, syncedMs + selfHealTimeoutMs);
				if (clock.nowMs() >= healAtMs) return heal(application, different);
				say(application, different);
				return healAtMs;
			}
			say(application, different);
			return undefined;
		},
	});

	/** Restores the declared fields. The loop then sees this change like any other, and finds the Application in
	 * sync. */
	function heal(application: Application, different: readonly Tracked[]): undefined {
		for (const {resource, object} of different) {
			store.replace(resource, withDeclared(object), {manager: 'argocd-controller'});
		}
		const now = rfc3339(clock.nowMs());
		const operationState = {
			...application.status?.operationState,
			operation: {initiatedBy: {automated: true}, sync: {revision: application.status?.sync?.revision}},
			phase: 'Succeeded',
			message: 'successfully synced (all tasks run)',
			startedAt: now,
			finishedAt: now,
		};
		say({...application, status: {...application.status, operationState}}, []);
		return undefined;
	}

	function say(application: Application, different: readonly Tracked[]): void {
		const status = different.length === 0 ? 'Synced' : 'OutOfSync';
		const isNews = application.status?.sync?.status !== status;
		const sync = {...application.status?.sync, status} as const;
		const reconciledAt = isNews ? rfc3339(clock.nowMs()) : application.status?.reconciledAt;
		const resources = application.status?.resources?.map(resource => {
			const isOut = different.some(({object}) => object.kind === resource.kind && keyOf(object) === pathOf(resource));
			return {...resource, status: isOut ? 'OutOfSync' : 'Synced'};
		});
		const object = {...application, status: {...application.status, sync, reconciledAt, resources}};
		store.replace(applications, object, {manager: 'argocd-application-controller'});
	}
}

function pathOf({namespace, name}: TrackedStatus): string {
	return `${namespace ?? ''}/${name}`;
}

interface Tracked {
	readonly resource: ResourceId;
	readonly object: KubeObject;
}

function isDifferent({object}: Tracked): boolean {
	return declaredIn(object) !== undefined && !isAsDeclared(object);
}

function trackedBy(store: ObjectStore, application: Application): readonly Tracked[] {
	return trackedResources.flatMap(resource =>
		store
			.list(resource)
			.filter(object => applicationKeys(store, object).includes(keyOf(application)))
			.map(object => ({resource, object})),
	);
}

/** The keys of the Applications that track an object: its tracking id begins with the Application's name. An object
 * whose tracking id names another object is a copy, and not tracked. */
function applicationKeys(store: ObjectStore, object: KubeObject): readonly string[] {
	const [name, ...id] = (object.metadata.annotations?.[trackingId] ?? '').split(':');
	const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
	const {kind, metadata} = object;
	if (id.join(':') !== `${group}/${kind}:${metadata.namespace}/${metadata.name}`) return [];
	return store
		.list(applications)
		.filter(application => application.metadata.name === name)
		.map(keyOf);
}
