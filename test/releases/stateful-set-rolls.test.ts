import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {mustPlan, operationOf, patched, patchSteps, sceneFrom, verbsOf, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';
import {changedSet, crashing, imageBack, type Mutable, old, pod, threePods, young} from './stateful-set-scenes.ts';

describe('a StatefulSet that rolls', () => {
	const rolling = changedSet(set => {
		Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 0}}});
	}, threePods);

	test('names the next pod, and hold raises the partition to the lowest updated pod', () => {
		expect(rolling.release).toMatchObject({
			strategy: 'rolling',
			phase: {kind: 'progressing', because: '1 of 3 pods are of the new version'},
			next: {kind: 'event', text: 'ledger-1 is replaced next, once the others are ready'},
			split: {desiredPercent: 100, configuredPercent: 33.3},
		});
		expect(rolling.release.steps.map(({state}) => state)).toEqual(['done', 'current', 'ahead']);
		expect(verbsOf(rolling)).toMatchObject({
			promote: 'refused: no partition holds it: it goes on by itself',
			promoteFull: 'refused: no partition holds it: it goes on by itself',
			hold: 'HOLD 3.1.0 (partition 0 → 2)',
			back: 'BACK TO 3.0.0 (undo)',
		});
		expect(mustPlan(rolling, 'hold')).toMatchObject({
			direction: 'towardStable',
			undoDirection: 'towardCanary',
			effects: ['no pod below ledger-2 is replaced; those with 3.1.0 keep it'],
		});
		expect(rolling.backend.unsupported.resume).toMatch(/remembers no partition/);
	});

	test('goes on until its pods have been ready for as long as minReadySeconds asks', () => {
		const {release} = changedSet(set => {
			Object.assign(set.spec, {minReadySeconds: 30});
			Object.assign(set.status, {availableReplicas: 2});
		}, threePods);
		expect(release.phase).toMatchObject({kind: 'progressing', because: '2 of 3 pods have been ready for 30 s'});
	});

	test('is silent where its controller does not answer', () => {
		const {release} = changedSet(set => Object.assign(set.metadata, {generation: 3}), threePods);
		expect(release.phase.kind).toBe('progressing');
		const {objects, nowMs} = readSituation('statefulset/02-canary-on-ordinal-2');
		const set = structuredClone(rawOf(objects, 'StatefulSet')) as unknown as Mutable;
		Object.assign(set.metadata, {generation: 3});
		const later = sceneFrom(withObject(objects, set as unknown as RawObject), nowMs + 60_000);
		expect(later.release.phase).toMatchObject({kind: 'silent'});
		expect(verbsOf(later).promote).toMatch(/^refused: the controller does not answer/);
	});
});

