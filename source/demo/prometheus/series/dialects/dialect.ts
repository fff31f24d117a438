import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import type {Destination} from '../traffic-model.ts';

/** The metrics and labels with which a mesh's proxies report requests. */
export interface Dialect {
	/** The job of the scraped proxies. */
	readonly job: string;
	readonly requestsMetric: string;
	/** What else grows with each request, and by how much, such as bytes; none where left out. */
	readonly besides?: readonly {readonly metric: string; readonly perRequest: number}[];
	/** A second counter of the same requests, by classes of their codes; left out where there is none. */
	readonly classes?: {readonly metric: string; labelsOf(code: ResponseCode): Labels};
	/** Without `_bucket`; null where no durations are counted. */
	readonly durationMetric: string | null;
	/** What a duration of 1 is, in milliseconds. */
	readonly unitMs: 1 | 1_000;
	/** Whether the series of each caller are apart. */
	readonly tellsCallers: boolean;
	/** Upper bounds of the durations in milliseconds, without +Inf. Written in the unit. */
	readonly boundsMs: readonly number[];
	readonly sides: readonly Side[];
	/** Whether callers' proxies report the endpoints that they eject. */
	readonly tellsEjections: boolean;
}

/** The proxy that counts: the caller's or the callee's. */
export interface Side {
	/** Whether this is the callee's proxy; its counters disappear with its pods. */
	readonly isCallee: boolean;
	/** Whether this side counts requests to the destination: no callee sees requests that reached no pod. */
	counts(destination: Destination): boolean;
	destinationLabels(service: ShopService, destination: Destination): Labels;
	/** `caller` is `namespace/name`. */
	callerLabels(caller: string): Labels;
	responseLabels(code: ResponseCode, destination: Destination): Labels;
	/** The labels that distinguish durations. */
	durationLabels(code: ResponseCode, destination: Destination): Labels;
}
