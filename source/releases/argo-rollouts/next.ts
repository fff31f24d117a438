import type {Next, Phase} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import type {NextCode} from '../../domain/release/told.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTimeSince, deadlineMs, parseTime} from '../../domain/time.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {ReplicaSetObject} from '../../kinds/replica-set.ts';
import {revisionName, templateTag} from '../common/revision-of.ts';
import {type AnalysisFacts, abortsIf, analysisProgress, canFail} from './analysis-outlook.ts';
import {hasGivenUp, inconclusiveName} from './phase.ts';
import type {ReturnState} from './return-to-stable.ts';
import {currentStep, hasCanary, invalidField, isCutOver, keyOfHash, templateHolder} from './situation.ts';
import {stepLabel} from './steps.ts';

export interface NextFacts extends AnalysisFacts {
	readonly phase: Phase;
	readonly revisions: readonly Revision[];
	/** Pods that the referenced workload runs beside the Rollout's own; 0 if the Rollout references none. */
	readonly workloadPods: number;
	readonly replicaSets: readonly ReplicaSetObject[];
	/** How far traffic is back on stable after an abort; null while the release is not aborted. */
	readonly returned: ReturnState | null;
	readonly nowMs: number;
}

/** What happens by itself, and when. */
export function nextOf(facts: NextFacts): Next {
	const {rollout, phase} = facts;
	const refused = invalidField(rollout);
	if (refused !== null && phase.kind !== 'silent') {
		return {
			kind: 'nothing',
			code: 'spec-refused',
			text: safe`nothing moves: Argo refuses ${refused} and does nothing until it is mended`,
		};
	}
	switch (phase.kind) {
		case 'stable':
			return (
				scaleDown(facts) ?? {
					kind: 'nothing',
					code: 'nothing-under-way',
					text: safe`nothing: no release is under way${besides(facts)}`,
				}
			);
		case 'silent':
			return {kind: 'nothing', code: 'controller-silent', text: safe`nothing moves until the controller answers again`};
		case 'paused':
			return paused(facts, phase);
		case 'analysing':
			return {
				kind: 'event',
				code: 'analysis-decides',
				text: canFail(facts)
					? safe`${analysisProgress(facts, facts.nowMs)}: passes → ${nextStop(rollout)}, fails → abort`
					: safe`${analysisProgress(facts, facts.nowMs)}: then ${nextStop(rollout)}, whatever it measures`,
			};
		case 'progressing':
			return progressing(facts);
		case 'split':
			return {kind: 'nothing', code: 'weights-stay', text: safe`nothing by itself`};
		case 'aborted':
			return afterAbort(facts);
		case 'degraded':
			if (!hasGivenUp(rollout)) return progressing(facts);
			return rollout.isAbortedAtDeadline
				? {kind: 'event', code: 'goes-back', text: safe`Argo aborts it: progressDeadlineAbort`}
				: {kind: 'nothing', code: 'gave-up', text: safe`nothing by itself: Argo has given up waiting`};
	}
}

function paused(facts: NextFacts, phase: Extract<Phase, {kind: 'paused'}>): Next {
	const {rollout} = facts;
	const step = currentStep(rollout);
	const timerMs = step?.kind === 'pause' ? step.durationMs : (rollout.blueGreen?.autoPromotionSeconds ?? 0) * 1000;
	const cause = abortsIf(facts);
	const watched = cause === null ? safe`` : safe`; ${cause}`;
	// An analysis that runs beside the steps may still abort the release.
	const alone = (code: NextCode, held: SafeText): Next =>
		cause === null
			? {kind: 'nothing', code, text: safe`nothing by itself: ${held}`}
			: {kind: 'event', code: 'analysis-decides', text: safe`${held}; ${cause}`};
	switch (phase.because) {
		case 'timer':
			return phase.sinceMs === null
				? {
						kind: 'event',
						code: 'pause-ends',
						text: safe`goes on to ${nextStop(rollout)} when the pause has run out${watched}`,
					}
				: {
						kind: 'timer',
						code: 'pause-ends',
						text: safe`goes on to ${nextStop(rollout)}${watched}`,
						atMs: phase.sinceMs + (timerMs ?? 0),
					};
		case 'manual':
			return alone('held-by-hand', safe`held by hand${atStepPause(rollout)}`);
		case 'inconclusive':
			return alone('held-for-person', safe`the ${inconclusiveName(rollout)} was inconclusive, waiting for you`);
		case 'person':
			return alone('held-for-person', safe`paused${atStep(rollout)}, waiting for you`);
	}
}

/** ` at step 5 of 9`, as the controller counts; empty without steps. */
function atStep({canary, status}: RolloutObject): SafeText {
	const count = canary?.steps.length ?? 0;
	return count === 0 ? safe`` : safe` at step ${status.stepIndex ?? 0} of ${count}`;
}

/** `; Deployment frontend runs 2 pods of its own (scaleDown never)` */
function besides({rollout, workloadPods}: NextFacts): SafeText {
	if (rollout.workload === null || workloadPods === 0) return safe``;
	const {kind, name, scaleDown} = rollout.workload;
	const rule = scaleDown === null ? safe`` : safe` (scaleDown ${scaleDown})`;
	return safe`; ${kind} ${name} runs ${workloadPods} ${workloadPods === 1 ? safe`pod` : safe`pods`} of its own${rule}`;
}

