import {sameJson} from '../../api/frozen-json.ts';
import {rfc3339} from '../../api/rfc3339.ts';
import type {Controller, DemoClock, KubeObject, ObjectStore, ResourceId} from '../../contract.ts';
import {createControlLoop, splitKey} from '../control-loop.ts';

const splitters = 'servicesplitters.consul.hashicorp.com';
const resolvers = 'serviceresolvers.consul.hashicorp.com';

interface ConfigEntry extends KubeObject {
	readonly spec?: {
		readonly splits?: readonly {readonly service?: string; readonly serviceSubset?: string}[];
		readonly subsets?: Readonly<Record<string, unknown>>;
	};
	readonly status?: {
		readonly conditions?: readonly {readonly type: string; readonly status: string; readonly message?: string}[];
		readonly lastSyncedTime?: string;
	};
}

/** Copies ServiceSplitters and ServiceResolvers into Consul, and reports it in the condition `Synced`. There is no
 * observedGeneration: only `lastSyncedTime` tells which version of the object Consul has. */
export function createConsulController({
	store,
	clock,
}: {
	readonly store: ObjectStore;
	readonly clock: DemoClock;
}): Controller {
	/** Consul's entries, by the key of their objects. */
	const entries = new Map<string, unknown>();
	return createControlLoop({
		name: 'consul',
		store,
		clock,
		watched: [splitters, resolvers],
		keysOf: ({resource, object}) => [
			`${resource} ${object.metadata.namespace}/${object.metadata.name}`,
			// A new subset may fix splitters that Consul refused; try them again.
			...(resource === resolvers ? store.list(splitters, object.metadata.namespace) : []).map(
				({metadata}) => `${splitters} ${metadata.namespace}/${metadata.name}`,
			),
		],
		reconcile(key) {
			const [resource = '', path = ''] = key.split(' ');
			const {namespace, name} = splitKey(path);
			const object = store.get(resource, namespace, name) as ConfigEntry | undefined;
			if (object === undefined) {
				entries.delete(key);
				return undefined;
			}
			const synced = object.status?.conditions?.find(({type}) => type === 'Synced');
			// After a restart of the demo Consul still has its entries.
			if (!entries.has(key) && synced?.status === 'True') entries.set(key, object.spec);
			if (entries.has(key) && sameJson(entries.get(key), object.spec) && synced?.status === 'True') return undefined;
			const refusal = refusalOf(store, object);
			if (refusal !== undefined && refusal === synced?.message) return undefined;
			if (refusal === undefined) entries.set(key, object.spec);
			const status = refusal === undefined ? syncedAt(clock.nowMs()) : refusedAt(object, refusal, clock.nowMs());
			store.replace(resource as ResourceId, {...object, status}, {manager, subresource: 'status'});
			return undefined;
		},
	});
}

const manager = 'consul-k8s-control-plane';

function syncedAt(nowMs: number) {
	const now = rfc3339(nowMs);
	return {conditions: [{lastTransitionTime: now, status: 'True', type: 'Synced'}], lastSyncedTime: now};
}

/** Keeps the time of the last success. */
function refusedAt({status}: ConfigEntry, message: string, nowMs: number) {
	const condition = {
		lastTransitionTime: rfc3339(nowMs),
		message,
		reason: 'ConsulAgentError',
		status: 'False',
		type: 'Synced',
	};
	return {...status, conditions: [condition]};
}

/** Consul refuses a split to a subset that it does not know. */
function refusalOf(store: ObjectStore, {kind, metadata, spec}: ConfigEntry): string | undefined {
	if (kind !== 'ServiceSplitter') return undefined;
	for (const {service = metadata.name, serviceSubset} of spec?.splits ?? []) {
		const resolver = store.get(resolvers, metadata.namespace, service) as ConfigEntry | undefined;
		if (serviceSubset === undefined || resolver?.spec?.subsets?.[serviceSubset] !== undefined) continue;
		const cause = `service "${service}" does not have a subset named "${serviceSubset}"`;
		return `writing config entry to consul: Unexpected response code: 500 (${cause})`;
	}
	return undefined;
}
