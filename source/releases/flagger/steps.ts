import type {Step} from '../../domain/release/release.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../kinds/flagger/canary.ts';
import {analysisGates} from './gates.ts';
import {isUnderWay, iterationsOf, type Situation, strategyOf} from './situation.ts';

/** The weight at which Flagger stops raising: the last of `stepWeights`, else `maxWeight`, else 100. */
export function maxWeightOf({analysis}: CanaryObject): number {
	const last = analysis.stepWeights.at(-1);
	if (last !== undefined) return Math.min(last, 100);
	return analysis.maxWeight > 0 ? analysis.maxWeight : 100;
}

/** The weights of a canary, in their order; none if it has no step. */
function weightsOf(canary: CanaryObject): readonly number[] {
	const {stepWeight, stepWeights} = canary.analysis;
	if (strategyOf(canary) !== 'canary') return [];
	if (stepWeight <= 0) return stepWeights;
	const max = maxWeightOf(canary);
	const weights: number[] = [];
	for (let weight = 0; weight < max; ) {
		weight = Math.min(weight + stepWeight, 100);
		weights.push(weight);
	}
	return weights;
}

/** The weight that follows this one, as Flagger computes it; null if the promotion follows. */
export function weightAfter(canary: CanaryObject, weight: number): number | null {
	const {stepWeight, stepWeights} = canary.analysis;
	if (weight >= maxWeightOf(canary)) return null;
	if (stepWeight > 0) return Math.min(weight + stepWeight, 100);
	if (weight === 0) return stepWeights[0] ?? null;
	const at = stepWeights.indexOf(weight);
	// After a weight that is not in the list Flagger goes to 100.
	return at === -1 ? 100 : (stepWeights[at + 1] ?? 100);
}

export interface Steps {
	readonly steps: readonly Step[];
	/** The number of completed steps. */
	readonly index: number;
}

/** The steps are the weights, or the checks, then the gate before the promotion if there is one. */
export function stepsOf(situation: Situation): Steps {
	const {canary} = situation;
	const parts = partsOf(situation);
	const index = indexOf(situation, parts);
	const isAt = isUnderWay(canary) && index >= 0;
	return {
		steps: parts.map((part, at) => ({
			...part,
			state: at < index ? 'done' : at === index && isAt ? 'current' : 'ahead',
		})),
		index: Math.max(0, index),
	};
}

type Part = Omit<Step, 'state'>;

function partsOf({canary, route}: Situation): readonly Part[] {
	const hasGate = analysisGates(canary).some(({type}) => type === 'confirm-promotion');
	const gate: readonly Part[] = hasGate ? [{kind: 'pause', label: safe`GATE`, weightPercent: null}] : [];
	const weights = weightsOf(canary).map(weight => weightPart(weight));
	if (strategyOf(canary) === 'canary') return [...weights, ...gate];
	const checks: Part = {kind: 'analysis', label: safe`${iterationsOf(canary)} checks`, weightPercent: null};
	const isShifted = strategyOf(canary) === 'blueGreen' && route !== null;
	return [checks, ...gate, ...(isShifted ? [weightPart(100)] : [])];
}

function weightPart(weight: number): Part {
	return {kind: 'weight', label: percent(weight), weightPercent: weight};
}

function percent(weight: number): SafeText {
	return safe`${weight}%`;
}

/** The index of the current step; −1 if the release has not begun. */
function indexOf({canary, route}: Situation, parts: readonly Part[]): number {
	const {phase, iterations} = canary.status;
	switch (phase as string | null) {
		case 'Promoting':
		case 'Finalising':
		case 'Succeeded':
			return parts.length;
		case 'WaitingPromotion':
			return parts.findIndex(({kind}) => kind === 'pause');
		case 'Progressing': {
			if (strategyOf(canary) !== 'canary') return iterations > iterationsOf(canary) ? parts.length - 1 : 0;
			const weight = route?.percent ?? canary.status.weight;
			return parts.findLastIndex(({weightPercent}) => weightPercent !== null && weightPercent <= weight);
		}
		default:
			return -1;
	}
}
