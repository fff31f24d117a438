/** What the parts of the demo say to each other. The API server owns the objects; the controllers, like real ones,
 * change them only through this store; the Prometheus learns what it needs over HTTP, by watching the API server. */

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

/** Who writes, as managedFields will say it. */
export interface Writer {
	readonly manager: string;
	readonly subresource?: 'status' | 'scale';
}

/** The API server's storage. Reads give frozen objects; writes bump resourceVersion (and generation when `spec`
 * changed), keep managedFields, and tell every subscriber in order. A write that changes nothing is no event. */
export interface ObjectStore {
	get(resource: ResourceId, namespace: string | undefined, name: string): KubeObject | undefined;
	list(resource: ResourceId, namespace?: string): readonly KubeObject[];
	/** Fills uid (from the seed), creationTimestamp, resourceVersion, generation. Throws when the name is taken. */
	create(resource: ResourceId, object: KubeObject, writer: Writer): KubeObject;
	/** Replaces the object whole; with `subresource: 'status'` only its status, without it everything but the status
	 * (for kinds that have the status subresource). Throws when it does not exist. */
	replace(resource: ResourceId, object: KubeObject, writer: Writer): KubeObject;
	remove(resource: ResourceId, namespace: string | undefined, name: string): void;
	subscribe(listener: (event: StoreEvent) => void): () => void;
	readonly resourceVersion: number;
}

/** Wall clock and timers of the demo. Durations that controllers wait for are divided by `speed`. */
export interface DemoClock {
	nowMs(): number;
	/** `afterMs` in real milliseconds. */
	schedule(afterMs: number, run: () => void): {cancel(): void};
}

/** One control loop. Level-triggered: `reconcile` looks at the store and moves one step towards what it asks for. */
export interface Controller {
	readonly name: string;
	start(): void;
	stop(): void;
}

/** One version of a shop service: what its pods do to the requests that reach them. */
export interface ShopVersion {
	/** The image tag. */
	readonly tag: string;
	/** Share of requests answered 503, 0–1. */
	readonly errorRatio: number;
	readonly latencyMedianMs: number;
	/** The slow requests that the median hides. */
	readonly tail: {readonly share: number; readonly medianMs: number};
	/** The version turns to these figures this long after the demo's start; before it behaves as `before`. */
	readonly turnsAfterSeconds?: number;
	readonly before?: {readonly errorRatio: number; readonly tail: {readonly share: number; readonly medianMs: number}};
	/** What becomes of its pods; ready where absent. */
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
	readonly versions: readonly ShopVersion[];
}
