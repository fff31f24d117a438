import type {CallerShare} from './callers.ts';
import type {Flow} from './flow.ts';
import {type Latency, meanMs, shareUpTo} from './latency.ts';

export const responseCodes = ['200', '503'] as const;
export type ResponseCode = (typeof responseCodes)[number];

interface Counted {
	readonly flows: readonly Flow[];
	readonly code: ResponseCode;
	readonly caller: CallerShare;
}

/** How many requests with this code took up to `boundMs`, as a function of time. A failure takes as long as a
 * normal answer. */
export const countUpTo = ({flows, code, caller, boundMs}: Counted & {readonly boundMs: number}) => {
	const {share} = caller;
	const parts = flows.map(flow => {
		const {usual, slow} = latenciesOf(flow);
		const [usualShare, slowShare] = [shareUpTo(usual, boundMs), shareUpTo(slow, boundMs)];
		return {flow, failedShare: failedShareOf(flow, caller), usualShare, slowShare};
	});
	return (atMs: number): number => {
		let count = 0;
		for (const {flow, failedShare, usualShare, slowShare} of parts) {
			const {failed, usual, slow} = flow.outcomes(atMs);
			count +=
				code === '503'
					? failedShare * failed * usualShare
					: share * (usual * usualShare + slow * slowShare) + (share - failedShare) * failed * usualShare;
		}
		return Math.floor(count);
	};
};

/** The summed durations of the requests with this code, as a function of time. */
export const totalMs = ({flows, code, caller}: Counted) => {
	const {share} = caller;
	const parts = flows.map(flow => {
		const {usual, slow} = latenciesOf(flow);
		return {flow, failedShare: failedShareOf(flow, caller), usualMs: meanMs(usual), slowMs: meanMs(slow)};
	});
	return (atMs: number): number => {
		let total = 0;
		for (const {flow, failedShare, usualMs, slowMs} of parts) {
			const {failed, usual, slow} = flow.outcomes(atMs);
			total +=
				code === '503'
					? failedShare * failed * usualMs
					: share * (usual * usualMs + slow * slowMs) + (share - failedShare) * failed * usualMs;
		}
		return total;
	};
};

/** How many requests of this caller failed, as a function of time; parts of a request included. */
export const failedOf = ({flows, caller}: Pick<Counted, 'flows' | 'caller'>): ((atMs: number) => number) => {
	const parts = flows.map(flow => ({flow, share: failedShareOf(flow, caller)}));
	return atMs => {
		let failed = 0;
		for (const {flow, share} of parts) failed += share * flow.outcomes(atMs).failed;
		return failed;
	};
};

/** The share of the flow's failures that is of this caller's requests. What it has more of these than of all requests, it
 * has less of the usual ones, so that every caller sends its share. */
const failedShareOf = ({behaviour: {concentrated}}: Flow, {service, share}: Counted['caller']): number => {
	if (concentrated === undefined || service === null) return share;
	return share * (1 - concentrated.share) + (concentrated.caller === service ? concentrated.share : 0);
};

const latenciesOf = ({behaviour}: Flow): {readonly usual: Latency; readonly slow: Latency} => ({
	usual: {medianMs: behaviour.latencyMedianMs, spread: 0.45},
	slow: {medianMs: behaviour.tail.medianMs, spread: 0.35},
});
