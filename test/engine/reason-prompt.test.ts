import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {confirmTowardStable, deskOn, objectsOf} from './support/recorded.ts';

describe('the question for a reason after going back', () => {
	test('is closed by a verb key, which starts its verb', () => {
		const desk = askedWhy();
		desk.press('t');
		expect(desk.state().screen.dialog).toMatchObject({mode: 'confirm', reasonText: ''});
		expect(desk.state().intents.at(-1)).toMatchObject({verb: 'retry', phase: {kind: 'confirming'}});
		expect(reasons(desk)).toEqual([]);
	});

	test('is closed by a navigation key, which navigates', () => {
		const desk = askedWhy();
		desk.press('R');
		expect(desk.state().screen).toMatchObject({dialog: null});
		expect(desk.frame().screen.kind).toBe('releases');
	});

	test('is closed by a verb key right after a focus, which is ignored with a message as on every screen', () => {
		const desk = askedWhy();
		desk.input({kind: 'focus', isFocused: true});
		desk.press('t');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().intents.at(-1)).toMatchObject({verb: 'back'});
		expect(desk.state().screen.message?.text).toMatch(/keys ignored/);
	});

	test('says how to type, and says it again when the operator types at once', () => {
		const desk = askedWhy();
		expect(desk.frame().confirm).toMatchObject({
			checks: {text: expect.stringMatching(/^done after \d+s\. Why\? \(optional\) tab types, enter saves$/)},
			inputs: [{isFocused: false}],
		});
		desk.press('f');
		expect(desk.frame().confirm?.message).toBe('f does nothing here: tab begins the reason');
		expect(desk.frame().confirm?.inputs).toMatchObject([{text: ''}]);
	});

	test('says what became of the request so far', () => {
		const desk = deskOn('argo-canary/06-paused-at-50-after-analysis');
		desk.press('x');
		confirmTowardStable(desk);
		// Nothing is left to choose, and the write of perch itself is not shown as a change by others.
		expect(desk.frame().confirm).toMatchObject({
			choices: [],
			checks: {state: 'running', text: 'writing its record first … · esc closes, the request goes on'},
		});
		desk.advance(1_000);
		expect(desk.frame().confirm?.checks).toMatchObject({
			state: 'ok',
			text: expect.stringMatching(/^accepted, not done yet/),
		});
		desk.advance(120_000);
		expect(desk.frame().confirm?.checks).toMatchObject({
			state: 'warning',
			text: expect.stringMatching(/^it was taken, and nothing came of it yet/),
		});
	});

	test('takes every key as text after tab, and enter records the text once', () => {
		const desk = askedWhy();
		desk.press('tab');
		desk.type('xtra p99');
		expect(desk.frame().confirm).toMatchObject({
			checks: {text: expect.stringMatching(/^done after \d+s\. enter saves · esc leaves it out$/)},
			inputs: [{text: 'xtra p99', isFocused: true}],
			message: null,
		});
		desk.press('enter');
		expect(desk.state().screen.dialog).toBeNull();
		expect(reasons(desk)).toEqual(['xtra p99']);
	});

	test.each(['enter', 'escape'])('is closed by %s, which does nothing else', key => {
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
