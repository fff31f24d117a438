import {describe, expect, test} from 'vitest';
import {withValue} from './changed.ts';
import {carriedOut, mustPlan, operationOf, sceneFrom, sceneOf, withObject} from './operator.ts';
import {rawOf} from './situation.ts';

describe('a recorded canary with dynamic stable scale, aborted at 80 %, whose controller stopped on the way,', () => {
	const stuck = () => sceneOf('argo-dynamic-scale/01-aborted-at-60');

	test('is not reverted once nothing moves, and goes back by the template of stable', () => {
		const {release} = stuck();
		expect(release.split).toMatchObject({configuredPercent: 60, configuredBy: 'route'});
		expect(release.contradictions.map(({text}) => text)).toEqual([
			'Argo says aborted, 60% still on 32.0.0: the route sends it there',
		]);
		expect(release.back.text).toBe('1.0.0 by undo to the stable template (aborted, 60% still on 32.0.0)');
	});

	test('is not judged by a contradiction from before the request', () => {
		const scene = stuck();
		const written = carriedOut(scene);
		// The API server has counted the new spec, and Argo has not seen it.
		const asPatched = rawOf(written.objects, 'Rollout');
		const {generation} = asPatched.metadata as {generation: number};
		const rollout = withValue(asPatched, ['metadata', 'generation'], generation + 1);
		const after = sceneFrom(withObject(written.objects, rollout), scene.nowMs);
		expect(after.release.isAnswerAwaited).toBe(true);
		const {effect} = operationOf(scene, 'back');
		expect(effect(mustPlan(scene, 'back'), scene.release, after.release)).toEqual({
			kind: 'pending',
			evidence: '60% still configured',
		});
	});
});
