import {describe, expect, it} from 'vitest';
import type {ReplicaSet} from '../../../source/demo/controllers/kube-types.ts';
import {asCreated, createLab, type Lab} from './lab.ts';
import {situation} from './recorded.ts';
import {eventTexts, tagOf, visible} from './visible.ts';

const recorded = (name: string) => situation(`deployment/${name}`);

function expectAs(lab: Lab, name: string): void {
	const {objects} = recorded(name);
	expect(visible(lab.objects())).toEqual(visible(objects));
	expect(eventTexts(lab.objects())).toEqual(expect.arrayContaining([...eventTexts(objects)]));
}

function startAt(name: string): Lab {
	const {objects, recordedAtMs} = recorded(name);
	return createLab(objects, {startMs: recordedAtMs});
}

function specOf(name: string) {
	return recorded(name).objects.find(({kind}) => kind === 'Deployment') ?? expect.fail(`${name} has no Deployment`);
}

/** Goes on until that revision has so many pods, one of them ready. */
function untilRolling(lab: Lab, tag: string, pods: number): void {
	lab.advanceUntil(() =>
		(lab.store.list('replicasets.apps') as readonly ReplicaSet[]).some(
			replicaSet =>
				tagOf(replicaSet) === tag && replicaSet.status?.replicas === pods && replicaSet.status.readyReplicas === 1,
		),
	);
	lab.clock.advanceBy(100);
}

describe('a Deployment ends up as the real controller left it', () => {
	it('when it is first deployed', () => {
		const {objects, recordedAtMs} = recorded('01-complete');
		const lab = createLab(asCreated(objects), {startMs: recordedAtMs});
		lab.clock.advanceBy(10_000);
		expectAs(lab, '01-complete');
	});

	it('in the middle of a rolling update', () => {
		const lab = startAt('01-complete');
		lab.writeSpec(specOf('02-rolling'));
		untilRolling(lab, '7.1.0', 2);
		expectAs(lab, '02-rolling');
	});

	it('when it is paused in the middle', () => {
		const lab = startAt('02-rolling');
		lab.writeSpec(specOf('03-paused'));
		lab.clock.advanceBy(60_000);
		expectAs(lab, '03-paused');
	});

	it('when it is resumed and goes on to its end', () => {
		const lab = startAt('03-paused');
		lab.writeSpec(specOf('04-second-revision'));
		lab.clock.advanceBy(8_000);
		expectAs(lab, '04-second-revision');
	});

	it('when the new pods crash-loop past the deadline', () => {
		const lab = startAt('04-second-revision');
		lab.writeSpec(specOf('05-progress-deadline-exceeded'));
		lab.clock.advanceBy(18_000);
		expectAs(lab, '05-progress-deadline-exceeded');
	});

	it('when the previous revision is written back', () => {
		const lab = startAt('05-progress-deadline-exceeded');
		lab.writeSpec(specOf('06-undone'));
		lab.clock.advanceBy(8_000);
		expectAs(lab, '06-undone');
	});
});
