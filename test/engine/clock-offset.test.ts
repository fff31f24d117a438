import {expect, test} from 'vitest';
import {occurrencesOf} from '../../source/engine/screens/objects/occurrences.ts';
import {checkout, confirmTowardCanary, deskAt, deskOn} from './support/recorded.ts';

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

test('an act that was not sent has the time of the server, wherever it is told', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1', {world: {clockOffsetMs: 3_600_000, isAuditFull: true}});
	desk.press('p');
	confirmTowardCanary(desk);
	desk.advance(1_000);
	desk.press('escape');
	const [intent] = desk.state().intents;
	expect(intent).toMatchObject({phase: {kind: 'refused'}, sentAtMs: null});
	const atMs = (intent?.confirmedAtMs ?? 0) + desk.state().cluster.clockOffsetMs;
	const time = new Date(atMs).toISOString().slice(11, 19);
	const {screen} = desk.frame();
	expect(screen.kind === 'release' ? screen.view.intent?.progress.text : '').toMatch(
		new RegExp(`^${time} .*not.* sent`),
	);
	desk.press('y');
	expect(desk.given('copy').at(-1)?.text).toContain(`- done: ${time} UTC `);
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	const occurrences = release ? occurrencesOf(desk.context, desk.state(), release) : [];
	expect(occurrences.find(({id}) => id === intent?.id)?.atMs).toBe(atMs);
});
