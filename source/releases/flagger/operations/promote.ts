import type {AwaitStep, Effect, Plan, PlanStep} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {CanaryObject} from '../../../kinds/flagger/canary.ts';
import {allowed, checked} from '../../common/checked.ts';
import {rawAt} from '../../common/raw.ts';
import {nameOf, shareText} from '../../common/release-text.ts';
import type {Operation} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {analysisGates, gatesAhead, unreachable} from '../gates.ts';
import {canaryPodsOf, phaseText} from '../situation.ts';
import {weightAfter} from '../steps.ts';
import {anotherVersion, gateSteps, phaseIn} from './gate-steps.ts';
import {
	controllerRefusal,
	deadlineSeconds,
	isHeld,
	isSameTemplate,
	liveCanary,
	newName,
	phaseOf,
	targetRef,
	underWayRefusal,
} from './guards.ts';
import {opensGatesOf} from './permissions.ts';

/** Lets the release take one step through the gate that holds it: opens the gate, watches, and closes the gate. */
export const promote: CanaryOperation = checked({
	direction: 'towardCanary',
	can: release => {
		const refused = controllerRefusal(release) ?? underWayRefusal(release);
		if (refused) return refused;
		if (isHeld(release))
			return refuse('held-by-hand', safe`it is suspended, and no gate is asked: ${verb('resume')} resumes`);
		const phase = phaseOf(release);
		if (phase === 'Promoting' || phase === 'Finalising')
			return refuse('promoting-already', safe`it is being promoted already: ${phaseText(release.detail.canary)}`);
		const gates = gatesAhead(release.detail.canary);
		if (gates.length === 0)
			return refuse('goes-on-by-itself', safe`no gate holds it: it goes on by itself; fully: in the palette`);
		const closed = unreachable(gates);
		if (closed !== null) return refuse('gate-out-of-reach', safe`${closed}: open it there`);
		if (phase === 'Progressing' && canaryPodsOf(release.detail) === 'not ready') {
			return refuse('pods-not-ready', safe`the canary's pods are not ready: Flagger asks no gate before`);
		}
		return allowed;
	},
	permissions: opensGatesOf,
	needs: release => {
		const target = phaseOf(release) === 'Waiting' ? targetRef(release) : null;
		return target === null ? [release.ref] : [release.ref, target];
	},
	plan: planPromote,
	effect: promoteEffect,
});

function planPromote(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveCanary(request);
	if (!live.ok) return live;
	const {canary} = live.value;
	const gates = gatesAhead(canary);
	const closed = unreachable(gates);
	if (closed !== null) return refuse('gate-out-of-reach', safe`${closed}: open it there`);
	const {open, close} = gateSteps(canary, gates);
	const [first, ...more] = open;
	if (!first) return refuse('goes-on-by-itself', safe`no gate holds it any more: look again`);
	const steps: readonly [PlanStep, ...PlanStep[]] = [first, ...more, awaitStep(request, canary)];
	const [gate] = gates;
	return ok({
		verb: 'promote',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: headline(release),
		means: safe`gate ${gate?.type ?? safe``}: open, watch, close`,
		effects: [effectText(release, canary)],
		caveats: caveatsOf(canary),
		steps,
		cleanup: close,
		facts: release.facts,
	});
}

function headline(release: CanaryRelease): SafeText {
	switch (phaseOf(release)) {
		case 'Waiting':
			return safe`START ${newName(release)}`;
		case 'WaitingPromotion':
			return safe`PROMOTE ${newName(release)}`;
		default:
			return safe`PROMOTE ${newName(release)} ONE STEP`;
	}
}

/**
 * The proof that the release passed the gate. Flagger's phase alone proves little: it changes before Flagger
 * asks the gate.
 */
