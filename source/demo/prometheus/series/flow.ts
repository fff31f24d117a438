import type {ShopService} from '../../contract.ts';
import {type Behaviour, noPods, type Outcomes, outcomesOf, phasesOf} from './behaviour.ts';
import type {Accumulated, TrafficCurve} from './traffic-curve.ts';
import type {Destination, TrafficPeriod} from './traffic-model.ts';

/** The requests that reached one destination while its behaviour stayed the same. */
export interface Flow {
	readonly destination: Destination;
	readonly behaviour: Behaviour;
	outcomes(atMs: number): Outcomes;
}

interface FlowSettings {
	readonly service: ShopService;
	readonly curve: TrafficCurve;
	readonly history: readonly TrafficPeriod[];
	readonly originMs: number;
	readonly startMs: number;
}

/** Turns the history of a service's shares into flows. */
export const flowsOf = (settings: FlowSettings): readonly Flow[] => {
	const groups = Map.groupBy(piecesOf(settings), ({destination, behaviour}) =>
		JSON.stringify([destination, behaviour]),
	);
	return [...groups.values()].map(pieces => {
		const {destination, behaviour} = pieces[0] as Piece;
		const total = accumulate(pieces, settings);
		// All buckets ask for the same time.
		let last: {readonly atMs: number; readonly outcomes: Outcomes} | undefined;
		const outcomes = (atMs: number) => {
			if (last?.atMs !== atMs) last = {atMs, outcomes: outcomesOf(behaviour, total(atMs))};
			return last.outcomes;
		};
		return {destination, behaviour, outcomes};
	});
};

/** A period with one share and one behaviour. */
interface Piece {
	readonly destination: Destination;
	readonly behaviour: Behaviour;
	readonly fromMs: number;
	readonly toMs: number;
	readonly share: number;
}

const piecesOf = ({service, history, startMs}: FlowSettings): readonly Piece[] =>
	history.flatMap(({fromMs, shares}, index) => {
		const toMs = history[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
		return shares.flatMap(({destination, share}) => {
			const {tag} = destination;
			const always = {fromMs, toMs, behaviour: noPods};
			const phases = tag === undefined ? [always] : phasesOf(service, tag, startMs);
			return phases
				.map(phase => ({
					destination,
					share,
					behaviour: phase.behaviour,
					fromMs: Math.max(fromMs, phase.fromMs),
					toMs: Math.min(toMs, phase.toMs),
				}))
				.filter(piece => piece.fromMs < piece.toMs);
		});
	});

/** The sum over the pieces of the accumulated values, each times the share of its piece. */
const accumulate = (pieces: readonly Piece[], {curve, originMs}: FlowSettings): ((atMs: number) => Accumulated) => {
	let sum = nothing;
	const steps = pieces.map(({fromMs, toMs, share}) => {
		// The counters ran before the history begins.
		if (fromMs === originMs) sum = {...sum, requests: sum.requests + requestsBeforeHistory * share};
		const start = curve.accumulated(fromMs);
		const step = {fromMs, toMs, share, start, before: sum};
		if (toMs !== Number.POSITIVE_INFINITY) sum = plus(sum, start, curve.accumulated(toMs), share);
		return step;
	});
	return atMs => {
		const step = steps.findLast(({fromMs}) => fromMs <= atMs);
		if (step === undefined) return nothing;
		return plus(step.before, step.start, curve.accumulated(Math.min(atMs, step.toMs)), step.share);
	};
};

const nothing: Accumulated = {requests: 0, errorDrift: 0, tailDrift: 0, inherited: 0};

const requestsBeforeHistory = 5000;

const plus = (sum: Accumulated, from: Accumulated, to: Accumulated, share: number): Accumulated => ({
	requests: sum.requests + share * (to.requests - from.requests),
	errorDrift: sum.errorDrift + share * (to.errorDrift - from.errorDrift),
	tailDrift: sum.tailDrift + share * (to.tailDrift - from.tailDrift),
	inherited: sum.inherited + share * (to.inherited - from.inherited),
});
