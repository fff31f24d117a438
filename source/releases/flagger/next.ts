import type {Next, Phase} from '../../domain/release/release.ts';
import type {NextCode} from '../../domain/release/told.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince, deadlineMs} from '../../domain/time.ts';
import {nothing} from '../common/next.ts';
import {templateTag} from '../common/revision-of.ts';
import {analysisGates, gatesAhead, theGate} from './gates.ts';
import {isHeldByStepGate} from './phase.ts';
import {isPastThreshold, isUnseen, iterationsOf, type Situation, strategyOf} from './situation.ts';
import {weightAfter} from './steps.ts';
import {nextTickMs} from './tick.ts';

/** What Flagger does by itself at its next tick. */
export function nextOf(situation: Situation, phase: Phase): Next {
	const {canary, target} = situation;
	if (canary.metadata.deletedAtMs !== null)
		return {kind: 'event', code: 'goes-back', text: safe`Flagger puts the routes back, as far as it is told to`};
	if (phase.kind === 'silent')
		return nothing('controller-silent', safe`nothing moves until the controller answers again`);
	if (phase.kind === 'paused' && phase.because === 'manual') {
		return nothing('held-by-hand', safe`nothing by itself: suspended, auto-rollback is off too`);
	}
	if (phase.kind === 'stable') return nothing('nothing-under-way', safe`nothing: no release is under way`);
	if (isUnseen(situation))
		return atTick(situation, 'starts-when-seen', safe`Flagger sees the new template and scales the target up`);
	switch (canary.status.phase as string | null) {
		case 'Waiting':
			return nothing('held-by-gate', safe`nothing moves until ${gateText(situation)} opens`);
		case 'WaitingPromotion':
			if (isPastThreshold(situation))
				return atTick(situation, 'goes-back', safe`rolls back: failed checks are at the threshold`);
			return nothing('held-by-gate', safe`held until ${gateText(situation)} opens; ${rollback(situation)}`);
		case 'Progressing':
			return progressing(situation);
		case 'Promoting':
			return atTick(situation, 'promotes', promoting(situation));
		case 'Finalising':
			return atTick(situation, 'ends', safe`the target scales to zero: the release is over`);
		case 'Failed': {
			const tag = target && templateTag(target.template, null);
			const stays = tag === null ? safe`` : safe`; the target still says ${tag}`;
			return nothing('failed', safe`nothing by itself: rolled back${stays}`);
		}
		default:
			return {
				kind: 'event',
				code: 'controller-says',
				text: phase.kind === 'progressing' ? phase.because : safe`Flagger is at work`,
			};
	}
}

function progressing(situation: Situation): Next {
	const {canary, target, nowMs} = situation;
	if (isPastThreshold(situation))
		return atTick(situation, 'goes-back', safe`rolls back: failed checks are at the threshold`);
	if (isHeldByStepGate(situation)) {
		return nothing('held-by-gate', safe`held until ${gateText(situation)} opens; ${rollback(situation)}`);
	}
	if (target !== null && !target.isReady) {
		const {progressedMs} = target;
		const endMs = deadlineMs(progressedMs, canary.progressDeadlineSeconds);
		const until =
			endMs === null ? safe`` : safe`; rolls back at ${ident(clockTimeSince(endMs, nowMs))} without progress`;
		return {
			kind: 'event',
			code: 'waits-for-pods',
			text: safe`waits for the canary's pods, ${target.ready} of ${target.desired} are ready${until}`,
		};
	}
	if (canary.skipsAnalysis) return atTick(situation, 'promotes', safe`promoted without analysis: skipAnalysis is on`);
	return atTick(situation, 'analysis-decides', safe`${advance(situation)}; ${rollback(situation)}`);
}

function advance(situation: Situation): SafeText {
	const {canary, route} = situation;
	if (strategyOf(canary) !== 'canary') {
		const done = Math.max(0, canary.status.iterations);
		const all = iterationsOf(canary);
		if (done < all) return safe`check ${done + 1} of ${all}`;
		const isShift = strategyOf(canary) === 'blueGreen' && route !== null && done === all;
		return isShift ? safe`all traffic to the canary, then the promotion` : ended(situation);
	}
	const weight = route?.percent ?? canary.status.weight;
	const after = weightAfter(canary, weight);
	const isOff = after === 100 && !canary.analysis.stepWeights.includes(100) && canary.analysis.stepWeight <= 0;
	if (after === null) return ended(situation);
	return isOff ? safe`100%, for ${weight}% is not in stepWeights` : safe`${after}% if the checks pass`;
}

/** What follows after the last step has passed. */
function ended({canary}: Situation): SafeText {
	const gate = analysisGates(canary).find(({type}) => type === 'confirm-promotion');
	return gate ? safe`asks ${theGate(gate.name)}, then promotes` : safe`promotes if the checks pass`;
}

function promoting({canary, primary, route}: Situation): SafeText {
	if (primary !== null && !primary.isReady) {
		const ready = primary.replicaSets[0]?.ready ?? primary.ready;
		return safe`traffic to the primary once its new pods are ready, ${ready} of ${primary.desired} are`;
	}
	const {stepWeightPromotion} = canary.analysis;
	if (stepWeightPromotion === 0 || route === null) return safe`all traffic to the primary`;
	return safe`${Math.min(100, 100 - route.percent + stepWeightPromotion)}% to the primary`;
}

function rollback({canary: {status, analysis}}: Situation): SafeText {
	const left = Math.max(0, analysis.threshold - status.failedChecks);
	return left === 1 ? safe`1 more failed check rolls back` : safe`${left} failed checks roll back`;
}

function gateText({canary}: Situation): SafeText {
	const [gate] = gatesAhead(canary);
	return gate ? theGate(gate.name) : safe`its gate`;
}

function atTick(situation: Situation, code: NextCode, text: SafeText): Next {
	const atMs = nextTickMs(situation);
	return atMs === null ? {kind: 'event', code, text} : {kind: 'timer', code, text, atMs};
}
