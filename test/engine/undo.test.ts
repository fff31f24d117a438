import {describe, expect, test} from 'vitest';
import {readSituation} from '../releases/situation.ts';
import {createDesk, type Desk} from './support/desk.ts';

function openDesk(situation: string): Desk {
	const {objects, nowMs} = readSituation(situation);
	const desk = createDesk({objects, nowMs, settings: {protection: {kind: 'none'}}});
	desk.advance(3_000);
	desk.press('enter');
	return desk;
}

/** Presses the key and then confirms deliberately, as a hand does. */
function confirm(desk: Desk, key: string): void {
	desk.press(key);
	desk.advance(1_000);
	desk.press('right');
	desk.advance(1_000);
	desk.press('enter');
	desk.advance(3_000);
	desk.press('escape');
}

const paused = (desk: Desk) =>
	desk.server.objects().find(({kind}) => kind === 'Rollout')?.spec as {readonly paused?: boolean};

describe('a write of this session', () => {
	test('is offered for undo, and its inverse takes it back', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		confirm(desk, 'h');
		expect(paused(desk).paused).toBe(true);
		desk.press('u');
		expect(desk.frame().confirm?.options.map(({text}) => text)).toEqual([expect.stringMatching(/HOLD 2\.9\.0$/)]);
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(1_000);
		expect(desk.frame().confirm?.headline).toBe('UNDO HOLD 2.9.0');
		// No rule says where an undo leads: it counts as toward the canary.
		expect(desk.frame().confirm?.direction).toBe('towardCanary');
		desk.press('right');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(3_000);
		expect(paused(desk).paused).toBeUndefined();
		expect(desk.server.applied.length).toBe(2);
		// The undo is a write as well: it can be undone in turn, and the hold cannot be undone once more.
		desk.press('u');
		expect(desk.frame().confirm?.options.map(({text}) => text)).toEqual([expect.stringMatching(/UNDO HOLD 2\.9\.0$/)]);
	});

	test('cannot be undone once a colleague changed its object', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		confirm(desk, 'h');
		desk.server.mutate('Rollout', 'checkout', [{op: 'remove', path: '/spec/paused'}]);
		desk.press('u');
		desk.advance(1_000);
		desk.press('enter');
		desk.advance(1_000);
		expect(desk.frame().confirm?.checks).toEqual({
			state: 'blocked',
			text: 'it no longer applies: checkout was changed since, or its release moved on',
		});
		expect(desk.server.applied.length).toBe(1);
	});

	test('is not offered for undo if it has no inverse or was never sent', () => {
		const desk = openDesk('argo-canary/02-paused-at-step-1');
		desk.press('h');
		desk.advance(1_000);
		desk.press('escape', 'u');
		expect(desk.state().screen.message?.text).toBe('nothing that this session wrote here can be taken back');
		confirm(desk, 'p');
		desk.press('u');
		expect(desk.frame().confirm).toBeNull();
	});
});
