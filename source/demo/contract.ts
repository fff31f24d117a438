/** The types that the parts of the demo share. The API server owns the objects. The controllers, like real ones,
 * change them only through this store. The Prometheus learns of them over HTTP, by watching the API server. */

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** A Kubernetes object as it is on the wire. */
export interface KubeObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: ObjectMeta;
	readonly [field: string]: unknown;
}

export interface ObjectMeta {
	readonly name: string;
	readonly namespace?: string;
	readonly uid?: string;
	readonly resourceVersion?: string;
	readonly generation?: number;
	readonly creationTimestamp?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly annotations?: Readonly<Record<string, string>>;
	readonly ownerReferences?: readonly OwnerReference[];
	readonly [field: string]: unknown;
}

export interface OwnerReference {
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly uid: string;
	readonly controller?: boolean;
	readonly blockOwnerDeletion?: boolean;
}

/** `resource.group`, as in `rollouts.argoproj.io`; `services` for the core group. */
export type ResourceId = string;

export interface StoreEvent {
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
	readonly resource: ResourceId;
	readonly object: KubeObject;
}

/** The writer's name in managedFields. */
export interface Writer {
	readonly manager: string;
	readonly subresource?: 'status' | 'scale';
}

/** The API server's storage. Reads return frozen objects. Writes raise resourceVersion (and generation when `spec`
 * changed), update managedFields, and notify every subscriber in order. A write that changes nothing gives no
 * event. */
export interface ObjectStore {
	get(resource: ResourceId, namespace: string | undefined, name: string): KubeObject | undefined;
	list(resource: ResourceId, namespace?: string): readonly KubeObject[];
	/** The objects of one kind that name this owner, by name. */
	ownedBy(resource: ResourceId, ownerUid: string): readonly KubeObject[];
	/** Sets uid (from the seed), creationTimestamp, resourceVersion and generation. Throws when the name is taken. */
	create(resource: ResourceId, object: KubeObject, writer: Writer): KubeObject;
	/** Replaces the whole object; with `subresource: 'status'` only its status, without it everything but the status
	 * (for kinds that have the status subresource). Throws when the object does not exist. */
	replace(resource: ResourceId, object: KubeObject, writer: Writer): KubeObject;
	remove(resource: ResourceId, namespace: string | undefined, name: string): void;
	subscribe(listener: (event: StoreEvent) => void): () => void;
	readonly resourceVersion: number;
}

/** Wall clock and timers of the demo. `speed` divides the durations that controllers wait for. */
export interface DemoClock {
	nowMs(): number;
	/** `afterMs` is in real milliseconds. */
	schedule(afterMs: number, run: () => void): {cancel(): void};
}

/** One control loop. Level-triggered: each pass reads the store and moves one step towards the desired state. */
export interface Controller {
	readonly name: string;
	start(): void;
	stop(): void;
}

/** One version of a shop service, with how its pods answer requests. */
export interface ShopVersion {
	/** The image tag. */
	readonly tag: string;
	/** Share of requests answered 503, 0–1. */
	readonly errorRatio: number;
	readonly latencyMedianMs: number;
	/** The slow requests, which the median does not show. */
	readonly tail: {readonly share: number; readonly medianMs: number};
	/** This long after the demo's start the version changes to the figures above; until then it behaves as `before`. */
	readonly turnsAfterSeconds?: number;
	readonly before?: {readonly errorRatio: number; readonly tail: {readonly share: number; readonly medianMs: number}};
	/** `namespace/name` of the caller whose requests alone fail more than before once the version has turned; left out
	 * where those of all callers do. */
	readonly turnsFor?: string;
	/** How its pods fail; they are ready when this is absent. */
	readonly pods?: 'crash-loop' | 'half-ready';
}

export interface ShopService {
	readonly namespace: string;
	readonly name: string;
	readonly workload: 'argo-canary' | 'argo-blue-green' | 'deployment' | 'stateful-set' | 'daemon-set';
	readonly replicas: number;
	/** Requests a second at the daily mean; the daily swing is ± `dailySwing` (0–1) around it. */
	readonly rps: number;
	readonly dailySwing: number;
	/** `namespace/name` of the services that call it, with the share of its requests that come from each. */
	readonly callers: readonly {readonly service: string; readonly share: number}[];
	/** `namespace/name` of the services that it cannot do without, with the share (0–1) of its failed calls to each that
	 * make one of its own requests fail: it answers the others all the same. Left out where it can do without all. */
	readonly failsWith?: readonly {readonly service: string; readonly share: number}[];
	readonly versions: readonly ShopVersion[];
	/** A time in which more requests fail; left out where there is none. */
	readonly incident?: Incident;
}

export interface Incident {
	/** Since the demo's start. */
	readonly fromSeconds: number;
	readonly toSeconds: number;
	/** Share of requests answered 503 meanwhile, 0–1. */
	readonly errorRatio: number;
	/** The version that fails; every version where it is left out. */
	readonly tag?: string;
}

/** A canary of the time before the demo's start, of which only Prometheus still knows. */
export interface ShopCanary {
	/** The image tag. */
	readonly tag: string;
	/** When it first got requests, before the demo's start. */
	readonly agoSeconds: number;
	/** Its share of the requests, 0–1, from so long after that on. */
	readonly shares: readonly {readonly afterSeconds: number; readonly share: number}[];
	/** How long after its first requests it got all of them. */
	readonly promotedAfterSeconds: number;
}

/** The canaries of one service, the oldest first: each was promoted before the next one came. */
export interface ShopCanaries {
	/** What served before the first of them. */
	readonly firstTag: string;
	readonly canaries: readonly ShopCanary[];
}
