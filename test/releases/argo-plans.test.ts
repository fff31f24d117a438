import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation, Plan} from '../../source/domain/release/plan.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {liveObject, mustPlan, patched, patchSteps, revisionByTag, sceneOf} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const canaryUid = 'c3ffd05b-0899-41be-a739-f50d584d1b11';
const stillCanary: readonly JsonPatchOperation[] = [
	{op: 'test', path: '/metadata/uid', value: canaryUid},
	{op: 'test', path: '/status/currentPodHash', value: '866cfb757'},
];

/** The literal requests, as the operator reads them after `d`. */
describe('the exact request of', () => {
	test('promote one step tests the step, the revision and the start of the pause', () => {
		const plan = mustPlan(sceneOf('argo-canary/02-paused-at-step-1'), 'promote');
		expect(plan.steps).toEqual([
			{
				kind: 'patch',
				ref: {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'},
				subresource: 'status',
				patch: [
					...stillCanary,
					{op: 'test', path: '/status/currentStepIndex', value: 1},
					{
						op: 'test',
						path: '/status/pauseConditions',
						value: [{reason: 'CanaryPauseStep', startTime: '2026-11-21T07:11:16Z'}],
					},
					{op: 'remove', path: '/status/pauseConditions'},
				],
				after: [
					{
						op: 'anyOf',
						predicates: [
							{pointer: '/status/pauseConditions', op: 'absent'},
							{pointer: '/status/currentStepIndex', op: 'atLeast', value: 2},
						],
					},
				],
				inverse: null,
			},
		]);
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			effects: ['5% → 20% on 2.9.0', 'then by itself: 20% · 20s · analysis · 50% · PAUSE'],
			caveats: [],
		});
	});

	test('promote while held by hand ends the pause first, then the hold', () => {
		const plan = mustPlan(sceneOf('argo-canary/03-manually-paused'), 'promote');
		expect(requests(plan)).toEqual([
			['status', 'remove /status/pauseConditions'],
			['main', 'replace /spec/paused = false'],
		]);
		expect(patchSteps(plan)[1]?.patch).toEqual([
			...stillCanary,
			{op: 'test', path: '/spec/paused', value: true},
			{op: 'replace', path: '/spec/paused', value: false},
		]);
		expect(plan.caveats).toEqual(['it is held by hand as well: that is taken away too']);
	});

	test('promote of a preview ends its pause', () => {
		const plan = mustPlan(sceneOf('argo-bluegreen/02-preview-waits-for-promotion'), 'promote');
		expect(patchSteps(plan)[0]?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: '80cb7f9b-085b-4295-ba67-e865eb73fe73'},
			{op: 'test', path: '/status/currentPodHash', value: '88c66678d'},
			{
				op: 'test',
				path: '/status/pauseConditions',
				value: [{reason: 'BlueGreenPause', startTime: '2026-11-21T07:27:35Z'}],
			},
			{op: 'remove', path: '/status/pauseConditions'},
		]);
		expect(plan.effects).toEqual(['all traffic: 1.0.0 → 1.1.0']);
	});

	test('promote fully counts what it skips', () => {
		const plan = mustPlan(sceneOf('argo-canary/04-timed-pause-20-percent'), 'promoteFull');
		expect(patchSteps(plan)[0]?.patch).toEqual([
			...stillCanary,
			{op: 'test', path: '/status/stableRS', value: '58c56f75fc'},
			{op: 'test', path: '/status/currentStepIndex', value: 3},
			{op: 'add', path: '/status/promoteFull', value: true},
		]);
		expect(plan.caveats).toEqual(['skips 1 analysis and 2 pauses']);
		expect(plan.effects.at(-1)).toBe('2.8.1 is scaled down 30s later');
	});

	test('hold has an inverse', () => {
		const [step] = patchSteps(mustPlan(sceneOf('argo-canary/04-timed-pause-20-percent'), 'hold'));
		expect(step).toMatchObject({
			subresource: null,
			patch: [
				...stillCanary,
				{op: 'test', path: '/spec/paused', value: false},
				{op: 'add', path: '/spec/paused', value: true},
			],
			inverse: [
				{op: 'test', path: '/metadata/uid', value: canaryUid},
				{op: 'test', path: '/spec/paused', value: true},
				{op: 'replace', path: '/spec/paused', value: false},
			],
		});
	});

	test('resume takes away the hold and nothing else', () => {
		const plan = mustPlan(sceneOf('argo-canary/03-manually-paused'), 'resume');
		expect(requests(plan)).toEqual([['main', 'replace /spec/paused = false']]);
		expect(plan.effects).toEqual([`the pause of its step stays: ${verb('promote')} promotes past it`]);
	});

	test('back is an abort, which a step that moved cannot stop', () => {
		const plan = mustPlan(sceneOf('argo-canary/02-paused-at-step-1'), 'back');
		expect(patchSteps(plan)).toMatchObject([
			{
				subresource: 'status',
				patch: [
					...stillCanary,
					{op: 'test', path: '/status/stableRS', value: '58c56f75fc'},
					{op: 'add', path: '/status/abort', value: true},
				],
				after: [{pointer: '/status/abort', op: 'equals', value: true}],
			},
		]);
		expect(plan).toMatchObject({
			direction: 'towardStable',
			effects: ['5% on 2.9.0 → 0%, all traffic to 2.8.1', 'the pods of 2.9.0 stop after 30s'],
			caveats: ['spec still says 2.9.0: the next sync or edit starts it again'],
		});
	});

	test('back while held by hand aborts, and unpauses once the abort is there', () => {
		const plan = mustPlan(sceneOf('argo-canary/03-manually-paused'), 'back');
		expect(requests(plan)).toEqual([
			['status', 'add /status/abort = true'],
			['main', 'replace /spec/paused = false'],
		]);
		expect(patchSteps(plan)[1]?.patch).toContainEqual({op: 'test', path: '/status/abort', value: true});
	});

	test('back after an abort that left the bad version active writes the stable template of its ReplicaSet', () => {
		const scene = sceneOf('argo-bluegreen/05-aborted-after-cutover-unready');
		const [step] = patchSteps(mustPlan(scene, 'back'));
		const replaced = step?.patch.at(-1);
		const held = rawOf(scene.objects, 'ReplicaSet', 'frontend-88c66678d') as {spec: {template: RawObject}};
		expect(replaced).toMatchObject({op: 'replace', path: '/spec/template'});
		expect(replaced && 'value' in replaced && replaced.value).toEqual({
			...held.spec.template,
			metadata: {labels: {app: 'frontend'}},
		});
		expect(step?.patch.map(({op, path}) => `${op} ${path}`)).toEqual([
			'test /metadata/uid',
			'test /status/currentPodHash',
			'test /status/stableRS',
			'test /spec/template',
			'replace /spec/template',
		]);
	});

	test('back while the controller does not answer puts stable into the spec before a release can start', () => {
		const plan = mustPlan(sceneOf('argo-canary/14-controller-not-running'), 'back');
		expect(plan).toMatchObject({
			headline: 'BACK TO 2.8.1',
			effects: ['spec: 2.9.1-broken → 2.8.1'],
			caveats: ['the controller does not answer: nothing moves until it does'],
		});
	});

	test('another revision warns of one that never worked', () => {
		const scene = sceneOf('argo-canary/12-paused-third-revision');
		const plan = mustPlan(scene, 'toRevision', [revisionByTag(scene, '2.9.1-broken')]);
		expect(plan).toMatchObject({
			headline: 'ROLL TO 2.9.1-broken',
			direction: 'towardCanary',
			caveats: ['2.9.1-broken was never fully promoted'],
			to: revisionByTag(scene, '2.9.1-broken'),
		});
	});

	test('retry takes away only the abort', () => {
		const [step] = patchSteps(mustPlan(sceneOf('argo-canary/07-aborted'), 'retry'));
		expect(step).toMatchObject({
			subresource: 'status',
			patch: [
				...stillCanary,
				{op: 'test', path: '/status/abort', value: true},
				{op: 'replace', path: '/status/abort', value: false},
			],
		});
	});

	test('restart sets restartAt', () => {
		const [step] = patchSteps(mustPlan(sceneOf('argo-canary/01-healthy'), 'restart'));
		expect(step?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: canaryUid},
			{op: 'add', path: '/spec/restartAt', value: '2026-11-21T07:11:14Z'},
		]);
	});
});

