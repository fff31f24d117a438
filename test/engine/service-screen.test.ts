import {expect, test} from 'vitest';
import {confirmTowardStable, deskOn} from './support/recorded.ts';

test('the screen of a service shows what became of a verb that was started there', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	desk.press('c');
	desk.advance(1_000);
	desk.press('h');
	confirmTowardStable(desk);
	desk.advance(2_000);
	const {screen} = desk.frame();
	expect(screen.kind).toBe('service');
	expect(screen.kind === 'service' && screen.view.intent).toMatchObject({
		progress: {text: expect.stringContaining('HOLD 2.9.0')},
	});
});
