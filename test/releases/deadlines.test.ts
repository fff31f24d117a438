import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {changed, withValue} from './changed.ts';
import {flaggerScene, type Part} from './flagger-scene.ts';
import {sceneFrom} from './operator.ts';
import {readSituation} from './situation.ts';

/** NEXT of a Deployment in the middle of an update. */
function nextWith(progressDeadlineSeconds: number): string {
	const {objects, nowMs} = readSituation('deployment/02-rolling');
	const others = objects.map(object =>
		object.kind === 'Deployment'
			? withValue(object, ['spec', 'progressDeadlineSeconds'], progressDeadlineSeconds)
			: object,
	) as readonly RawObject[];
	return sceneFrom(others, nowMs).release.next.text;
}

test('a Deployment without a deadline names none, and one of two days has a date', () => {
	expect(nextWith(600)).toContain('; marked as failed at 07:47:40 without progress');
	expect(nextWith(172_800)).toContain('; marked as failed at 2026-11-23 07:37 without progress');
	expect(nextWith(2_147_483_647)).toBe('pods are replaced as new ones become available: 2/3 are 7.1.0');
});

test('a Canary that waits for pods names a deadline of two days with its date, and none without a deadline', () => {
	const next = (seconds: number) =>
		flaggerScene('02-progressing', cluster => {
			cluster.spec.progressDeadlineSeconds = seconds;
			const target = cluster.object('Deployment', 'cart') as unknown as {status: Part};
			target.status.availableReplicas = 0;
		}).release.next.text;
	expect(next(172_800)).toMatch(/; rolls back at \d{4}-\d\d-\d\d \d\d:\d\d without progress$/);
	expect(next(2_147_483_647)).not.toContain('rolls back at');
});

test('a Rollout whose pods do not start names a deadline of two days with its date, and none without one', () => {
	const next = (seconds: number) =>
		changed('argo-canary/10-canary-pods-crash-looping', ({spec}) => {
			spec.progressDeadlineSeconds = seconds;
		}).release.next.text;
	expect(next(172_800)).toMatch(/ at \d{4}-\d\d-\d\d \d\d:\d\d$/);
	expect(next(2_147_483_647)).not.toMatch(/\d\d:\d\d/);
});
