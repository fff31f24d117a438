import type {Labels} from './cluster-objects.ts';

/** Pods that get requests, with their percentage of the requests. */
export interface Route {
	/** The Service whose pods answer. */
	readonly service: string;
	/** Only pods with these labels or annotations answer. Absent: all pods. */
	readonly subset?: Labels;
	/** The Service that the callers' proxies name. Absent: `service`. */
	readonly named?: string;
	readonly weight: number;
}
