import type {ShopService} from '../../contract.ts';

/** The destination of requests, as the callers' proxies name it. */
export interface Destination {
	/** The Service that the route names: `checkout-canary`. */
	readonly service: string;
	/** The Service by which all proxies know the pods, where there is none of the shop service's name. */
	readonly onlyService?: string;
	/** `unknown` when the Service has no pod. */
	readonly workload: string;
	readonly canonicalService: string;
	readonly canonicalRevision: string;
	/** The image tag of the pods that answer; undefined when no pod does. */
	readonly tag: string | undefined;
	/** The owner of the pods that answer; left out when no pod does. */
	readonly pods?: {
		/** The name of the ReplicaSet, or of one pod for all pods of its version when they have no ReplicaSet. */
		readonly name: string;
		readonly isPod: boolean;
		/** `Rollout`, `Deployment`, `StatefulSet`. */
		readonly ownerKind: string;
		readonly templateHash?: string;
	};
}

export interface TrafficShare {
	readonly destination: Destination;
	/** The share of the service's requests, 0–1. */
	readonly share: number;
}

/** The shares that held from this time until the next period. */
export interface TrafficPeriod {
	readonly fromMs: number;
	readonly shares: readonly TrafficShare[];
}

export type ServiceKey = `${string}/${string}`;

/** Which share of each service's requests goes where, and since when. It only grows at its end: a sampled past
 * never changes. */
export interface TrafficModel {
	readonly services: readonly ShopService[];
	/** Where the history begins. */
	readonly originMs: number;
	/** When the demo started. */
	readonly startMs: number;
	readonly seed: number;
	/** Records shares that hold from `atMs` on. Throws for a time before the last record. */
	record(key: ServiceKey, atMs: number, shares: readonly TrafficShare[]): void;
	history(key: ServiceKey): readonly TrafficPeriod[];
	/** Calls the listener with the service of each record that changed its history. */
	subscribe(listener: (key: ServiceKey) => void): void;
}

interface Settings {
	readonly services: readonly ShopService[];
	readonly seed: number;
	readonly startMs: number;
	/** The length of the history before the start. Default 30 h: a day, and the widest window before it. */
	readonly historyMs?: number;
}

export const createTrafficModel = ({services, seed, startMs, historyMs = 108_000_000}: Settings): TrafficModel => {
	const histories = new Map<ServiceKey, readonly TrafficPeriod[]>();
	const listeners: ((key: ServiceKey) => void)[] = [];
	const history = (key: ServiceKey) => histories.get(key) ?? [];
	return {
		services,
		seed,
		startMs,
		originMs: startMs - historyMs,
		history,
		subscribe: listener => void listeners.push(listener),
		record: (key, atMs, shares) => {
			const periods = history(key);
			const last = periods.at(-1);
			if (last !== undefined && atMs < last.fromMs) throw new Error(`${key}: shares are recorded in order of time`);
			if (last !== undefined && JSON.stringify(last.shares) === JSON.stringify(shares)) return;
			const kept = last?.fromMs === atMs ? periods.slice(0, -1) : periods;
			histories.set(key, [...kept, {fromMs: atMs, shares}]);
			for (const listener of listeners) listener(key);
		},
	};
};

export const serviceKey = ({namespace, name}: {readonly namespace: string; readonly name: string}): ServiceKey =>
	`${namespace}/${name}`;
