import {describe, expect, it} from 'vitest';
import {fieldByField} from './field-by-field.ts';
import {situation} from './recorded.ts';
import {createRevisionedLab, type RevisionedLab} from './revisioned-lab.ts';

const recorded = (name: string) => situation(`statefulset/${name}`);
const setOf = (name: string) =>
	recorded(name).objects.find(({kind}) => kind === 'StatefulSet') ?? expect.fail(`${name} has no StatefulSet`);

/** A lab with these changes to the recorded spec, rolled out and at rest. */
function start(spec: object = {}): RevisionedLab {
	const {recordedAtMs} = recorded('01-partitioned');
	const lab = createRevisionedLab(setOf('01-partitioned'), {startMs: recordedAtMs, spec});
	lab.clock.advanceBy(30_000);
	return lab;
}

const rolling = (partition = 0) => ({updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition}}});

/** Allows more pods than the recordings have, which keep only two. */
function expectAs(lab: RevisionedLab, name: string): void {
	expect(fieldByField(lab.objects())).toMatchObject(fieldByField(recorded(name).objects));
}

/** Each state that the pods come to, in order, until the time is over. */
function statesDuring(lab: RevisionedLab, ms: number): readonly string[] {
	const states: string[] = [];
	lab.store.subscribe(() => {
		const state = lab.tags().join(' ');
		if (state !== states.at(-1)) states.push(state);
	});
	lab.clock.advanceBy(ms);
	return states;
}

describe('a StatefulSet ends up as the real controller left it', () => {
	it('when it is first deployed', () => {
		expectAs(start(), '01-partitioned');
	});

	it('when a new version stops at the partition', () => {
		const lab = start();
		lab.writeSpec(setOf('02-canary-on-ordinal-2'));
		lab.clock.advanceBy(30_000);
		expectAs(lab, '02-canary-on-ordinal-2');
		const {status} = setOf('02-canary-on-ordinal-2');
		expect(Object.keys(lab.status()).toSorted()).toEqual(Object.keys(status as object).toSorted());
	});
});

