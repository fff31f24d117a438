import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/verb.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskOn} from './support/recorded.ts';

function labels(desk: Desk): readonly string[] {
	desk.advance(500);
	return (desk.frame().confirm?.choices ?? []).map(({label}) => label);
}

describe('the buttons of a promote', () => {
	test('of a blue/green without an analysis: there is one way', () => {
		const desk = deskOn('argo-bluegreen/02-preview-waits-for-promotion');
		desk.press('p');
		expect(labels(desk)).toEqual(['Cancel', 'Promote']);
	});

	test('of a blue/green that is measured: the other way skips that', () => {
		const desk = deskOn('argo-bluegreen/02-preview-waits-for-promotion');
		// The recorded Rollout has no analysis.
		const prePromotionAnalysis = {templates: [{templateName: 'success-rate'}]};
		desk.server.mutate('Rollout', 'frontend', [
			{op: 'add', path: '/spec/strategy/blueGreen/prePromotionAnalysis', value: prePromotionAnalysis},
		]);
		desk.sync();
		desk.press('p');
		expect(labels(desk)).toEqual(['Cancel', 'Promote', 'Promote fully']);
	});

	test('of a canary', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1');
		desk.press('p');
		expect(labels(desk)).toEqual(['Cancel', 'Promote one step', 'Promote fully']);
		desk.press('right', 'right');
		expect(labels(desk)).toEqual(['Cancel', 'Promote one step', 'Promote fully']);
	});

	test('that does not apply now stay, with the reason', () => {
		const desk = deskOn('argo-canary/05-step-analysis-running');
		desk.press('p');
		desk.advance(500);
		expect(desk.frame().confirm?.choices[1]).toMatchObject({
			label: 'Promote one step',
			disabledBecause: `an analysis is running: wait for it, or ${verb('back')} goes back`,
		});
	});

	test('of a StatefulSet name pods', () => {
		const desk = deskOn('statefulset/02-canary-on-ordinal-2');
		desk.press('p');
		expect(labels(desk)).toEqual(['Cancel', 'Move one pod', 'Move every pod']);
	});
});

describe('a hold while an analysis changes its state', () => {
	const analysing = 'argo-canary/05-step-analysis-running';
	const ends = (desk: Desk) =>
		desk.server.mutate('Rollout', 'checkout', [
			{op: 'replace', path: '/status/canary/currentStepAnalysisRunStatus/status', value: 'Successful'},
		]);

	test('before the key was pressed raises no alarm', () => {
		const desk = deskOn(analysing);
		ends(desk);
		desk.press('h');
		desk.advance(500);
		expect(desk.frame().confirm?.lines.filter(({text}) => text.startsWith('IT MOVED'))).toEqual([]);
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test('after the confirmation is sent all the same', () => {
		const desk = deskOn(analysing);
		desk.world.latencyMs = command => (command.kind === 'record' ? 1_000 : 5);
		desk.press('h');
		desk.advance(500);
		confirmTowardStable(desk);
		desk.advance(500);
		ends(desk);
		desk.advance(3_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test('toward the canary the same is looked at again', () => {
		const desk = deskOn(analysing);
		ends(desk);
		desk.press('p');
		desk.advance(500);
		expect(desk.frame().confirm?.lines[0]?.text).toBe(
			'IT MOVED since you pressed the key: analysis: Running → Successful',
		);
	});
});

describe('a list in which nothing can be typed', () => {
	test('says so, and enter takes none of it before one is chosen', () => {
		const desk = deskOn('argo-canary/12-paused-third-revision');
		desk.press('b');
		desk.advance(500);
		const selected = () => desk.frame().confirm?.options.filter(({isSelected}) => isSelected);
		expect(selected()).toHaveLength(1);
		desk.type('2');
		const advice = 'nothing is typed here: choose with up and down';
		expect(desk.frame().confirm).toMatchObject({message: advice});
		expect(selected()).toEqual([]);
		desk.press('enter');
		expect(desk.state().screen.dialog).toMatchObject({mode: 'choose', message: advice});
		desk.press('down', 'up', 'enter');
		expect(desk.state().screen.dialog).toMatchObject({mode: 'confirm', message: null});
	});
});
