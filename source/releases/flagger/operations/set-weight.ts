import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import {verb} from '../../../domain/release/verb.ts';
import {ok} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {allowed, checked} from '../../common/checked.ts';
import {patches} from '../../common/permissions.ts';
import {shareText} from '../../common/release-text.ts';
import type {Answers, Operation, Question} from '../../contract.ts';
import type {CanaryOperation, CanaryRelease, CanaryRequest} from '../detail.ts';
import {routeKinds} from '../route.ts';
import {canaryPodsOf} from '../situation.ts';
import {weightAfter} from '../steps.ts';
import {controllerRefusal, isHeld, liveCanary, newName, phaseOf, routeRef, underWayRefusal} from './guards.ts';
import {routeStep} from './route-step.ts';

/**
 * Sets the route's weight while Flagger is suspended; Flagger goes on from there. Only weights of the Canary's
 * own steps: after a weight that is not in `stepWeights` the next step would be 100.
 */
export const setWeight: CanaryOperation = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const refused = controllerRefusal(release) ?? underWayRefusal(release);
		if (refused) return refused;
		if (!isHeld(release))
			return refuse('controller-writes-it', safe`Flagger writes the weight: ${verb('hold')} suspends it first`);
		if (phaseOf(release) !== 'Progressing')
			return refuse('not-in-this-phase', safe`only while the weights are raised: Progressing`);
		if (routeRef(release) === null)
			return refuse('no-weighted-route', safe`no route with a weight is named as its Service`);
		const weights = weightsOf(release);
		if (weights.length === 0) return refuse('already-so', safe`it has no weights but those that it has`);
		const [answer] = answers;
		if (answer === undefined) return allowed;
		if (!weights.includes(Number(answer)))
			return refuse('answer-invalid', safe`${ident(answer)}% is not one of its steps`);
		const isUp = Number(answer) > (percentOf(release) ?? 0);
		return isUp && canaryPodsOf(release.detail) !== 'ready'
			? refuse('pods-not-ready', safe`the canary's pods are not ready: only less than now`)
			: allowed;
	},
	ask: askWeight,
	permissions: release => {
		const kind = routeKinds.find(({id}) => id === routeRef(release)?.kindId);
		return kind ? [patches(kind)] : [];
	},
	needs: release => {
		const route = routeRef(release);
		return route === null ? [release.ref] : [release.ref, route];
	},
	plan: planSetWeight,
	effect: weightEffect,
});

function askWeight(release: CanaryRelease, [answer]: Answers): Question | null {
	if (answer !== undefined) return null;
	return {
		title: safe`Which weight for ${newName(release)}? It has ${shareText(release)}.`,
		options: weightsOf(release).map(weight => ({value: String(weight), text: safe`${weight}%`, createdAtMs: null})),
		entry: null,
	};
}

/** The weights to choose from: 0 and those of the steps, without the present one. */
function weightsOf(release: CanaryRelease): readonly number[] {
	const steps = release.steps.flatMap(({weightPercent}) => (weightPercent === null ? [] : [weightPercent]));
	if (steps.length === 0) return [];
	return [...new Set([0, ...steps])].filter(weight => weight !== percentOf(release));
}

function percentOf({split}: CanaryRelease): number | null {
	return split.configuredPercent === 'unknown' ? null : split.configuredPercent;
}

function planSetWeight(request: CanaryRequest): ReturnType<Operation['plan']> {
	const {release, live, answers} = request;
	const [answer] = answers;
	const canary = liveCanary(request);
	if (!canary.ok) return canary;
	const [, route] = live;
	const ref = routeRef(release);
	if (answer === undefined) return refuse('answer-needed', safe`choose a weight first`);
	if (!route || ref === null) return refuse('object-gone', safe`the route is gone`);
	const weight = Number(answer);
	const step = routeStep(ref, route, canary.value.canary, weight);
	if (!step) return refuse('object-changed', safe`the route has no such pair of destinations, or that weight already`);
	const isDown = weight < (percentOf(release) ?? 0);
	return ok({
		verb: 'setWeight',
		direction: isDown ? 'towardStable' : 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`${weight}% TO ${newName(release)}`,
		means: safe`the route's weights`,
		effects: [safe`${shareText(release)} → ${weight}% on ${newName(release)}`],
		caveats: [
			safe`Flagger stays suspended; after ${verb('resume')} it goes on: ${afterwards(canary.value.canary, weight)}`,
		],
		steps: [step],
		undoDirection: isDown ? 'towardCanary' : 'towardStable',
		facts: release.facts,
	});
}

function afterwards(canary: Parameters<typeof weightAfter>[0], weight: number): SafeText {
	const after = weightAfter(canary, weight);
	return after === null ? safe`the promotion comes next` : safe`${after}% comes next`;
}

function weightEffect(plan: Plan, _before: CanaryRelease, now: CanaryRelease): Effect {
	const [step] = plan.steps;
	const wanted = step.kind === 'patch' ? step.after.find(({op}) => op === 'equals') : undefined;
	const weight = wanted?.op === 'equals' ? wanted.value : null;
	if (percentOf(now) === weight) return {kind: 'effective', evidence: safe`the route sends ${shareText(now)}`};
	return {kind: 'pending', evidence: safe`the route sends ${shareText(now)} yet`};
}