describe('a rolling update', () => {
	it('goes from the highest ordinal down, one pod at a time, each ready before the next', () => {
		const lab = start(rolling());
		lab.setImage('3.1.0');
		expect(statesDuring(lab, 20_000)).toEqual([
			'3.0.0 3.0.0 3.0.0',
			'3.0.0 3.0.0 3.0.0?',
			'3.0.0 3.0.0',
			'3.0.0 3.0.0 3.1.0?',
			'3.0.0 3.0.0 3.1.0',
			'3.0.0 3.0.0? 3.1.0',
			'3.0.0 3.1.0',
			'3.0.0 3.1.0? 3.1.0',
			'3.0.0 3.1.0 3.1.0',
			'3.0.0? 3.1.0 3.1.0',
			'3.1.0 3.1.0',
			'3.1.0? 3.1.0 3.1.0',
			'3.1.0 3.1.0 3.1.0',
		]);
		const {name} = lab.revision('3.1.0').metadata;
		expect(lab.status()).toMatchObject({currentRevision: name, updateRevision: name, currentReplicas: 3});
	});

	it('goes on as far as the partition is moved', () => {
		const lab = start(rolling(2));
		lab.setImage('3.1.0');
		lab.clock.advanceBy(60_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.1.0']);
		lab.patchSpec('StatefulSet', 'ledger', rolling(1));
		lab.clock.advanceBy(60_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.1.0', '3.1.0']);
		expect(lab.status()).toMatchObject({currentReplicas: 1, updatedReplicas: 2});
		lab.patchSpec('StatefulSet', 'ledger', rolling(0));
		lab.clock.advanceBy(60_000);
		expect(lab.tags()).toEqual(['3.1.0', '3.1.0', '3.1.0']);
	});

	it('does not take pods back when the partition is raised', () => {
		const lab = start(rolling(1));
		lab.setImage('3.1.0');
		lab.clock.advanceBy(60_000);
		lab.patchSpec('StatefulSet', 'ledger', rolling(3));
		lab.clock.advanceBy(60_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.1.0', '3.1.0']);
	});

	it('makes a lost pod below the partition anew from the current revision', () => {
		const lab = start(rolling(2));
		lab.setImage('3.1.0');
		lab.clock.advanceBy(60_000);
		lab.deletePod(lab.pods()[0]);
		lab.clock.advanceBy(60_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.1.0']);
	});

	it('waits until each pod was ready for minReadySeconds', () => {
		const lab = start({...rolling(), minReadySeconds: 20});
		lab.clock.advanceBy(60_000);
		lab.setImage('3.1.0');
		lab.clock.advanceBy(15_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.1.0']);
		expect(lab.status()).toMatchObject({readyReplicas: 3, availableReplicas: 2});
		lab.clock.advanceBy(60_000);
		expect(lab.tags()).toEqual(['3.1.0', '3.1.0', '3.1.0']);
	});
});

describe('a broken version', () => {
	it('blocks an OrderedReady set even after the template was put back, until its pod is deleted', () => {
		const lab = start(rolling());
		lab.setImage('3.1.0-broken');
		lab.clock.advanceBy(30_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.1.0-broken?']);
		lab.undoTo(lab.revision('3.0.0'));
		lab.clock.advanceBy(600_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.1.0-broken?']);
		expect(lab.status()).toMatchObject({observedGeneration: 3, readyReplicas: 2});
		lab.deletePod(lab.pods()[2]);
		lab.clock.advanceBy(30_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.0.0']);
	});

	it('stops a Parallel set at its first pod', () => {
		const lab = start({...rolling(), podManagementPolicy: 'Parallel'});
		lab.setImage('3.1.0-broken');
		lab.clock.advanceBy(600_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.1.0-broken?']);
	});

	it('is replaced by itself when the set is Parallel', () => {
		const lab = start({...rolling(), podManagementPolicy: 'Parallel'});
		lab.setImage('3.1.0-broken');
		lab.clock.advanceBy(30_000);
		lab.undoTo(lab.revision('3.0.0'));
		lab.clock.advanceBy(30_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.0.0']);
	});
});

describe('revisions', () => {
	it('take the newest number when they are written back', () => {
		const lab = start(rolling());
		lab.setImage('3.1.0');
		lab.clock.advanceBy(60_000);
		const before = lab.revision('3.0.0');
		lab.undoTo(before);
		lab.clock.advanceBy(60_000);
		expect(lab.revision('3.0.0')).toMatchObject({revision: 3, metadata: {uid: before.metadata.uid}});
		expect(lab.revision('3.1.0').revision).toBe(2);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.0.0']);
	});

	it('beyond the limit are deleted, the oldest first, but none that is in use', () => {
		const lab = start({...rolling(2), revisionHistoryLimit: 1});
		for (const tag of ['3.1.0', '3.2.0', '3.3.0']) {
			lab.setImage(tag);
			lab.clock.advanceBy(30_000);
		}
		const revisions = lab.store.list('controllerrevisions.apps').map(({revision}) => revision);
		expect(revisions.toSorted()).toEqual([1, 3, 4]);
	});
});

describe('OnDelete', () => {
	it('changes nothing until pods are deleted, and never calls the new revision the current one', () => {
		const lab = start({updateStrategy: {type: 'OnDelete'}});
		lab.setImage('3.1.0');
		lab.clock.advanceBy(600_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.0.0', '3.0.0']);
		expect(lab.status()).toMatchObject({
			currentRevision: lab.revision('3.0.0').metadata.name,
			updateRevision: lab.revision('3.1.0').metadata.name,
		});
		expect(lab.status()).not.toHaveProperty('updatedReplicas');
		lab.deletePod(lab.pods()[1]);
		lab.clock.advanceBy(30_000);
		expect(lab.tags()).toEqual(['3.0.0', '3.1.0', '3.0.0']);
		for (const index of [0, 2]) {
			lab.deletePod(lab.pods()[index]);
			lab.clock.advanceBy(30_000);
		}
		expect(lab.tags()).toEqual(['3.1.0', '3.1.0', '3.1.0']);
		expect(lab.status()).toMatchObject({
			updatedReplicas: 3,
			currentRevision: lab.revision('3.0.0').metadata.name,
		});
	});
});

describe('replicas', () => {
	it('come one after the other, and go from the highest ordinal', () => {
		const lab = start({...rolling(), replicas: 1});
		lab.patchSpec('StatefulSet', 'ledger', {replicas: 3});
		expect(statesDuring(lab, 10_000)).toEqual([
			'3.0.0 3.0.0?',
			'3.0.0 3.0.0',
			'3.0.0 3.0.0 3.0.0?',
			'3.0.0 3.0.0 3.0.0',
		]);
		lab.patchSpec('StatefulSet', 'ledger', {replicas: 1});
		expect(statesDuring(lab, 10_000)).toEqual(['3.0.0 3.0.0 3.0.0?', '3.0.0 3.0.0', '3.0.0 3.0.0?', '3.0.0']);
		expect(lab.pods().map(({metadata}) => metadata.name)).toEqual(['ledger-0']);
	});

	it('come all at once when the set is Parallel', () => {
		const {recordedAtMs} = recorded('01-partitioned');
		const spec = {podManagementPolicy: 'Parallel'};
		const lab = createRevisionedLab(setOf('01-partitioned'), {startMs: recordedAtMs, spec});
		lab.clock.advanceBy(100);
		expect(lab.tags()).toEqual(['3.0.0?', '3.0.0?', '3.0.0?']);
	});
});
