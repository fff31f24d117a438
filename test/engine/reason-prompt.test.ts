import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';

describe('the reason that is asked after going back', () => {
	test('a verb key closes the question and is that verb', () => {
		const desk = askedWhy();
		desk.press('t');
		expect(desk.state().screen.dialog).toMatchObject({mode: 'confirm', reasonText: ''});
		expect(desk.state().intents.at(-1)).toMatchObject({verb: 'retry', phase: {kind: 'confirming'}});
		expect(reasons(desk)).toEqual([]);
	});

	test('a key that moves about closes the question and moves', () => {
		const desk = askedWhy();
		desk.press('R');
		expect(desk.state().screen).toMatchObject({dialog: null});
		expect(desk.frame().screen.kind).toBe('releases');
	});

	test('a verb key in a burst is ignored in words, as on every screen', () => {
		const desk = askedWhy();
		desk.input({kind: 'focus', isFocused: true});
		desk.press('t');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().intents.at(-1)).toMatchObject({verb: 'back'});
		expect(desk.state().screen.message?.text).toMatch(/keys ignored/);
	});

	test('says how to type, and says it again to who types at once', () => {
		const desk = askedWhy();
		expect(desk.frame().confirm).toMatchObject({
			checks: {text: 'it is done · why? tab types · esc or enter closes'},
			inputs: [{isFocused: false}],
		});
		desk.press('e');
		expect(desk.frame().confirm?.message).toBe('e does nothing here: tab begins the reason');
		expect(desk.frame().confirm?.inputs).toMatchObject([{text: ''}]);
	});

	test('says what became of the request so far', () => {
		const desk = deskOn('argo-canary/06-paused-at-50-after-analysis');
		desk.press('x');
		confirmTowardStable(desk);
		// Nothing is left to choose, and nothing that perch writes itself is told as a change by others.
		expect(desk.frame().confirm).toMatchObject({
			choices: [],
			checks: {state: 'running', text: 'sending … · esc closes, the request goes on'},
		});
		desk.advance(1_000);
		expect(desk.frame().confirm?.checks).toMatchObject({state: 'ok', text: expect.stringMatching(/^it is on its way/)});
		desk.advance(120_000);
		expect(desk.frame().confirm?.checks).toMatchObject({
			state: 'warning',
			text: expect.stringMatching(/^it was taken, and nothing came of it yet/),
		});
	});

	test('after tab every key is text, and enter records it once', () => {
		const desk = askedWhy();
		desk.press('tab');
		desk.type('xtra p99');
		expect(desk.frame().confirm).toMatchObject({
			checks: {text: 'it is done · enter keeps the reason · esc leaves it out'},
			inputs: [{text: 'xtra p99', isFocused: true}],
			message: null,
		});
		desk.press('enter');
		expect(desk.state().screen.dialog).toBeNull();
		expect(reasons(desk)).toEqual(['xtra p99']);
	});

	test.each(['enter', 'escape'])('%s closes the question and does nothing else', key => {
		const desk = askedWhy();
		desk.press(key);
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.frame().screen.kind).toBe('release');
		expect(reasons(desk)).toEqual([]);
	});
});

function askedWhy(): Desk {
	const desk = deskOn('argo-canary/06-paused-at-50-after-analysis');
	desk.press('x');
	confirmTowardStable(desk);
	desk.advance(1_000);
	desk.server.become(objectsOf('argo-canary/07-aborted'));
	desk.sync();
	expect(desk.state().screen.dialog?.mode).toBe('reason');
	desk.advance(1_000);
	return desk;
}

function reasons(desk: Desk): readonly unknown[] {
	return desk
		.given('record')
		.flatMap(({record}) => (record.record === 'outcome' && record.outcome === 'reason' ? [record.reason] : []));
}
