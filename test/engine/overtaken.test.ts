import {expect, test} from 'vitest';
import {confirmTowardCanary, confirmTowardStable, deskOn} from './support/recorded.ts';

test('a request that a later one of this session overtook is not awaited, and the later one is shown', () => {
	const desk = deskOn('argo-canary/02-paused-at-step-1');
	desk.press('p');
	confirmTowardCanary(desk);
	desk.advance(1_000);
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(3_000);
	expect(desk.server.applied).toHaveLength(2);
	expect(desk.state().intents.map(({verb, phase}) => `${verb} ${phase.kind}`)).toEqual([
		'promote overtaken',
		'back accepted',
	]);
	// Longer than perch waits for an effect: the overtaken request is not reported any more.
	desk.advance(70_000);
	desk.sync();
	expect(desk.state().intents.map(({verb}) => verb)).toEqual(['promote', 'back']);
	const outcomes = desk.given('record').flatMap(({record}) => (record.record === 'outcome' ? [record] : []));
	expect(outcomes.filter(({intentId}) => intentId === desk.state().intents[0]?.id)).toEqual([
		expect.objectContaining({outcome: 'overtaken', evidence: 'BACK TO 2.8.1 came before it had taken effect'}),
	]);
	const {screen} = desk.frame();
	expect(screen.kind === 'release' && screen.view.intent?.progress.text).toContain('BACK TO 2.8.1');
});
