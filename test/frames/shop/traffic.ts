import type {LatencySample, TrafficIdentity, TrafficSample} from '../../../source/domain/signals/signals.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import {startMs} from './cluster.ts';

/** What is called, and how it answers. */
export interface Called {
	readonly namespace: string;
	readonly service: string;
	readonly workload?: string;
	readonly perSecond: number;
	/** The share of requests that fails, 0–1. */
	readonly failing?: number;
	readonly p50Ms?: number;
	/** From this time on (to that), by the server's clock, it answers like this. */
	readonly from?: {readonly atMs: number; readonly untilMs?: number} & Partial<
		Pick<Called, 'failing' | 'p50Ms' | 'perSecond'>
	>;
}

/** The canary turned bad two minutes before perch was opened, the green side five. */
const badFromMs = startMs - 120_000;
const greenFromMs = startMs - 300_000;

export const shopCalls: readonly Called[] = [
	{
		...{namespace: 'shop', service: 'checkout-canary', workload: 'checkout', perSecond: 36, failing: 0.001, p50Ms: 45},
		from: {atMs: badFromMs, failing: 0.048, p50Ms: 92},
	},
	{namespace: 'shop', service: 'checkout-stable', workload: 'checkout', perSecond: 690, failing: 0.001, p50Ms: 45},
	{
		...{namespace: 'shop', service: 'frontend', perSecond: 113, failing: 0.004, p50Ms: 40},
		from: {atMs: greenFromMs, failing: 0.068, p50Ms: 420},
	},
	{namespace: 'shop', service: 'search', perSecond: 282, p50Ms: 71},
	{namespace: 'shop', service: 'cart-primary', perSecond: 171, failing: 0.0004, p50Ms: 14},
	{namespace: 'shop', service: 'cart-canary', perSecond: 171, failing: 0.0004, p50Ms: 14},
	{namespace: 'shop', service: 'currency', perSecond: 190, p50Ms: 0.2},
	{namespace: 'pay', service: 'ledger', perSecond: 2.7, p50Ms: 15},
	{namespace: 'pay', service: 'gateway', perSecond: 48, failing: 0.0048, p50Ms: 55},
	{namespace: 'pay', service: 'reports', perSecond: 0},
	{namespace: 'pay', service: 'fraud', perSecond: 45, p50Ms: 25},
	{namespace: 'web', service: 'web', perSecond: 765, failing: 0.0004, p50Ms: 30},
	{namespace: 'web', service: 'mobile', perSecond: 1_040, failing: 0.0003, p50Ms: 24},
	{namespace: 'web', service: 'catalog', perSecond: 12_765, failing: 0.00002, p50Ms: 9},
];

export function trafficOf(calls: readonly Called[]): (serverMs: number) => readonly TrafficSample[] {
	const known = calls.map(called => [called, identityOf(called)] as const);
	return once(serverMs =>
		known.map(([called, identity]) => {
			const {perSecond, failing = 0} = at(called, serverMs);
			const requestsPerSecond = perSecond * swing(serverMs);
			return {identity, viewpoint: 'source', requestsPerSecond, errorsPerSecond: requestsPerSecond * failing};
		}),
	);
}

export function latencyOf(calls: readonly Called[]): (serverMs: number) => readonly LatencySample[] {
	const known = calls.map(called => [called, identityOf(called)] as const);
	return once(serverMs =>
		known.map(([called, identity]) => {
			const {perSecond, p50Ms = 10} = at(called, serverMs);
			const all = perSecond * swing(serverMs);
			const buckets = bounds.map(upperMs => ({upperMs, perSecond: all * shareUpTo(upperMs / p50Ms)}));
			return {identity, viewpoint: 'source', buckets};
		}),
	);
}

/** Many questions, of many desks, are about the same instants. */
function once<T>(of: (serverMs: number) => T): (serverMs: number) => T {
	const known = new Map<number, T>();
	return serverMs => {
		const told = known.get(serverMs) ?? of(serverMs);
		known.set(serverMs, told);
		return told;
	};
}

function at({from, ...called}: Called, serverMs: number): Called {
	const {atMs = Number.POSITIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY} = from ?? {};
	return serverMs >= atMs && serverMs < untilMs ? {...called, ...from} : called;
}

/** A little more and a little less traffic, in turns of ten minutes. */
function swing(serverMs: number): number {
	return 1 + 0.05 * Math.sin((serverMs / 600_000) * 2 * Math.PI);
}

/** The upper ends of the histograms that Istio's proxies write. */
const bounds = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, Number.POSITIVE_INFINITY];

/** Which share takes at most so many times the middle: log-logistic, so that p95 is about three times p50. */
function shareUpTo(times: number): number {
	return 1 / (1 + times ** -2.7);
}

function identityOf({namespace, service, workload = service}: Called): TrafficIdentity {
	return {namespace: ident(namespace), service: ident(service), workload: ident(workload), version: null};
}
