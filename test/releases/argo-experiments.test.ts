import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {readObject} from '../../source/domain/cluster/read-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {ROLLOUTS} from '../../source/kinds/argo-rollouts/rollout.ts';
import {argoRollouts} from '../../source/releases/argo-rollouts/argo-rollouts.ts';
import {type Change, changed, type Mutable} from './changed.ts';
import {mustPlan, patched, patchSteps, sceneFrom, verbsOf} from './operator.ts';
import {rawOf, readSituation, snapshotOf} from './situation.ts';

/**
 * Experiments were not recorded: the recorded canary with an experiment in the place of its third step, and an Experiment
 * as the API reference of Argo Rollouts describes it.
 */
const paused = 'argo-canary/02-paused-at-step-1';
const uid = 'c3ffd05b-0899-41be-a739-f50d584d1b11';
const name = 'checkout-866cfb757-2-2';
const runName = `${name}-success-rate`;

function experiment(status: RawObject): RawObject {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Experiment',
		metadata: {
			name,
			namespace: 'shop',
			uid: 'e1',
			creationTimestamp: '2026-11-21T07:11:20Z',
			labels: {'rollouts-pod-template-hash': '866cfb757'},
			ownerReferences: [{apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'checkout', uid, controller: true}],
		},
		spec: {duration: '5m', templates: [{name: 'baseline', replicas: 1}, {name: 'canary'}]},
		status,
	};
}

const running = experiment({
	phase: 'Running',
	availableAt: '2026-11-21T07:11:30Z',
	templateStatuses: [
		{name: 'baseline', availableReplicas: 1, status: 'Running'},
		{name: 'canary', availableReplicas: 0, status: 'Progressing'},
	],
	analysisRuns: [{name: 'success-rate', analysisRun: runName, phase: 'Running'}],
});

const message = 'Metric "success-rate" assessed Inconclusive due to inconclusive (1) > inconclusiveLimit (0)';
const inconclusive = experiment({
	phase: 'Inconclusive',
	analysisRuns: [{name: 'success-rate', analysisRun: runName, phase: 'Inconclusive', message}],
});

const atExperiment: Change = ({spec, status}) => {
	const canary = spec.strategy.canary as Record<string, unknown> & {steps: unknown[]};
	canary.steps[2] = {experiment: {duration: '5m', templates: [{name: 'baseline', specRef: 'stable'}]}};
	status.currentStepIndex = 2;
	delete status.pauseConditions;
	delete status.controllerPause;
	status.phase = 'Progressing';
	status.message = 'waiting for all steps to complete';
	status.canary = {...(status.canary as RawObject), currentExperiment: name};
};

const atInconclusive: Change = rollout => {
	atExperiment(rollout);
	const {currentExperiment: _, ...canary} = rollout.status.canary as Record<string, RawObject>;
	rollout.status.canary = canary;
	rollout.status.phase = 'Paused';
	rollout.status.message = 'InconclusiveExperiment';
	rollout.status.controllerPause = true;
	rollout.status.pauseConditions = [{reason: 'InconclusiveExperiment', startTime: '2026-11-21T07:12:00Z'}];
};

