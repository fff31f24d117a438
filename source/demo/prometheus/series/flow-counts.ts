import type {Flow} from './flow.ts';
import {type Latency, meanMs, shareUpTo} from './latency.ts';

export const responseCodes = ['200', '503'] as const;
export type ResponseCode = (typeof responseCodes)[number];

interface Counted {
	readonly flows: readonly Flow[];
	readonly code: ResponseCode;
	/** The share of the flows' requests, 0–1. */
	readonly share: number;
}

/** How many requests with this code took up to `boundMs`, as a function of time. A failure takes as long as a
 * normal answer. */
export const countUpTo = ({flows, code, share, boundMs}: Counted & {readonly boundMs: number}) => {
	const parts = flows.map(flow => {
		const {usual, slow} = latenciesOf(flow);
		return {flow, usualShare: shareUpTo(usual, boundMs), slowShare: shareUpTo(slow, boundMs)};
	});
	return (atMs: number): number => {
		let count = 0;
		for (const {flow, usualShare, slowShare} of parts) {
			const {failed, usual, slow} = flow.outcomes(atMs);
			count += code === '503' ? failed * usualShare : usual * usualShare + slow * slowShare;
		}
		return Math.floor(share * count);
	};
};

/** The summed durations of the requests with this code, as a function of time. */
export const totalMs = ({flows, code, share}: Counted) => {
	const parts = flows.map(flow => {
		const {usual, slow} = latenciesOf(flow);
		return {flow, usualMs: meanMs(usual), slowMs: meanMs(slow)};
	});
	return (atMs: number): number => {
		let total = 0;
		for (const {flow, usualMs, slowMs} of parts) {
			const {failed, usual, slow} = flow.outcomes(atMs);
			total += code === '503' ? failed * usualMs : usual * usualMs + slow * slowMs;
		}
		return share * total;
	};
};

const latenciesOf = ({behaviour}: Flow): {readonly usual: Latency; readonly slow: Latency} => ({
	usual: {medianMs: behaviour.latencyMedianMs, spread: 0.45},
	slow: {medianMs: behaviour.tail.medianMs, spread: 0.35},
});