/** The API server refuses a plan that was made on an older state of the object. */
describe('a plan made on an older object is refused', () => {
	const moved: readonly (readonly [string, string, 'promote' | 'promoteFull' | 'back' | 'retry' | 'hold', string])[] = [
		['the pause ended and a timed one began', '02-paused-at-step-1', 'promote', '04-timed-pause-20-percent'],
		['the pause ended and an analysis runs', '02-paused-at-step-1', 'promote', '05-step-analysis-running'],
		['it stands at another pause', '02-paused-at-step-1', 'promote', '06-paused-at-50-after-analysis'],
		['it was aborted', '06-paused-at-50-after-analysis', 'promote', '07-aborted'],
		['the step moved', '02-paused-at-step-1', 'promoteFull', '04-timed-pause-20-percent'],
		['another revision is on its way in', '02-paused-at-step-1', 'promote', '12-paused-third-revision'],
		['another revision is on its way in', '02-paused-at-step-1', 'back', '12-paused-third-revision'],
		['another revision is on its way in', '07-aborted', 'retry', '13-aborted-while-manually-paused'],
		['another revision is on its way in', '06-paused-at-50-after-analysis', 'hold', '12-paused-third-revision'],
	];
	test.each(moved)('because %s: made on %s for %s, sent on %s', (_, before, verb, now) => {
		const [step] = patchSteps(mustPlan(sceneOf(`argo-canary/${before}`), verb));
		const live = rawOf(readSituation(`argo-canary/${now}`).objects, 'Rollout');
		expect(step && patched(live, step.patch)).toBeNull();
	});

	test('but an abort is not, where only a step has moved', () => {
		const [step] = patchSteps(mustPlan(sceneOf('argo-canary/02-paused-at-step-1'), 'back'));
		const live = rawOf(readSituation('argo-canary/05-step-analysis-running').objects, 'Rollout');
		expect(step && patched(live, step.patch)).toMatchObject({status: {abort: true}});
	});

	test('and so is one made on an object of the same name that was made anew', () => {
		const scene = sceneOf('argo-canary/02-paused-at-step-1');
		const live = liveObject(scene.objects, scene.release.ref);
		const anew = {...live, metadata: {...(live?.metadata as RawObject), uid: 'another'}};
		for (const verb of ['promote', 'promoteFull', 'hold', 'back', 'restart'] as const) {
			const [step] = patchSteps(mustPlan(scene, verb));
			expect(step && patched(anew, step.patch)).toBeNull();
		}
	});
});

function requests(plan: Plan): readonly (readonly string[])[] {
	return patchSteps(plan).map(({subresource, patch}) => {
		const change = patch.find(({op}) => op !== 'test');
		const value = change && 'value' in change ? ` = ${JSON.stringify(change.value)}` : '';
		return [subresource ?? 'main', `${change?.op} ${change?.path}${value}`];
	});
}