describe('an experiment', () => {
	test('is shown with its pods, its runs and its end', () => {
		const scene = changed(paused, atExperiment, [running]);
		expect(scene.release).toMatchObject({
			phase: {kind: 'analysing', because: name},
			next: {text: 'experiment baseline 1/1, canary 0/1, until 07:16:30: passes → 20s, fails → abort'},
			analyses: [
				{
					name,
					phase: 'Running',
					where: 'experiment',
					notes: ['baseline: 1/1 pods available, Running', 'canary: 0/1 pods available, Progressing'],
				},
				{name: `success-rate ${runName}`, phase: 'Running', where: 'experiment'},
			],
		});
		expect(scene.release.steps[2]).toMatchObject({kind: 'experiment', label: 'experiment 5m', state: 'current'});
		expect(verbsOf(scene)).toMatchObject({
			promote: `refused: an analysis is running: wait for it, or ${verb('back')} goes back`,
			terminate: 'refused: no analysis is running',
			back: 'BACK TO 2.8.1 (argo abort)',
		});
	});

	test('lets a run of its own be ended where perch can read the run', () => {
		const recorded = rawOf(readSituation('argo-canary/05-step-analysis-running').objects, 'AnalysisRun');
		const run = {
			...recorded,
			metadata: {
				...(recorded.metadata as RawObject),
				name: runName,
				labels: {},
				ownerReferences: [{apiVersion: 'argoproj.io/v1alpha1', kind: 'Experiment', name, uid: 'e1', controller: true}],
			},
		};
		const scene = changed(paused, atExperiment, [running, run]);
		expect(scene.release.analyses.map(({name: shown, where}) => [shown, where])).toEqual([
			[name, 'experiment'],
			[runName, 'experiment'],
		]);
		expect(mustPlan(scene, 'terminate').effects.at(-1)).toBe('its experiment goes on without it');
	});

	test('that was inconclusive waits for a person, and promote makes it once more', () => {
		const scene = changed(paused, atInconclusive, [inconclusive]);
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'inconclusive'},
			why: {text: `experiment ${name}: success-rate: ${message}`},
			next: {
				kind: 'nothing',
				text: 'nothing by itself: the experiment was inconclusive, waiting for you',
			},
		});
		const plan = mustPlan(scene, 'promote');
		expect(plan).toMatchObject({
			headline: 'MEASURE 2.9.0 AGAIN',
			effects: ['the experiment is made once more; no step is passed'],
		});
		expect(patchSteps(plan)[0]?.patch.slice(-2)).toEqual([
			{
				op: 'test',
				path: '/status/pauseConditions',
				value: [{reason: 'InconclusiveExperiment', startTime: '2026-11-21T07:12:00Z'}],
			},
			{op: 'remove', path: '/status/pauseConditions'},
		]);
		const rollout = rawOf(scene.objects, 'Rollout');
		const after = patched(rollout, patchSteps(plan)[0]?.patch ?? []);
		const now = sceneFrom([...scene.objects.filter(object => object !== rollout), after ?? {}], scene.nowMs);
		const effect = scene.backend.operations.promote?.effect(plan, scene.release, now.release);
		expect(effect).toMatchObject({kind: 'effective'});
	});

	test('has its objects watched while the release is at its step', () => {
		const companions = (change: Change) => {
			const raw = structuredClone(rawOf(readSituation(paused).objects, 'Rollout')) as unknown as Mutable;
			change(raw);
			const read = readObject(ROLLOUTS, raw);
			return read.ok && argoRollouts.companions(read.value, snapshotOf([]));
		};
		const labelSelector = 'rollouts-pod-template-hash=866cfb757';
		expect(companions(atExperiment)).toContainEqual({
			kindId: 'experiments.argoproj.io',
			namespace: 'shop',
			labelSelector,
		});
		expect(companions(atExperiment)).toContainEqual({kindId: 'analysisruns.argoproj.io', namespace: 'shop'});
		expect(companions(() => {})).toContainEqual({kindId: 'analysisruns.argoproj.io', namespace: 'shop', labelSelector});
		expect(JSON.stringify(companions(() => {}))).not.toContain('experiments.argoproj.io');
	});
});

test('an experiment that failed an earlier attempt does not explain an abort by a person', () => {
	// The made-up experiment has failed; the Rollout at its step is aborted as in the recorded abort by a person (07).
	const aborted: Change = rollout => {
		atInconclusive(rollout);
		const {pauseConditions: _, controllerPause: __, ...status} = rollout.status;
		rollout.status = {
			...status,
			abort: true,
			abortedAt: '2026-11-21T07:14:00Z',
			phase: 'Degraded',
			message: 'RolloutAborted: Rollout aborted update to revision 2',
		};
	};
	const failed = structuredClone(inconclusive) as {status: Record<string, unknown>};
	failed.status.phase = 'Failed';
	const more = [failed as unknown as RawObject];
	const {release} = changed(paused, aborted, more);
	expect(release).toMatchObject({
		phase: {kind: 'aborted'},
		why: {text: 'aborted on request at 07:14:00: Argo names no failure'},
		analyses: [],
	});
	const explained = changed(
		paused,
		rollout => {
			aborted(rollout);
			rollout.status.message = 'RolloutAborted: Rollout aborted update to revision 2: the experiment failed';
		},
		more,
	);
	expect(explained.release.analyses[0]).toMatchObject({name, phase: 'Failed'});
});
