import {describe, expect, it} from 'vitest';
import type {Pod} from '../../../source/demo/controllers/kube-types.ts';
import {isReady, isTerminating} from '../../../source/demo/controllers/pods.ts';
import {fieldByField} from './field-by-field.ts';
import {situation} from './recorded.ts';
import {createRevisionedLab, node, type RevisionedLab} from './revisioned-lab.ts';

const recorded = (name: string) => situation(`daemonset/${name}`);
const setOf = (name: string) =>
	recorded(name).objects.find(({kind}) => kind === 'DaemonSet') ?? expect.fail(`${name} has no DaemonSet`);

function start(nodes: number, spec: object = {}): RevisionedLab {
	const {recordedAtMs} = recorded('01-complete');
	const lab = createRevisionedLab(setOf('01-complete'), {startMs: recordedAtMs, nodes, spec});
	lab.clock.advanceBy(30_000);
	return lab;
}

/** The fewest pods that serve while time passes, and the counts of updated pods in that time. */
function during(lab: RevisionedLab, ms: number) {
	let fewest = Number.POSITIVE_INFINITY;
	const updated = new Set<unknown>();
	lab.store.subscribe(({resource}) => {
		fewest = Math.min(fewest, lab.pods().filter(pod => isReady(pod) && !isTerminating(pod)).length);
		if (resource === 'daemonsets.apps') updated.add(lab.status().updatedNumberScheduled ?? 0);
	});
	lab.clock.advanceBy(ms);
	return {fewest, updated: [...updated]};
}

const nodesOf = (pods: readonly Pod[]) => pods.map(({spec}) => spec.nodeName).toSorted();

describe('a DaemonSet ends up as the real controller left it', () => {
	it('when it is first deployed', () => {
		expect(fieldByField(start(1).objects())).toEqual(fieldByField(recorded('01-complete').objects));
	});

	it('when a new version was rolled out', () => {
		const lab = start(1);
		lab.writeSpec(setOf('02-second-revision'));
		lab.clock.advanceBy(30_000);
		expect(fieldByField(lab.objects())).toEqual(fieldByField(recorded('02-second-revision').objects));
	});
});

describe('a rolling update', () => {
	it('updates one node after the other', () => {
		const lab = start(4);
		lab.setImage('1.1.0');
		expect(during(lab, 30_000)).toEqual({fewest: 3, updated: [0, 1, 2, 3, 4]});
		expect(lab.tags()).toEqual(['1.1.0', '1.1.0', '1.1.0', '1.1.0']);
		expect(lab.status()).toEqual({
			currentNumberScheduled: 4,
			numberMisscheduled: 0,
			desiredNumberScheduled: 4,
			numberReady: 4,
			observedGeneration: 2,
			updatedNumberScheduled: 4,
			numberAvailable: 4,
		});
	});

	it('updates as many nodes at once as maxUnavailable says', () => {
		const lab = start(4, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: '50%'}}});
		lab.setImage('1.1.0');
		expect(during(lab, 30_000).fewest).toBe(2);
	});

	it('stops at a broken version, and replaces its pod once the old template is written back', () => {
		const lab = start(4);
		lab.setImage('1.1.0-broken');
		lab.clock.advanceBy(120_000);
		expect(lab.tags().toSorted()).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.1.0-broken?']);
		expect(lab.status()).toMatchObject({updatedNumberScheduled: 1, numberAvailable: 3, numberUnavailable: 1});
		lab.undoTo(lab.revision('1.0.0'));
		lab.clock.advanceBy(30_000);
		expect(lab.tags()).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
		expect(lab.revision('1.0.0').revision).toBe(3);
	});
});

describe('OnDelete', () => {
	it('changes nothing until pods are deleted', () => {
		const lab = start(3, {updateStrategy: {type: 'OnDelete'}});
		lab.setImage('1.1.0');
		lab.clock.advanceBy(600_000);
		expect(lab.tags()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
		expect(lab.status()).not.toHaveProperty('updatedNumberScheduled');
		lab.deletePod(lab.pods()[0]);
		lab.clock.advanceBy(30_000);
		expect(lab.tags().toSorted()).toEqual(['1.0.0', '1.0.0', '1.1.0']);
		expect(lab.status()).toMatchObject({updatedNumberScheduled: 1, numberAvailable: 3});
	});
});

it('a DaemonSet gets a pod on a new node', () => {
	const lab = start(2);
	lab.store.create('nodes', node(3), {manager: 'node'});
	lab.clock.advanceBy(10_000);
	expect(nodesOf(lab.pods())).toEqual(['n1', 'n2', 'n3']);
	expect(lab.status()).toMatchObject({desiredNumberScheduled: 3, numberReady: 3});
});
