import {expect, test} from 'vitest';
import {confirmTowardCanary, confirmTowardStable, deskOn} from './support/recorded.ts';

test('what a later request of this session overtook is not waited for, and the later one is told', () => {
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
	// Longer than an effect is waited for: nothing is said any more of the one that was overtaken.
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
