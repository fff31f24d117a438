import type {Deployment} from '../kube-types.ts';
import {setCounts, setPhase} from './canary-status.ts';
import type {Analysis} from './canary-types.ts';
import {confirmPromotion, confirmTrafficIncrease} from './hooks.ts';
import {promote} from './outcomes.ts';
import {allToCanary, setWeights, type Weights} from './route-weights.ts';
import {fullName, type Tick, tell} from './tick.ts';

/** Takes one step of the analysis after its checks have passed: by conditions (A/B), by iterations alone
 * (blue/green), or by weight. */
export function advance(tick: Tick, weights: Weights, primary: Deployment): void {
	const {iterations = 0, match = []} = tick.canary.spec.analysis;
	if (iterations > 0 && match.length > 0) advanceByMatch(tick, iterations, primary);
	else if (iterations > 0) advanceBlueGreen(tick, iterations, primary);
	else advanceByWeight(tick, weights, primary);
}

/** How much the next step adds to `weight`. After a weight that is not in `stepWeights` the next weight is 100. */
export function nextStepWeight({stepWeight = 0, stepWeights = []}: Analysis, weight: number): number {
	if (stepWeight > 0 || stepWeights.length === 0) return stepWeight;
	const room = 100 - weight;
	if (room === 0) return 1;
	const next = weight === 0 ? stepWeights[0] : stepWeights[stepWeights.slice(0, -1).indexOf(weight) + 1];
	const isKnown = weight === 0 || stepWeights.slice(0, -1).includes(weight);
	return isKnown && next !== undefined ? Math.min(room, next - weight) : room;
}

function advanceByWeight(tick: Tick, weights: Weights, primary: Deployment): void {
	const {analysis} = tick.canary.spec;
	const step = nextStepWeight(analysis, weights.canary);
	if (step <= 0) return;
	if (tick.status?.phase !== 'WaitingPromotion' && !confirmTrafficIncrease(tick)) return;
	if (weights.canary < maxWeight(analysis)) {
		const canary = Math.min(100, weights.canary + step);
		setWeights(tick, {primary: Math.max(0, weights.primary - step), canary});
		setCounts(tick, {canaryWeight: canary});
		tell(tick, `Advance ${fullName(tick.canary)} canary weight ${canary}`);
		return;
	}
	if (confirmPromotion(tick)) startPromotion(tick, primary);
}

function advanceByMatch(tick: Tick, iterations: number, primary: Deployment): void {
	const done = tick.status?.iterations ?? 0;
	if (done < iterations) {
		setWeights(tick, allToCanary);
		countIteration(tick, done, iterations);
		return;
	}
	if (confirmPromotion(tick)) startPromotion(tick, primary);
}

function advanceBlueGreen(tick: Tick, iterations: number, primary: Deployment): void {
	const done = tick.status?.iterations ?? 0;
	if (done < iterations) {
		countIteration(tick, done, iterations);
		return;
	}
	if (!confirmPromotion(tick)) return;
	if (done > iterations) {
		startPromotion(tick, primary);
		return;
	}
	tell(tick, 'Routing all traffic to canary');
	setWeights(tick, allToCanary);
	setCounts(tick, {iterations: done + 1});
}

function countIteration(tick: Tick, done: number, iterations: number): void {
	setCounts(tick, {iterations: done + 1});
	tell(tick, `Advance ${fullName(tick.canary)} canary iteration ${done + 1}/${iterations}`);
}

function startPromotion(tick: Tick, primary: Deployment): void {
	promote(tick, primary);
	setPhase(tick, 'Promoting');
}

function maxWeight({stepWeights = [], maxWeight: max = 0}: Analysis): number {
	const last = stepWeights.at(-1);
	if (last !== undefined) return Math.min(100, last);
	return max > 0 ? max : 100;
}