function awaitStep({release, live}: CanaryRequest, canary: CanaryObject): AwaitStep {
	const {phase} = canary.status;
	const [, target] = live;
	const targetAt = targetRef(release);
	const base = {kind: 'await', ref: release.ref, stopIf: [phaseIn('Failed'), ...anotherVersion(canary)]} as const;
	if (phase === 'Waiting' && target && targetAt !== null && rawAt(target, 'spec', 'replicas') === 0) {
		return {
			kind: 'await',
			ref: targetAt,
			until: [{pointer: '/spec/replicas', op: 'atLeast', value: 1}],
			deadlineSeconds: deadlineSeconds(canary, 3),
			label: safe`Flagger scales the target up`,
		};
	}
	if (phase === 'Waiting') {
		return {
			...base,
			until: [phaseIn('Progressing')],
			deadlineSeconds: deadlineSeconds(canary, 3),
			label: safe`the release starts`,
		};
	}
	if (phase === 'Progressing' && next(release, canary) !== null) {
		return {
			...base,
			until: [{pointer: '/status/canaryWeight', op: 'differs', value: canary.status.weight}],
			stopIf: [{pointer: '/status/phase', op: 'differs', value: 'Progressing'}, ...anotherVersion(canary)],
			deadlineSeconds: deadlineSeconds(canary, 3),
			label: safe`the weight changes`,
		};
	}
	const past = ['Promoting', 'Finalising', 'Succeeded'];
	const held = analysisGates(canary).some(({type}) => type === 'confirm-promotion') ? ['WaitingPromotion'] : [];
	return {
		...base,
		// After the approval Flagger asks the gate once more in a later tick before it promotes: the gate stays
		// open until then.
		until: [phaseIn(...past, ...(phase === 'Progressing' ? held : []))],
		deadlineSeconds: deadlineSeconds(canary, 8),
		label: safe`Flagger promotes`,
	};
}

/** The next weight; null if the promotion comes next. */
function next({split}: CanaryRelease, canary: CanaryObject): number | null {
	const {configuredPercent} = split;
	return weightAfter(canary, configuredPercent === 'unknown' ? canary.status.weight : configuredPercent);
}

function effectText(release: CanaryRelease, canary: CanaryObject): SafeText {
	const name = newName(release);
	switch (canary.status.phase as string | null) {
		case 'Waiting':
			return safe`${name} gets its pods, then its first traffic if the checks pass`;
		case 'Progressing': {
			const after = next(release, canary);
			if (after === null) return safe`the last step is done: ${name} is promoted, unless another gate holds it`;
			return safe`${shareText(release)} → ${after}% on ${name}, if the checks pass`;
		}
		default:
			return safe`the primary takes over ${name}: ${nameOf(release, release.stable)} is gone after it`;
	}
}

function caveatsOf(canary: CanaryObject): readonly SafeText[] {
	const types = new Set(
		analysisGates(canary)
			.map(({type}) => type)
			.filter(type => type.startsWith('confirm-')),
	);
	const others =
		types.size > 1 ? [safe`while it is open, every confirm gate of this Canary is: they share one key`] : [];
	return [safe`the gate will be closed afterwards, even if it was open`, ...others];
}

function promoteEffect(_plan: Plan, before: CanaryRelease, now: CanaryRelease): Effect {
	const [was, is] = [phaseOf(before), phaseOf(now)];
	if (is === 'Failed') return {kind: 'undone', evidence: now.why?.text ?? safe`it was rolled back`};
	if (!isSameTemplate(before, now)) return {kind: 'undone', evidence: safe`another version is under way`};
	if (is === 'Promoting' || is === 'Finalising' || is === 'Succeeded') {
		return {kind: 'effective', evidence: safe`Flagger is past the gate: ${phaseText(now.detail.canary)}`};
	}
	if (was === 'Waiting') {
		const isStarted = is === 'Progressing' && canaryPodsOf(now.detail) !== 'none';
		return isStarted
			? {kind: 'effective', evidence: safe`the release has started`}
			: {kind: 'pending', evidence: safe`still waiting`};
	}
	const [from, to] = [before.split.configuredPercent, now.split.configuredPercent];
	if (was === 'Progressing' && from !== 'unknown' && to !== 'unknown' && to > from) {
		return {kind: 'effective', evidence: safe`the route sends ${to}%`};
	}
	if (was === 'Progressing' && is === 'WaitingPromotion') {
		return {kind: 'effective', evidence: safe`the last step is done: it waits for the promotion`};
	}
	return {kind: 'pending', evidence: safe`${phaseText(now.detail.canary)}, ${shareText(now)} configured`};
}
