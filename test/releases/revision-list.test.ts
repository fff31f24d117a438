import {describe, expect, test} from 'vitest';
import {revisionByTag, sceneOf} from './operator.ts';

describe('the list of revisions', () => {
	test('marks the revision that the spec has, and starts on the likeliest other one', () => {
		const scene = sceneOf('deployment/04-second-revision');
		const question = scene.backend.operations.toRevision?.ask?.(scene.release, []);
		expect(question?.options.map(({text}) => text)).toEqual(['r2 7.1.0 · stable · the spec has it', 'r1 7.0.0']);
		expect(question?.start).toBe(revisionByTag(scene, '7.0.0'));
		const present = scene.backend.operations.toRevision?.can(scene.release, [revisionByTag(scene, '7.1.0')]);
		expect(present).toMatchObject({ok: false, error: {reason: 'the spec has 7.1.0 already'}});
	});

	test('while an update runs starts on stable, of a Rollout as well', () => {
		for (const name of [
			'deployment/02-rolling',
			'argo-canary/02-paused-at-step-1',
			'statefulset/02-canary-on-ordinal-2',
		]) {
			const {backend, release} = sceneOf(name);
			const question = backend.operations.toRevision?.ask?.(release, []);
			expect(question?.start).toBe(release.stable);
			expect(question?.options.find(({value}) => value === release.canary)?.text).toMatch(/ · the spec has it$/);
		}
	});

	test('never starts on a revision that was never promoted while there is another', () => {
		const {backend, release} = sceneOf('deployment/06-undone');
		const question = backend.operations.toRevision?.ask?.(release, []);
		expect(question?.options.find(({value}) => value === question.start)?.text).toBe('r1 7.0.0');
	});
});
