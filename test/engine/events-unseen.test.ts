import {expect, test} from 'vitest';
import {deskOn} from './support/recorded.ts';
import {forbidden} from './support/session.ts';

test('a list of Events says so where objects of the release may not be listed, whose Events are then not known', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1', {
		world: {listError: ({kind}) => (kind.kind === 'Pod' ? forbidden('list pods in shop') : null)},
	});
	desk.press('e');
	desk.advance(3_000);
	const {screen} = desk.frame();
	expect(screen.kind === 'events' && screen.view.note).toEqual({
		tone: 'warning',
		text: 'Events of its pods are missing: they may not be listed',
	});
});
