import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {type Change, changed} from './changed.ts';
import {mustPlan, patched, patchSteps, planOf, sceneFrom, sceneOf} from './operator.ts';
import {rawOf} from './situation.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const at50 = 'argo-canary/06-paused-at-50-after-analysis';

describe('a jump', () => {
	test('asks which step, and shows the weight of each', () => {
		const {backend, release} = sceneOf(paused);
		const question = backend.operations.jump?.ask?.(release, []);
		expect(question?.options.map(({value, text}) => `${value}: ${text}`)).toEqual([
			'0: step 1 5%: 5%',
			'2: step 3 20%: 20%',
			'3: step 4 20s: 20%',
			'4: step 5 analysis: 20%',
			'5: step 6 50%: 50%',
			'6: step 7 PAUSE: 50%',
		]);
	});

	test('forward is toward the canary, and says what it skips', () => {
		const plan = mustPlan(sceneOf(paused), 'jump', ['5']);
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			headline: 'JUMP TO STEP 6: 50%',
			effects: ['5% → 50% on 2.9.0', 'then by itself: 50% · PAUSE'],
			caveats: ['skips PAUSE · 20s · analysis', 'nothing takes it back but another jump'],
		});
		expect(plan.steps).toEqual([
			{
				kind: 'patch',
				ref: {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'},
				subresource: 'status',
				patch: [
					{op: 'test', path: '/metadata/uid', value: 'c3ffd05b-0899-41be-a739-f50d584d1b11'},
					{op: 'test', path: '/status/currentPodHash', value: '866cfb757'},
					{op: 'test', path: '/status/stableRS', value: '58c56f75fc'},
					{op: 'test', path: '/status/currentStepIndex', value: 1},
					{op: 'test', path: '/status/phase', value: 'Paused'},
					{
						op: 'test',
						path: '/status/pauseConditions',
						value: [{reason: 'CanaryPauseStep', startTime: '2026-11-21T07:11:16Z'}],
					},
					{op: 'add', path: '/status/pauseConditions', value: []},
					{op: 'add', path: '/status/controllerPause', value: false},
					{op: 'replace', path: '/status/currentStepIndex', value: 5},
				],
				after: [
					{
						op: 'anyOf',
						predicates: [
							{pointer: '/status/currentStepIndex', op: 'differs', value: 1},
							{pointer: '/status/pauseConditions/0/startTime', op: 'differs', value: '2026-11-21T07:11:16Z'},
						],
					},
				],
				inverse: null,
			},
		]);
	});

	test('back to a lower weight is toward stable, and goes through the steps once more', () => {
		expect(mustPlan(sceneOf(at50), 'jump', ['0'])).toMatchObject({
			direction: 'towardStable',
			effects: ['50% → 5% on 2.9.0', 'then by itself: 5% · PAUSE'],
			caveats: [
				'the steps from there on are gone through once more; a running analysis ends',
				'nothing takes it back but another jump',
			],
		});
	});

	test('back without a lower weight is toward the canary', () => {
		expect(mustPlan(sceneOf(at50), 'jump', ['5']).direction).toBe('towardCanary');
	});

	test('while an analysis runs tests the phase, because there is no pause to test', () => {
		const [step] = patchSteps(mustPlan(sceneOf('argo-canary/05-step-analysis-running'), 'jump', ['6']));
		expect(step?.patch.filter(({op}) => op === 'test').map(({path}) => path)).toEqual([
			'/metadata/uid',
			'/status/currentPodHash',
			'/status/stableRS',
			'/status/currentStepIndex',
			'/status/phase',
		]);
	});

	test('while the release is held by hand moves the weight only', () => {
		expect(mustPlan(sceneOf('argo-canary/03-manually-paused'), 'jump', ['2']).caveats).toContain(
			`it is held by hand: the weight follows, no step comes until ${verb('resume')} resumes`,
		);
	});

	test('back past header routes leaves them, and ends a background analysis that begins later', () => {
		const change: Change = ({spec, status}) => {
			const canary = spec.strategy.canary as Record<string, unknown>;
			canary.steps = [{setWeight: 5}, {setHeaderRoute: {name: 'beta'}}, {setWeight: 20}, {pause: {}}];
			canary.analysis = {templates: [{templateName: 'success-rate'}], startingStep: 2};
			status.currentStepIndex = 3;
		};
		const scene = changed(paused, change);
		expect(mustPlan(scene, 'jump', ['0']).caveats).toEqual([
			'the steps from there on are gone through once more; a running analysis ends',
			'header and mirror routes that are set stay',
			'the background analysis ends: it begins at step 3',
			'nothing takes it back but another jump',
		]);
	});

	test.each([
		['1', 'it stands at that step already'],
		['7', 'there is no such step'],
		['x', 'there is no such step'],
	])('to %s is refused', (answer, reason) => {
		expect(planOf(sceneOf(paused), 'jump', [answer])).toMatchObject({ok: false, error: {reason}});
	});

	test('forward to a canary without a ready pod is refused, back is not', () => {
		expect(planOf(sceneOf('argo-canary/10-canary-pods-crash-looping'), 'jump', ['6'])).toMatchObject({
			ok: false,
			error: {reason: `no pod of the canary is ready: it would wait for them; ${verb('back')} goes back`},
		});
		const later: Change = ({status}) => {
			status.currentStepIndex = 2;
		};
		const scene = changed('argo-canary/10-canary-pods-crash-looping', later);
		expect(mustPlan(scene, 'jump', ['0']).direction).toBe('towardStable');
	});

	test('is pending until the status has it, and then silence if the controller does not take it up', () => {
		const scene = sceneOf(paused);
		const plan = mustPlan(scene, 'jump', ['6']);
		const rollout = rawOf(scene.objects, 'Rollout');
		const after = patched(rollout, patchSteps(plan)[0]?.patch ?? []) as RawObject;
		const others = scene.objects.filter(object => object !== rollout);
		const soon = sceneFrom([...others, after], scene.nowMs).release;
		expect(scene.backend.operations.jump?.effect(plan, scene.release, scene.release)).toEqual({
			kind: 'pending',
			evidence: 'still at step 1/7',
		});
		expect(scene.backend.operations.jump?.effect(plan, scene.release, soon)).toMatchObject({
			kind: 'effective',
			evidence: 'step 6/7',
		});
		const late = sceneFrom([...others, after], scene.nowMs + 60_000).release;
		expect(late.phase).toMatchObject({
			kind: 'silent',
			because: 'the controller does not answer: asked at 07:11:16, nothing happened',
		});
	});

	test('to the step before a pause is done once that pause began anew', () => {
		// A second later Argo has set the weight, and stands at the same step as before.
		const scene = sceneOf(paused);
		const plan = mustPlan(scene, 'jump', ['0']);
		const again = changed(paused, ({status}) => {
			status.pauseConditions = [{reason: 'CanaryPauseStep', startTime: '2026-11-21T07:11:50Z'}];
		}).release;
		expect(scene.backend.operations.jump?.effect(plan, scene.release, again)).toEqual({
			kind: 'effective',
			evidence: 'step 1/7',
		});
	});
});
