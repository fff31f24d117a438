import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {type Change, changed} from './changed.ts';
import {mustPlan, patchSteps, planOf, sceneFrom, sceneOf, verbsOf, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const analysing = 'argo-canary/05-step-analysis-running';

describe('an analysis', () => {
	test('shows its condition, its limits and its query as it is asked', () => {
		expect(sceneOf(analysing).release.analyses[0]).toMatchObject({
			metrics: [{limits: 'allows 1 failed, 0 inconclusive, 4 errors in a row'}],
			notes: [
				'success-rate needs result[0] >= 0.95, every 5s; allows 1 failed, 0 inconclusive, 4 errors in a row',
				expect.stringMatching(/^prometheus: sum\(rate\(istio_requests_total\{.*checkout-canary/),
			],
		});
	});

	test('shows the defaults of the API reference for limits that are left out, and limits that allow any', () => {
		const {objects, nowMs} = readSituation(analysing);
		const run = structuredClone(rawOf(objects, 'AnalysisRun')) as {spec: {metrics: Record<string, unknown>[]}};
		run.spec.metrics = [
			{
				name: 'once',
				provider: {web: {url: 'http://example'}},
				failureCondition: 'result > 1',
				successCondition: 'result < 1',
			},
			{name: 'forever', interval: '1m', failureLimit: -1, consecutiveErrorLimit: 2, count: 0, provider: {}},
		];
		const {release} = sceneFrom(withObject(objects, run as unknown as RawObject), nowMs);
		expect(release.analyses[0]).toMatchObject({
			metrics: [
				{name: 'once', count: 1, condition: 'result < 1; fails on result > 1'},
				{name: 'forever', count: null, limits: 'allows any failed, 0 inconclusive, 2 errors in a row'},
			],
			notes: [
				'once needs result < 1, fails on result > 1, once; allows 0 failed, 0 inconclusive, 4 errors in a row',
				'forever no condition, every 1m; allows any failed, 0 inconclusive, 2 errors in a row',
			],
		});
	});
});

/** The recorded run as a background analysis, to which Argo gives another label and another field of the status. */
const background = (phase: string): {change: Change; run: RawObject} => {
	const recorded = structuredClone(rawOf(readSituation(analysing).objects, 'AnalysisRun')) as {
		metadata: {name: string; labels: Record<string, string>};
		status: {phase: string};
	};
	recorded.metadata.name = 'checkout-866cfb757-2';
	recorded.metadata.labels['rollout-type'] = 'Background';
	recorded.status.phase = phase;
	const change: Change = ({spec, status}) => {
		spec.strategy.canary = {
			...spec.strategy.canary,
			analysis: {templates: [{templateName: 'success-rate'}], startingStep: 1},
		};
		status.canary = {
			...(status.canary as RawObject),
			currentBackgroundAnalysisRunStatus: {name: 'checkout-866cfb757-2', status: phase},
		};
	};
	return {change, run: recorded as unknown as RawObject};
};

describe('an analysis beside the steps', () => {
	test('may abort a release that waits for a person, and NEXT says so', () => {
		const {change, run} = background('Running');
		const scene = changed('argo-canary/02-paused-at-step-1', change, [run]);
		expect(scene.release).toMatchObject({
			next: {kind: 'event', text: 'paused at step 1 of 7, waiting for you; aborts by itself if success-rate fails'},
			analyses: [{name: 'checkout-866cfb757-2', where: 'background', phase: 'Running'}],
		});
		const held = changed('argo-canary/03-manually-paused', change, [run]);
		expect(held.release.next.text).toBe(
			'held by hand, and by the pause of its step; aborts by itself if success-rate fails',
		);
		const timed = changed('argo-canary/04-timed-pause-20-percent', change, [run]);
		expect(timed.release.next.text).toBe('goes on to analysis; aborts by itself if success-rate fails');
	});

	test('that perch cannot read is still known to run', () => {
		const {change} = background('Running');
		expect(changed('argo-canary/02-paused-at-step-1', change).release.next.text).toBe(
			'paused at step 1 of 7, waiting for you; aborts by itself if the background analysis fails',
		);
	});

	test('that was inconclusive holds the release beside a pause: promote passes the pause and measures again', () => {
		const {change, run} = background('Inconclusive');
		const both: Change = rollout => {
			change(rollout);
			rollout.status.pauseConditions = [
				...(rollout.status.pauseConditions as RawObject[]),
				{reason: 'InconclusiveAnalysisRun', startTime: '2026-11-21T07:11:20Z'},
			];
		};
		const scene = changed('argo-canary/02-paused-at-step-1', both, [run]);
		expect(scene.release.phase).toMatchObject({kind: 'paused', because: 'inconclusive'});
		expect(mustPlan(scene, 'promote').effects.at(-1)).toBe('the background analysis is made once more');
		expect(verbsOf(scene).jump).toBe(
			`refused: an analysis beside the steps was inconclusive: ${verb('promote')} measures it again first`,
		);
	});
});

describe('the end of an analysis', () => {
	test('is requested with tests of the run as it was seen', () => {
		const plan = mustPlan(sceneOf(analysing), 'terminate');
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			headline: 'END ANALYSIS checkout-866cfb757-2-4',
			effects: [
				'it measures no more: what it has decides, no failure counts as passed',
				'passed, its step is done: → 50%',
			],
		});
		expect(plan.steps).toEqual([
			{
				kind: 'patch',
				ref: {kindId: 'analysisruns.argoproj.io', namespace: 'shop', name: 'checkout-866cfb757-2-4'},
				subresource: null,
				patch: [
					{op: 'test', path: '/metadata/uid', value: '55eae59f-8a79-4003-82df-f6f6735796f0'},
					{op: 'test', path: '/status/phase', value: 'Running'},
					{op: 'add', path: '/spec/terminate', value: true},
				],
				after: [{pointer: '/spec/terminate', op: 'equals', value: true}],
				inverse: null,
			},
		]);
	});

	test('asks which analysis, where several run', () => {
		const {change, run} = background('Running');
		const scene = changed(analysing, change, [run]);
		const question = scene.backend.operations.terminate?.ask?.(scene.release, []);
		expect(question?.options.map(({value, text}) => `${value}: ${text}`)).toEqual([
			'checkout-866cfb757-2: checkout-866cfb757-2 (background) success-rate 2 of 3 measured',
			'checkout-866cfb757-2-4: checkout-866cfb757-2-4 (step) success-rate 2 of 3 measured',
		]);
		const plan = mustPlan(scene, 'terminate', ['checkout-866cfb757-2']);
		expect(plan.effects.at(-1)).toBe('from then on no analysis aborts 2.9.0 by itself');
		expect(patchSteps(plan)[0]?.ref.name).toBe('checkout-866cfb757-2');
	});

	test('is refused where it was requested already', () => {
		const {objects, nowMs} = readSituation(analysing);
		const run = structuredClone(rawOf(objects, 'AnalysisRun')) as {spec: Record<string, unknown>};
		run.spec.terminate = true;
		expect(planOf(sceneFrom(withObject(objects, run as unknown as RawObject), nowMs), 'terminate')).toMatchObject({
			ok: false,
			error: {reason: 'the end of checkout-866cfb757-2-4 was asked already'},
		});
	});

	test('of a blue/green ends its post-promotion analysis', () => {
		const plan = mustPlan(sceneOf('argo-bluegreen/04-post-promotion-analysis'), 'terminate');
		expect(plan.effects.at(-1)).toMatch(/^passed, .* becomes stable$/);
	});
});