function atStepPause(rollout: RolloutObject): SafeText {
	if (rollout.status.pauseConditions.length === 0) return safe``;
	const step = currentStep(rollout);
	const isTimed = step?.kind === 'pause' && step.durationMs !== null;
	return isTimed ? safe`; the clock of the timed pause runs on` : safe`, and by the pause of its step`;
}

function progressing({rollout, revisions, phase, nowMs}: NextFacts): Next {
	const because = phase.kind === 'progressing' || phase.kind === 'degraded' ? phase.because : safe`progressing`;
	const canary = revisions.find(({key}) => key === keyOfHash(rollout, rollout.status.currentHash));
	if (!hasCanary(rollout) || !canary) return {kind: 'event', code: 'controller-says', text: because};
	const {ready, desired} = canary.pods;
	const deadline = deadlineOf(rollout);
	const after = rollout.isAbortedAtDeadline ? safe`Argo aborts` : safe`Argo gives up`;
	const until = deadline === null ? safe`` : safe`; ${after} at ${at(deadline, nowMs)}`;
	if (ready !== 'unknown' && desired !== 'unknown' && ready < desired) {
		const step = currentStep(rollout);
		const goal = step?.kind === 'weight' ? safe`${stepLabel(rollout, step)} ` : safe`goes on `;
		return {
			kind: 'event',
			code: 'waits-for-pods',
			text: safe`${goal}once the canary's pods are ready, ${ready} of ${desired} are${until}`,
		};
	}
	if (rollout.status.isWeightVerified === false) {
		return {
			kind: 'event',
			code: 'waits-for-route',
			text: safe`goes on to ${nextStop(rollout)} once the load balancer has the weight`,
		};
	}
	return {kind: 'event', code: 'step-follows', text: safe`goes on to ${nextStop(rollout)}: ${because}`};
}

/** When the controller stops waiting for pods, in ms. The default of 600 s is the controller's. */
function deadlineOf({status, progressDeadlineSeconds}: RolloutObject): number | null {
	const condition = status.conditions.find(({type, status: truth}) => type === 'Progressing' && truth === 'True');
	const lastMs = condition?.updatedAtMs ?? null;
	return deadlineMs(lastMs, progressDeadlineSeconds ?? 600);
}

function afterAbort(facts: NextFacts): Next {
	const stays = templateStays(facts);
	if (facts.returned?.kind === 'moving') return {kind: 'event', code: 'goes-back', text: facts.returned.because};
	const down = scaleDown(facts);
	if (down) return {...down, text: safe`${down.text}${stays}`};
	const {canary} = facts.rollout;
	if (canary?.router && canary.abortScaleDownDelaySeconds === 0) {
		return {
			kind: 'nothing',
			code: 'aborted',
			text: safe`nothing by itself: aborted, its pods stay (no scale-down delay)${stays}`,
		};
	}
	const held = facts.rollout.isPaused ? safe`, and held by hand: its pods stay` : safe``;
	return {kind: 'nothing', code: 'aborted', text: safe`nothing by itself: aborted${held}${stays}`};
}

function templateStays({rollout, revisions}: NextFacts): SafeText {
	const holder = templateHolder(rollout);
	const current = keyOfHash(rollout, rollout.status.currentHash);
	const tag = templateTag(rollout.template, null) ?? (holder && current && revisionName(current, revisions));
	return tag === null ? safe`` : safe`; ${holder ?? safe`the spec`} still says ${tag}`;
}

/**
 * The next time at which Argo scales a ReplicaSet to zero. Argo writes that time into an annotation of the
 * ReplicaSet.
 */
function scaleDown({replicaSets, revisions, rollout, nowMs}: NextFacts): Extract<Next, {kind: 'timer'}> | null {
	const [first] = replicaSets
		.flatMap(replicaSet => {
			const atMs = parseTime(replicaSet.metadata.annotations['scale-down-deadline']);
			return atMs !== null && atMs > nowMs && replicaSet.desired > 0 ? [{replicaSet, atMs}] : [];
		})
		.sort((a, b) => a.atMs - b.atMs);
	if (!first) return null;
	const revision = revisions.find(({holder}) => holder === first.replicaSet.metadata.name);
	const name = revisionName(revision?.key ?? null, revisions);
	const isServing = isCutOver(rollout) && revision?.hash === rollout.status.currentHash && hasCanary(rollout);
	// Argo sets the time on an aborted revision even where the active Service still leads to it.
	if (isServing) return null;
	return {kind: 'timer', code: 'pods-stop', text: safe`the pods of ${name} stop`, atMs: first.atMs};
}

/** What comes after the current step: `20%`, `analysis`, `100%`. */
function nextStop(rollout: RolloutObject): SafeText {
	if (rollout.blueGreen) return isCutOver(rollout) ? safe`fully promoted` : safe`100%`;
	const steps = rollout.canary?.steps ?? [];
	const following = steps[(rollout.status.stepIndex ?? 0) + 1];
	return following ? stepLabel(rollout, following) : safe`100%`;
}

function at(timeMs: number, nowMs: number): SafeText {
	return ident(clockTimeSince(timeMs, nowMs));
}
