import type {ObjectRef} from '../../../domain/cluster/kube-object.ts';
import {measuredText} from '../../../domain/release/measured-text.ts';
import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {refuse} from '../../../domain/release/refusal.ts';
import type {Analysis} from '../../../domain/release/release.ts';
import {ok} from '../../../domain/result.ts';
import {line, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {ANALYSIS_RUNS} from '../../../kinds/argo-rollouts/analysis-run.ts';
import {allowed, checked} from '../../common/checked.ts';
import {rawAt, testOf} from '../../common/raw.ts';
import {nameOf} from '../../common/release-text.ts';
import type {Answers, Operation, Question} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {controllerRefusal} from './guards.ts';
import {patchesAnalysisRun} from './permissions.ts';

/**
 * Ends an analysis early. Its measurements so far decide, and without a failure it passes: that is toward the
 * canary. So is removing an analysis that would abort the release.
 */
export const terminate: RolloutOperation = checked({
	direction: 'towardCanary',
	can: (release, answers) => {
		const running = runningOf(release);
		if (running.length === 0) return refuse('no-analysis', safe`no analysis is running`);
		if (answers.length > 0 && !chosen(release, answers))
			return refuse('answer-gone', safe`that analysis is not running any more`);
		return controllerRefusal(release) ?? allowed;
	},
	ask: askRun,
	permissions: () => [patchesAnalysisRun],
	needs: (release, answers) => {
		const run = chosen(release, answers);
		return run ? [release.ref, refOf(release, run)] : [release.ref];
	},
	plan: planTerminate,
	effect: terminateEffect,
});

/** The analysis runs that are under way. `analyses` also contains the experiment itself, which is no run. */
function runningOf({analyses}: RolloutRelease): readonly Analysis[] {
	return analyses
		.filter(({phase}) => phase === 'Running' || phase === 'Pending')
		.filter(({where, metrics}) => where !== 'experiment' || metrics.length > 0);
}

function chosen(release: RolloutRelease, [answer]: Answers): Analysis | null {
	const running = runningOf(release);
	if (answer === undefined) return running.length === 1 ? (running[0] ?? null) : null;
	return running.find(({name}) => name === answer) ?? null;
}

function askRun(release: RolloutRelease, answers: Answers): Question | null {
	if (chosen(release, answers)) return null;
	return {
		title: safe`Which analysis?`,
		options: runningOf(release).map(run => ({value: run.name, text: describe(run), createdAtMs: null})),
		entry: null,
	};
}

function describe({name, where, metrics}: Analysis): SafeText {
	const measured = metrics.map(metric => `${metric.name} ${measuredText(metric) ?? metric.phase}`);
	return line(`${name} (${where}) ${measured.join(', ')}`);
}

function refOf({namespace}: RolloutRelease, {name}: Analysis): ObjectRef {
	return {kindId: ANALYSIS_RUNS.id, namespace, name};
}

function planTerminate({release, answers, live}: RolloutRequest): ReturnType<Operation['plan']> {
	const run = chosen(release, answers);
	const [, raw] = live;
	if (!run) return refuse('answer-needed', safe`choose an analysis first`);
	if (!raw) return refuse('object-gone', safe`the AnalysisRun ${run.name} is gone`);
	if (rawAt(raw, 'spec', 'terminate') === true)
		return refuse('already-so', safe`the end of ${run.name} was asked already`);
	return ok({
		verb: 'terminate',
		direction: 'towardCanary',
		release: release.key,
		to: release.canary,
		headline: safe`END ANALYSIS ${run.name}`,
		means: safe`argo terminate analysisrun`,
		effects: [safe`it measures no more: what it has decides, no failure counts as passed`, afterwards(release, run)],
		caveats: [safe`nothing takes it back`],
		steps: [
			{
				kind: 'patch',
				ref: refOf(release, run),
				subresource: null,
				patch: [
					...testOf(raw, 'metadata', 'uid'),
					...testOf(raw, 'status', 'phase'),
					...testOf(raw, 'spec', 'terminate'),
					{op: 'add', path: '/spec/terminate', value: true},
				],
				after: [{pointer: '/spec/terminate', op: 'equals', value: true}],
				inverse: null,
			},
		],
		facts: release.facts,
	});
}

function afterwards(release: RolloutRelease, {where}: Analysis): SafeText {
	const canary = nameOf(release, release.canary);
	switch (where) {
		case 'step':
			return safe`passed, its step is done: → ${release.steps[release.stepIndex + 1]?.label ?? safe`100%`}`;
		case 'background':
			return safe`from then on no analysis aborts ${canary} by itself`;
		case 'prePromotion':
			return safe`passed, ${canary} may become active`;
		case 'postPromotion':
			return safe`passed, ${canary} becomes stable`;
		case 'experiment':
			return safe`its experiment goes on without it`;
	}
}

function terminateEffect(plan: Plan, _before: RolloutRelease, now: RolloutRelease): Effect {
	const [step] = plan.steps;
	const name = step.kind === 'patch' ? step.ref.name : '';
	const run = now.analyses.find(candidate => candidate.name === name);
	if (run && (run.phase === 'Running' || run.phase === 'Pending')) {
		return {kind: 'pending', evidence: safe`${run.name} is still running`};
	}
	return {kind: 'effective', evidence: run ? safe`${run.name} ended: ${line(run.phase)}` : safe`it ended`};
}
