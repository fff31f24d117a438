import * as v from 'valibot';
import {expect, test} from 'vitest';
import {ROLLOUTS, type RolloutObject} from '../../source/kinds/argo-rollouts/rollout.ts';
import {equalitiesOf} from '../../source/kinds/label-selector.ts';
import {argoRollouts} from '../../source/releases/argo-rollouts/argo-rollouts.ts';
import {type Change, changed} from './changed.ts';
import {mustPlan} from './operator.ts';
import {rawOf, readSituation, snapshotOf} from './situation.ts';

/** A Rollout with a workloadRef needs no selector: its status has the one that Argo resolved. */
const withoutSelector: Change = rollout => {
	rollout.spec.workloadRef = {apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend'};
	delete rollout.spec.template;
	delete rollout.spec.selector;
};

test('a Rollout without a selector of its own has its revisions and pods by that of its status', () => {
	const {release} = changed('argo-bluegreen/02-preview-waits-for-promotion', withoutSelector);
	expect(release.revisions.map(({tag, pods}) => [tag, pods.ready])).toEqual([
		['1.1.0', 2],
		['1.0.0', 2],
	]);
	expect(release.podLabels).toEqual({app: 'frontend'});
});

test('perch watches the pods of every revision of a Rollout without a selector of its own', () => {
	const raw = structuredClone(rawOf(readSituation('argo-bluegreen/02-preview-waits-for-promotion').objects, 'Rollout'));
	withoutSelector(raw as unknown as Parameters<Change>[0]);
	const rollout: RolloutObject = v.parse(ROLLOUTS.schema, raw);
	expect(argoRollouts.companions(rollout, snapshotOf([raw]))).toContainEqual({
		kindId: 'pods',
		namespace: 'shop',
		labelSelector: 'app=frontend',
	});
});

test.each([
	['app=frontend,rollouts-pod-template-hash=7f684f7b47', {app: 'frontend', 'rollouts-pod-template-hash': '7f684f7b47'}],
	['app.kubernetes.io/name=a', {'app.kubernetes.io/name': 'a'}],
	['tier in (a,b)', null],
	['app!=x', null],
	['', null],
])('%j is read as equalities, or not at all', (text, labels) => {
	expect(equalitiesOf(text)).toEqual(labels);
});

test('after an abort perch names the object with the template, which still names the version', () => {
	// The recorded blue/green before its promotion, its template in a Deployment; then aborted like a canary (07).
	const waiting = changed('argo-bluegreen/02-preview-waits-for-promotion', withoutSelector);
	expect(mustPlan(waiting, 'back').caveats).toContain(
		'Deployment frontend still says 1.1.0: the next sync or edit starts it again',
	);
	const aborted = changed('argo-bluegreen/02-preview-waits-for-promotion', rollout => {
		withoutSelector(rollout);
		const {pauseConditions: _, controllerPause: __, ...status} = rollout.status;
		rollout.status = {
			...status,
			abort: true,
			abortedAt: '2026-11-21T07:12:31Z',
			phase: 'Degraded',
			message: 'RolloutAborted: Rollout aborted update to revision 2',
		};
	});
	expect(aborted.release.next.text).toMatch(/; Deployment frontend still says 1\.1\.0$/);
});