describe('a pod that never becomes ready', () => {
	const stuck = changedSet(
		set => Object.assign(set.status, {readyReplicas: 2, availableReplicas: 2}),
		objects => threePods(objects, crashing),
	);

	test('holds up the whole set, and is the reason why promote is refused', () => {
		expect(stuck.release.phase.kind).toBe('degraded');
		expect(stuck.release.why?.text).toMatch(/^ledger-2 CrashLoopBackOff, 4 restarts/);
		expect(stuck.release.next.text).toBe('nothing moves until ledger-2 is ready, and nothing goes back by itself');
		expect(stuck.release.split).toMatchObject({desiredPercent: 33.3, configuredPercent: 0});
		expect(stuck.release.back.text).toBe('3.0.0 by undo, then delete ledger-2');
		expect(verbsOf(stuck).promote).toMatch(/^refused: ledger-2 CrashLoopBackOff.*; . goes back$/);
	});

	test('is deleted by back, by its uid, once the controller has taken the old template up', () => {
		const plan = mustPlan(stuck, 'back');
		expect(plan.steps.slice(1)).toEqual([
			{
				kind: 'await',
				ref: stuck.release.ref,
				until: [{pointer: '/status/updateRevision', op: 'equals', value: old}],
				deadlineSeconds: 30,
				label: 'the controller takes 3.0.0 up',
			},
			{kind: 'delete', ref: {kindId: 'pods', namespace: 'pay', name: 'ledger-2'}, uid: 'uid-of-ledger-2'},
		]);
		expect(plan.effects.at(-1)).toBe('ledger-2 is deleted, as it never becomes ready: it comes back as 3.0.0');
		expect(operationOf(stuck, 'back').permissions(stuck.release)).toEqual([
			{verb: 'patch', kindId: 'statefulsets.apps', subresource: null, role: 'operator'},
			{verb: 'delete', kindId: 'pods', subresource: null, role: 'optIn'},
		]);
	});

	test('is replaced by the controller itself in a set of policy Parallel', () => {
		const parallel = changedSet(
			set => {
				Object.assign(set.spec, {podManagementPolicy: 'Parallel'});
				Object.assign(set.status, {readyReplicas: 2, availableReplicas: 2});
			},
			objects => threePods(objects, crashing),
		);
		expect(mustPlan(parallel, 'back').steps.map(({kind}) => kind)).toEqual(['patch']);
		expect(operationOf(parallel, 'back').permissions(parallel.release)).toHaveLength(1);
	});

	test('is waited for first where it only starts slowly, and deleted once the template is back', () => {
		const slow = ({status}: Mutable) => {
			for (const condition of status.conditions) if (condition.type === 'Ready') condition.status = 'False';
			for (const container of status.containerStatuses) container.ready = false;
		};
		const notReady = {readyReplicas: 2, availableReplicas: 2};
		const starting = changedSet(
			set => Object.assign(set.status, notReady),
			objects => threePods(objects, slow),
		);
		expect(mustPlan(starting, 'back')).toMatchObject({
			means: 'undo',
			caveats: [expect.stringMatching(/waited for first; if it never becomes ready, . once more deletes it$/)],
		});
		const undone = changedSet(
			set => {
				imageBack(set);
				Object.assign(set.status, notReady, {updateRevision: old, updatedReplicas: 2});
			},
			objects => threePods(objects, slow),
		);
		expect(undone.release.next.text).toBe(`ledger-2 is waited for, though it is to go: ${verb('back')} deletes it`);
		expect(mustPlan(undone, 'back').steps.map(({kind}) => kind)).toEqual(['delete']);
	});

	test('is all that back deletes, without a patch, where the template is back already', () => {
		const scene = changedSet(
			set => {
				imageBack(set);
				Object.assign(set.status, {updateRevision: old, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2});
			},
			objects => threePods(objects, crashing),
		);
		expect(scene.release.back).toMatchObject({
			text: 'on its way back to 3.0.0: delete ledger-2',
			means: 'delete ledger-2',
		});
		const plan = mustPlan(scene, 'back');
		expect(plan.steps).toEqual([
			{kind: 'delete', ref: {kindId: 'pods', namespace: 'pay', name: 'ledger-2'}, uid: 'uid-of-ledger-2'},
		]);
		expect(plan.direction).toBe('towardStable');
		expect(
			operationOf(scene, 'back')
				.permissions(scene.release)
				.map(({verb}) => verb),
		).toEqual(['delete']);
	});
});

describe('a pod below a raised partition', () => {
	const raised = changedSet(set => {
		Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 3}}});
	}, threePods);

	test('keeps its version, and perch says that a replaced pod would not have it', () => {
		expect(raised.release.contradictions.map(({text}) => text)).toEqual([
			'ledger-2 is 3.1.0 below the partition: were it replaced, it would be 3.0.0',
		]);
		expect(raised.release.next.text).toBe('nothing: partition 3 lets no pod have 3.1.0');
	});

	test('would be left behind by an undo, so back lowers the partition as well', () => {
		const plan = mustPlan(raised, 'back');
		expect(plan.means).toBe('undo, partition 2');
		expect(plan.caveats).toContain('the partition is 2 afterwards, so that no pod is left behind; it was 3');
		const [step] = patchSteps(plan);
		const path = '/spec/updateStrategy/rollingUpdate/partition';
		expect(step?.patch.filter(operation => operation.path === path)).toEqual([
			{op: 'test', path, value: 3},
			{op: 'replace', path, value: 2},
		]);
		const before = rawOf(raised.objects, 'StatefulSet');
		const after = patched(before, step?.patch ?? []);
		expect(after && step?.inverse && patched(after, step.inverse)).toEqual(before);
	});

	test('is promoted as the highest one, however far above it the partition stands', () => {
		const above = changedSet(
			set => {
				Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 9}}});
				Object.assign(set.status, {updatedReplicas: 0});
			},
			objects => [pod(objects, 0, old), pod(objects, 1, old), pod(objects, 2, old)],
		);
		expect(mustPlan(above, 'promote').means).toBe('partition 9 → 2');
		expect(mustPlan(above, 'promote').effects).toEqual(['0% → 33.3% of the pods on 3.1.0', 'ledger-2: 3.0.0 → 3.1.0']);
	});
});

