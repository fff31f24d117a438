import {expect, test} from 'vitest';
import {mustPlan, revisionByTag, sceneOf} from './operator.ts';

test.each([
	['argo-canary/09-undone-to-stable', '2.9.0', 'towardStable'],
	['argo-canary/12-paused-third-revision', '2.9.0', 'towardCanary'],
	['deployment/04-second-revision', '7.0.0', 'towardStable'],
	['deployment/02-rolling', '7.0.0', 'towardCanary'],
	['daemonset/02-second-revision', '1.0.0', 'towardStable'],
	['statefulset/02-canary-on-ordinal-2', '3.0.0', 'towardCanary'],
])('the undo of a roll on %s leads to the template that it replaced', (situation, tag, direction) => {
	const scene = sceneOf(situation);
	expect(mustPlan(scene, 'toRevision', [revisionByTag(scene, tag)]).undoDirection).toBe(direction);
});

test.each([
	['argo-canary/01-healthy', 'registry.example/checkout:2.9.0', 'towardStable'],
	['argo-canary/03-manually-paused', 'registry.example/checkout:3.0.0', 'towardCanary'],
])('the undo of another image on %s leads to the template that it replaced', (situation, image, direction) => {
	expect(mustPlan(sceneOf(situation), 'setImage', [image]).undoDirection).toBe(direction);
});
