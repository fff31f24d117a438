import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {confirmTowardCanary, confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';

/** One verb from the key to its proven end: what is asked of the world, in which order, and what is said. */
describe('an intent', () => {
	test('to promote reads, tries, records, reads again, patches, and is effective when the next step is seen', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1');
		const before = desk.commands.length;
		desk.press('p');
		confirmTowardCanary(desk);
		desk.advance(1_000);
		expect(asked(desk, before)).toEqual(['readLive dialog', 'dryRun', 'record intent', 'readLive recheck', 'send']);
		expect(phaseOf(desk)).toMatchObject({kind: 'accepted', effect: {kind: 'pending'}});
		desk.server.become(objectsOf('argo-canary/04-timed-pause-20-percent'));
		desk.sync();
		expect(phaseOf(desk)).toMatchObject({kind: 'effective', evidence: 'step 3/7'});
		expect(desk.state().screen.dialog).toBeNull();
		expect(asked(desk, before).slice(5)).toEqual(['record outcome', 'postEvent']);
	});

	test('to go back from a canary that is held by hand has two steps, each with its own patch', () => {
		const desk = deskOn('argo-canary/03-manually-paused');
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied.map(last)).toEqual([
			{op: 'add', path: '/status/abort', value: true},
			expect.objectContaining({path: '/spec/paused'}),
		]);
		expect(phaseOf(desk)).toMatchObject({kind: 'accepted'});
	});

	test('to go back is effective when the abort is seen, and traffic is judged from then on', () => {
		const desk = deskOn('argo-canary/06-paused-at-50-after-analysis');
		desk.press('x');
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
		desk.server.become(objectsOf('argo-canary/07-aborted'));
		desk.sync();
		expect(phaseOf(desk)).toMatchObject({kind: 'effective', evidence: 'aborted, 0% configured'});
		expect(desk.state().intents.at(-1)?.recovery).toMatchObject({kind: 'watching'});
		expect(desk.state().screen.dialog?.mode).toBe('reason');
	});
});

function phaseOf(desk: Desk): unknown {
	return desk.state().intents.at(-1)?.phase;
}

/** The commands of the intent, in order. */
function asked(desk: Desk, from: number): readonly string[] {
	return desk.commands.slice(from).flatMap(command => {
		switch (command.kind) {
			case 'readLive':
				return [`readLive ${command.purpose}`];
			case 'record':
				return [`record ${command.record.record}`];
			case 'dryRun':
			case 'send':
			case 'postEvent':
				return [command.kind];
			default:
				return [];
		}
	});
}

function last<T>(list: readonly T[]): T | undefined {
	return list.at(-1);
}