describe('OnDelete', () => {
	const onDelete = changedSet(set => {
		Object.assign(set.spec, {updateStrategy: {type: 'OnDelete'}});
	}, threePods);

	test('changes nothing until pods are deleted, and names the old pods', () => {
		expect(onDelete.release).toMatchObject({
			strategy: 'rolling',
			phase: {kind: 'paused', because: 'person'},
			steps: [],
			split: {desiredPercent: 'unknown', configuredPercent: 33.3},
			next: {text: 'nothing until pods are deleted: 2 still old, ledger-0, ledger-1'},
			why: {text: 'OnDelete: a pod takes 3.1.0 only once somebody deletes it'},
		});
		expect(verbsOf(onDelete)).toMatchObject({
			promote: 'refused: OnDelete: the set has no partition; its pods change when they are deleted',
			setWeight: 'refused: OnDelete: the set has no partition; its pods change when they are deleted',
			hold: 'refused: OnDelete: the set has no partition; its pods change when they are deleted',
			back: 'BACK TO 3.0.0 (undo)',
		});
		expect(mustPlan(onDelete, 'back').effects).toEqual([
			'spec: 3.1.0 → 3.0.0',
			'no pod is replaced until it is deleted: OnDelete',
		]);
	});

	test('offers no second step back, to the version that is being left, after a step back', () => {
		const {objects, nowMs} = changedSet(set => {
			Object.assign(set.spec, {updateStrategy: {type: 'OnDelete'}});
			Object.assign(set.status, {updateRevision: old, updatedReplicas: 2});
			imageBack(set);
		}, threePods);
		const renumbered = {...rawOf(objects, 'ControllerRevision', old), revision: 3};
		const scene = sceneFrom(withObject(objects, renumbered), nowMs);
		expect(scene.release.next.text).toBe('nothing until pods are deleted: 1 still old, ledger-2');
		const text = `already on its way back to 3.0.0, as pods are deleted; ${verb('toRevision')} chooses 3.1.0 again`;
		expect(verbsOf(scene).back).toBe(`refused: ${text}`);
	});

	test('has the new version as stable once every pod has it, though the controller never calls it current', () => {
		const {release} = changedSet(
			set => {
				Object.assign(set.spec, {updateStrategy: {type: 'OnDelete'}});
				Object.assign(set.status, {updatedReplicas: 3});
			},
			objects => [pod(objects, 0, young), pod(objects, 1, young), pod(objects, 2, young)],
		);
		expect(release).toMatchObject({phase: {kind: 'stable'}, canary: null});
		expect(release.revisions.find(({role}) => role === 'stable')?.tag).toBe('3.1.0');
	});
});

test('perch names the pods of a set whose ordinals start elsewhere by those ordinals', () => {
	const {release} = changedSet(
		set => Object.assign(set.spec, {ordinals: {start: 5}}),
		objects => [pod(objects, 5, old), pod(objects, 6, old), pod(objects, 7, young)],
	);
	expect(release.steps.map(({label}) => label)).toEqual(['ledger-7', 'ledger-6', 'ledger-5']);
	expect(release.next.text).toBe('nothing by itself: ledger-5 to ledger-6 stay on 3.0.0');
});
