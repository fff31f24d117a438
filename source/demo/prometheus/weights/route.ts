import type {Labels} from './cluster-objects.ts';

/** Pods that requests are sent to, with the percentage of the requests that they get. */
export interface Route {
	/** The Service whose pods answer. */
	readonly service: string;
	/** Only its pods with these labels, or annotations. Absent: all. */
	readonly subset?: Labels;
	/** The Service that the callers' proxies name. Absent: the one whose pods answer. */
	readonly named?: string;
	readonly weight: number;
}
