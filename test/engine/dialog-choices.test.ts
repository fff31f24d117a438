import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskOn} from './support/recorded.ts';

function labels(desk: Desk): readonly string[] {
	desk.advance(500);
	return (desk.frame().confirm?.choices ?? []).map(({label}) => label);
}

describe('the buttons of a promote', () => {
	test('offer one way for a blue/green without an analysis', () => {
		const desk = deskOn('argo-bluegreen/02-preview-waits-for-promotion');
		desk.press('p');
		expect(labels(desk)).toEqual(['Cancel', 'Promote']);
	});

	test('offer a second way, without the analysis, for a blue/green that has one', () => {
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

	test('offer one step and the full way for a canary', () => {
		const desk = deskOn('argo-canary/02-paused-at-step-1');
		desk.press('p');
		const offered = ['Cancel', 'Promote one step', 'Promote fully: skips 1 analysis'];
		expect(labels(desk)).toEqual(offered);
		desk.press('right', 'right');
		expect(labels(desk)).toEqual(offered);
	});

	test('stay visible, with the reason, where they do not apply', () => {
		const desk = deskOn('argo-canary/05-step-analysis-running');
		desk.press('p');
		desk.advance(500);
		expect(desk.frame().confirm?.choices[1]).toMatchObject({
			label: 'Promote one step',
			disabledBecause: `an analysis is running: wait for it, or ${verb('back')} goes back`,
		});
	});

	test('name pods for a StatefulSet', () => {
		const desk = deskOn('statefulset/02-canary-on-ordinal-2');
		desk.press('p');
		expect(labels(desk)).toEqual(['Cancel', 'Move one pod', 'Move every pod']);
	});
});

describe('an analysis that changes its state', () => {
	const analysing = 'argo-canary/05-step-analysis-running';
	const ends = (desk: Desk) =>
		desk.server.mutate('Rollout', 'checkout', [
			{op: 'replace', path: '/status/canary/currentStepAnalysisRunStatus/status', value: 'Successful'},
		]);

	test('before the key of a hold shows no IT MOVED', () => {
		const desk = deskOn(analysing);
		ends(desk);
		desk.press('h');
		desk.advance(500);
		expect(desk.frame().confirm?.lines.filter(({text}) => text.startsWith('IT MOVED'))).toEqual([]);
		confirmTowardStable(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test('after the confirmation of a hold does not stop it', () => {
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

	test('before the key of a promote shows IT MOVED', () => {
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
	test('says so when the operator types, and enter then takes no option until one is chosen', () => {
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
