import {expect, test} from 'vitest';
import {deskAt} from './support/recorded.ts';

test('an offset that the whole seconds of the Date header explain counts as no offset', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	const seen = [-430, 310, 80, -499, 499].map(readMs => {
		desk.world.clockOffsetMs = readMs;
		desk.advance(4_000);
		return desk.state().cluster.clockOffsetMs;
	});
	expect(new Set(seen)).toEqual(new Set([0]));
});

test('perch follows a server clock that is an hour away to the second', () => {
	const desk = deskAt('argo-canary/02-paused-at-step-1');
	desk.world.clockOffsetMs = 3_600_000;
	desk.advance(4_000);
	expect(desk.state().cluster.clockOffsetMs).toBeGreaterThan(3_599_000);
	desk.world.clockOffsetMs = -3_600_000;
	desk.advance(4_000);
	expect(desk.state().cluster.clockOffsetMs).toBeLessThan(-3_599_000);
});
