import type {ShopService} from '../../contract.ts';
import type {Labels} from '../promql/labels.ts';
import type {ResponseCode} from './flow-counts.ts';
import type {Destination} from './traffic-model.ts';

/** The words in which a mesh's proxies tell of requests. */
export interface Dialect {
	/** Of the proxies that are scraped. */
	readonly job: string;
	readonly requestsMetric: string;
	readonly durationMetric: string;
	/** Upper bounds of the durations in milliseconds, without +Inf. */
	readonly boundsMs: readonly number[];
	readonly sides: readonly Side[];
	/** Whether callers' proxies tell which endpoints they keep out. */
	readonly tellsEjections: boolean;
}

/** Who counts: the caller's proxy, or the callee's. */
export interface Side {
	/** The callee's proxy and its counters are gone with its pods. */
	readonly isCallee: boolean;
	/** Whether such requests are counted at all: no callee sees those that reached no pod. */
	counts(destination: Destination): boolean;
	destinationLabels(service: ShopService, destination: Destination): Labels;
	/** `caller` is `namespace/name`. */
	callerLabels(caller: string): Labels;
	responseLabels(code: ResponseCode, destination: Destination): Labels;
	/** What durations are told apart by. */
	durationLabels(code: ResponseCode, destination: Destination): Labels;
}
