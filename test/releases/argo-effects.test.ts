import {expect, test} from 'vitest';
import type {Verb} from '../../source/domain/release/verb.ts';
import {mustPlan, operationOf, revisionByTag, sceneOf} from './operator.ts';

/** A verb that was planned on one recorded situation, and its effect judged on another. */
const judged: readonly (readonly [Verb, string, string, string, string])[] = [
	[
		'promote',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/04-timed-pause-20-percent',
		'effective',
		'step 3/7, 20% configured',
	],
	['promote', 'argo-canary/02-paused-at-step-1', 'argo-canary/03-manually-paused', 'pending', 'still at step 1/7'],
	[
		'promote',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/07-aborted',
		'undone',
		'aborted on request at 07:12:31: Argo names no failure',
	],
	[
		'promote',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/12-paused-third-revision',
		'undone',
		'another release is under way',
	],
	[
		'promote',
		'argo-bluegreen/02-preview-waits-for-promotion',
		'argo-bluegreen/03-cut-over-old-still-running',
		'effective',
		'1.1.0 is fully promoted',
	],
	[
		'promoteFull',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/06-paused-at-50-after-analysis',
		'pending',
		'2.9.0 is not stable yet',
	],
	[
		'hold',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/03-manually-paused',
		'effective',
		'held: spec.paused is true',
	],
	[
		'resume',
		'argo-canary/03-manually-paused',
		'argo-canary/04-timed-pause-20-percent',
		'effective',
		'no longer held by hand',
	],
	[
		'back',
		'argo-canary/06-paused-at-50-after-analysis',
		'argo-canary/07-aborted',
		'effective',
		'aborted, 0% configured',
	],
	[
		'back',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/04-timed-pause-20-percent',
		'pending',
		'20% still configured',
	],
	[
		'back',
		'argo-canary/02-paused-at-step-1',
		'argo-canary/12-paused-third-revision',
		'undone',
		'another release is under way: 2.9.2',
	],
	[
		'back',
		'argo-basic-canary/02-paused-at-20',
		'argo-basic-canary/03-aborted-while-manually-paused',
		'notReverted',
		'Argo says aborted, 20% still on 5.1.0: spec.paused keeps its pods, 1 of them ready',
	],
	[
		'back',
		'argo-basic-canary/03-aborted-while-manually-paused',
		'argo-basic-canary/04-aborted',
		'effective',
		'aborted, 0% configured',
	],
	[
		'back',
		'argo-bluegreen/04-post-promotion-analysis',
		'argo-bluegreen/05-aborted-after-cutover-unready',
		'notReverted',
		'Argo says aborted, 100% still on 1.2.0: service frontend selects it',
	],
	['retry', 'argo-canary/07-aborted', 'argo-canary/08-analysis-failed', 'pending', 'still aborted'],
	['retry', 'argo-canary/07-aborted', 'argo-canary/02-paused-at-step-1', 'effective', 'started again at step 1/7'],
];

test.each(judged)('the effect of %s on %s, judged on %s, is %s', (verb, before, now, kind, evidence) => {
	const scene = sceneOf(before);
	const effect = operationOf(scene, verb).effect(mustPlan(scene, verb), scene.release, sceneOf(now).release);
	expect(effect).toEqual({kind, evidence});
});

test('another revision is on its way once the controller has made it the current one', () => {
	const scene = sceneOf('argo-canary/08-analysis-failed');
	const plan = mustPlan(scene, 'toRevision', [revisionByTag(scene, '2.8.1')]);
	const {effect} = operationOf(scene, 'toRevision');
	expect(effect(plan, scene.release, scene.release).kind).toBe('pending');
	expect(effect(plan, scene.release, sceneOf('argo-canary/09-undone-to-stable').release)).toEqual({
		kind: 'effective',
		evidence: '2.8.1 is on its way',
	});
});

test('the effect of back on a Deployment is pending until its last pod is back', () => {
	const scene = sceneOf('deployment/05-progress-deadline-exceeded');
	const plan = mustPlan(scene, 'back');
	const {effect} = operationOf(scene, 'back');
	expect(effect(plan, scene.release, scene.release).kind).toBe('pending');
	expect(effect(plan, scene.release, sceneOf('deployment/06-undone').release)).toEqual({
		kind: 'effective',
		evidence: 'every pod is 7.1.0',
	});
});
