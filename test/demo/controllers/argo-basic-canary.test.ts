import {describe, expect, it} from 'vitest';
import {asCreated, createLab, type Lab} from './lab.ts';
import {situation} from './recorded.ts';
import {eventTexts, visible} from './visible.ts';

const recorded = (name: string) => situation(`argo-basic-canary/${name}`);

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
	return recorded(name).objects.find(({kind}) => kind === 'Rollout') ?? expect.fail(`${name} has no Rollout`);
}

describe('a canary without a router ends up as the real controller left it', () => {
	it('when it is first deployed', () => {
		const {objects, recordedAtMs} = recorded('01-healthy');
		const lab = createLab(asCreated(objects), {startMs: recordedAtMs});
		lab.clock.advanceBy(10_000);
		expectAs(lab, '01-healthy');
	});

	it('when a new image comes: one pod of five', () => {
		const lab = startAt('01-healthy');
		lab.writeSpec(specOf('02-paused-at-20'));
		lab.clock.advanceBy(8_000);
		expectAs(lab, '02-paused-at-20');
	});

	it('when it is aborted while a person has paused it: it says aborted and its pod keeps serving', () => {
		const lab = startAt('02-paused-at-20');
		lab.writeSpec(specOf('03-aborted-while-manually-paused'));
		lab.clock.advanceBy(1_000);
		lab.patchStatus('search', {abort: true});
		lab.clock.advanceBy(600_000);
		expectAs(lab, '03-aborted-while-manually-paused');
	});

	it('when it is unpaused then: the pod goes', () => {
		const lab = startAt('03-aborted-while-manually-paused');
		lab.writeSpec(specOf('04-aborted'));
		lab.clock.advanceBy(8_000);
		expectAs(lab, '04-aborted');
	});
});
