import {expect, test} from 'vitest';
import {ROLLOUTS} from '../../source/kinds/argo-rollouts/rollout.ts';
import {decidePromote} from '../../source/releases/argo-rollouts/decide-promote.ts';
import {readSituation, snapshotOf} from './situation.ts';

/** The recorded Rollout at a pause, with these pauses and runs in place of its own. */
function promoted(
	situation: string,
	{
		reasons,
		step = null,
		background = null,
	}: {
		readonly reasons: readonly string[];
		readonly step?: string | null;
		readonly background?: string | null;
	},
) {
	const [rollout] = snapshotOf(readSituation(situation).objects).list(ROLLOUTS);
	if (!rollout) throw new Error(`no Rollout in ${situation}`);
	const run = (status: string | null) => (status === null ? null : {name: 'run', status, message: ''});
	const status = {
		...rollout.status,
		controllerPause: true,
		pauseConditions: reasons.map(reason => ({reason, startedAtMs: 1})),
		analysisRuns: {...rollout.status.analysisRuns, step: run(step), background: run(background)},
	};
	return decidePromote({...rollout, status} as never);
}

const canary = 'argo-canary/02-paused-at-step-1';
const blueGreen = 'argo-bluegreen/02-preview-waits-for-promotion';

test('an inconclusive step analysis of a canary is passed by the index of its step', () => {
	const way = promoted(canary, {reasons: ['InconclusiveAnalysisRun'], step: 'Inconclusive'});
	expect(way).toMatchObject({kind: 'pastInconclusiveStep', stepIndex: expect.any(Number)});
});

test('a blue/green has no step to pass: its inconclusive analysis is measured again', () => {
	const way = promoted(blueGreen, {reasons: ['InconclusiveAnalysisRun'], step: 'Inconclusive'});
	expect(way).toEqual({kind: 'measureAgain', again: 'the analysis'});
});

test('a step analysis that was inconclusive and is over is not passed: the background analysis is measured again', () => {
	const way = promoted(canary, {reasons: ['InconclusiveAnalysisRun'], step: 'Successful', background: 'Inconclusive'});
	expect(way).toEqual({kind: 'measureAgain', again: 'the background analysis'});
});

test('a pause of the steps is passed, and an inconclusive experiment beside it is made again', () => {
	expect(promoted(canary, {reasons: ['CanaryPauseStep', 'InconclusiveExperiment']})).toEqual({
		kind: 'pastPause',
		again: 'the experiment',
	});
});

test('without a pause nothing is passed', () => {
	expect(promoted(canary, {reasons: []})).toEqual({kind: 'none'});
});
