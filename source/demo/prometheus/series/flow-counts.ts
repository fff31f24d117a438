import type {Outcomes} from './behaviour.ts';
import type {Flow} from './flow.ts';
import {type Latency, meanMs, shareUpTo} from './latency.ts';

export const responseCodes = ['200', '503'] as const;
export type ResponseCode = (typeof responseCodes)[number];

interface Counted {
	readonly flows: readonly Flow[];
	readonly code: ResponseCode;
	/** `namespace/name`, and its share of the flows' requests, 0–1. */
	readonly caller: {readonly service: string; readonly share: number};
}

/** How many requests with this code took up to `boundMs`, as a function of time. A failure takes as long as a
 * normal answer. */
export const countUpTo = ({flows, code, caller, boundMs}: Counted & {readonly boundMs: number}) => {
	const parts = flows.map(flow => {
		const {usual, slow} = latenciesOf(flow);
		return {flow, usualShare: shareUpTo(usual, boundMs), slowShare: shareUpTo(slow, boundMs)};
	});
	return (atMs: number): number => {
		let count = 0;
		for (const {flow, usualShare, slowShare} of parts) {
			const {failed, usual, slow} = outcomesFor(flow, caller, atMs);
			count += code === '503' ? failed * usualShare : usual * usualShare + slow * slowShare;
		}
		return Math.floor(count);
	};
};

/** The summed durations of the requests with this code, as a function of time. */
export const totalMs = ({flows, code, caller}: Counted) => {
	const parts = flows.map(flow => {
		const {usual, slow} = latenciesOf(flow);
		return {flow, usualMs: meanMs(usual), slowMs: meanMs(slow)};
	});
	return (atMs: number): number => {
		let total = 0;
		for (const {flow, usualMs, slowMs} of parts) {
			const {failed, usual, slow} = outcomesFor(flow, caller, atMs);
			total += code === '503' ? failed * usualMs : usual * usualMs + slow * slowMs;
		}
		return total;
	};
};

/** The outcomes of one caller's requests. Where failures are concentrated on a caller, its other requests are as many
 * fewer, so that every caller sends its share. */
const outcomesFor = ({behaviour, outcomes}: Flow, {service, share}: Counted['caller'], atMs: number): Outcomes => {
	const {failed, slow, usual} = outcomes(atMs);
	const {concentrated} = behaviour;
	const of = concentrated?.share ?? 0;
	const failedShare = share * (1 - of) + (concentrated?.caller === service ? of : 0);
	return {failed: failedShare * failed, slow: share * slow, usual: share * (usual + failed) - failedShare * failed};
};

const latenciesOf = ({behaviour}: Flow): {readonly usual: Latency; readonly slow: Latency} => ({
	usual: {medianMs: behaviour.latencyMedianMs, spread: 0.45},
	slow: {medianMs: behaviour.tail.medianMs, spread: 0.35},
});
