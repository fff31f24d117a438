import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {keyOf} from './support/keys.ts';
import {confirmTowardCanary, deskOn} from './support/recorded.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const half = 'argo-canary/06-paused-at-50-after-analysis';
/** The keys that a paste would need to confirm: the whole way through the dialog, with the name of the cluster. */
const wholeWay = ['p', 'right', 'tab', ...'prod-eu1', 'tab', 'tab', 'enter'];
const pasted = fc.array(
	fc.oneof(
		fc.constantFrom(['p'], ['x'], ['h'], ['right'], ['left'], ['tab'], ['enter'], ['escape'], ['q'], ['b'], ['n']),
		fc.constant([...'prod-eu1']),
		fc.constant(wholeWay),
	),
	{maxLength: 12},
);

describe('a paste', () => {
	test('in one piece opens no dialog', () => {
		const desk = deskOn(paused);
		desk.input({kind: 'keys', keys: wholeWay.map(keyOf)});
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toMatch(/^keys ignored 0.5 s after a burst/);
	});

	test('in brackets types nothing', () => {
		const desk = deskOn(paused);
		desk.press('p', 'tab');
		desk.input({kind: 'paste', length: 8});
		expect(desk.state().screen.dialog?.clusterText).toBe('');
		desk.press('escape', 'p');
		expect(desk.state().screen.message?.text).toMatch(/^keys ignored 0.5 s after a paste/);
	});

	test('without brackets sends nothing, however it is split, even with an enter after it', () => {
		let dialogs = 0;
		fc.assert(
			fc.property(
				pasted,
				fc.array(fc.integer({min: 0, max: 29}), {minLength: 1}),
				fc.boolean(),
				(keys, gaps, isBack) => {
					const desk = deskOn(isBack ? half : paused);
					for (const [at, name] of keys.flat().entries()) {
						desk.input({kind: 'keys', keys: [keyOf(name)]});
						desk.advance(gaps[at % gaps.length] ?? 0);
					}
					if (desk.state().screen.dialog) dialogs += 1;
					desk.advance(1_000);
					desk.press('enter');
					desk.advance(2_000);
					expect(desk.given('send')).toEqual([]);
				},
			),
			{numRuns: 200, seed: 24},
		);
		// The first key of a paste may open a dialog, and did.
		expect(dialogs).toBeGreaterThan(10);
	});
});

describe('toward the canary on a protected cluster', () => {
	test('no sequence of keys confirms without the name of the cluster', () => {
		const key = fc.constantFrom('p', 'right', 'enter', 'enter', 'left', 'tab', 'up', 'down', 'd', 't', 'n', 'r');
		const keys = fc.array(fc.tuple(key, fc.integer({min: 30, max: 800})), {minLength: 10, maxLength: 60});
		let dialogs = 0;
		fc.assert(
			fc.property(keys, presses => {
				const desk = deskOn(paused);
				for (const [name, afterMs] of presses) {
					desk.advance(afterMs);
					desk.input({kind: 'keys', keys: [keyOf(name)]});
				}
				desk.advance(2_000);
				dialogs += desk.given('dryRun').length;
				expect(desk.given('send')).toEqual([]);
			}),
			{numRuns: 200, seed: 25},
		);
		expect(dialogs).toBeGreaterThan(100);
	});

	test.each(['prod-eu', 'prod-eu11', 'PROD-EU1', 'prod', 'рrod-eu1'])('%s is not accepted as its name', typed => {
		const desk = deskOn(paused);
		desk.press('p', 'right', 'tab');
		desk.type(typed);
		desk.press('tab', 'tab');
		desk.advance(600);
		desk.press('enter');
		desk.advance(1_000);
		expect(desk.given('send')).toEqual([]);
		expect(desk.state().screen.dialog?.message).toBe("type the cluster's name first");
	});

	test('the last part of a cluster name with a path is enough', () => {
		const desk = deskOn(paused, {target: {cluster: 'arn:aws:eks:eu-west-1:1:cluster/prod-eu1' as never}});
		desk.press('p');
		confirmTowardCanary(desk);
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});

	test('in an unprotected namespace the choice and the confirmation are enough', () => {
		const desk = deskOn(paused, {settings: {protection: {kind: 'namespaces', names: ['payments']}}});
		desk.press('p');
		desk.advance(500);
		desk.press('right', 'enter');
		desk.advance(1_000);
		expect(desk.server.applied).toHaveLength(1);
	});
});

describe('a dialog', () => {
	test('opens on Cancel, so that enter changes nothing, however often it is pressed', () => {
		for (const everyMs of [33, 80, 200]) {
			const desk = deskOn(half);
			desk.press('x');
			for (let at = 0; at < 60; at += 1) {
				desk.advance(everyMs);
				desk.input({kind: 'keys', keys: [keyOf('enter')]});
			}
			desk.advance(2_000);
			expect(desk.given('send')).toEqual([]);
		}
	});

	test.each(['x', 'p'])('is not confirmed by holding %s down', key => {
		const desk = deskOn(half);
		for (let at = 0; at < 200; at += 1) {
			desk.advance(33);
			desk.input({kind: 'keys', keys: [keyOf(key)]});
		}
		expect(desk.given('readLive').length).toBeGreaterThan(0);
		expect(desk.given('send')).toEqual([]);
	});

	test('takes no confirmation in its first 0.4 s, and says so', () => {
		const desk = deskOn(half);
		desk.press('x', 'right', 'enter');
		expect(desk.state().screen.dialog?.message).toBe('keys ignored 0.4 s after the dialog opened: press again');
		expect(desk.given('record')).toEqual([]);
		desk.advance(400);
		desk.press('enter');
		expect(desk.given('record')).toHaveLength(1);
	});

	test.each([
		['focus', {kind: 'focus', isFocused: true}],
		['resize', {kind: 'resize', columns: 120, rows: 40}],
		['paste', {kind: 'paste', length: 3}],
	] as const)('takes no confirmation within 0.5 s of a %s', (_name, input) => {
		const desk = deskOn(half);
		desk.press('x', 'right');
		desk.advance(1_000);
		desk.input(input);
		desk.advance(300);
		desk.press('enter');
		expect(desk.given('record')).toEqual([]);
		expect(desk.state().screen.dialog?.message).toMatch(/^keys ignored 0.5 s/);
		desk.advance(500);
		desk.press('enter');
		expect(desk.given('record')).toHaveLength(1);
	});

	test('keeps its keys from the screen behind it', () => {
		const desk = deskOn(half);
		desk.press('x');
		const {stack} = desk.state().screen;
		desk.press('q', 'h', 'R', '/', 'z', '?');
		expect(desk.state().screen).toMatchObject({stack, filter: null, isQuitting: false});
		expect(desk.state().frozen).toBeNull();
	});
});

test('an upper-case key does not start the verb of the lower-case key', () => {
	const desk = deskOn(half);
	desk.press('P', 'X', 'H', 'B', 'T', 'a', 'A');
	expect(desk.state().screen.dialog).toBeNull();
});

describe('leaving', () => {
	const sending = (): Desk => {
		const desk = deskOn(half);
		desk.press('x');
		desk.world.latencyMs = command => (command.kind === 'send' ? 60_000 : 5);
		desk.advance(500);
		desk.press('right', 'enter');
		desk.advance(100);
		desk.press('escape', 'escape', 'escape');
		return desk;
	};

	test('with a request under way asks first, and quits on the second press', () => {
		const desk = sending();
		expect(desk.given('send')).toHaveLength(1);
		desk.press('q');
		expect(desk.given('exit')).toEqual([]);
		expect(desk.state().screen.message?.text).toBe('a request is under way: press q again to leave all the same');
		desk.press('q');
		expect(desk.given('exit')).toHaveLength(1);
	});

	test('asks again when the first question is long gone', () => {
		const desk = sending();
		desk.press('q');
		desk.advance(5_000);
		desk.press('q');
		expect(desk.given('exit')).toEqual([]);
	});

	test('by ctrl-c works at once, whatever is open or being typed', () => {
		for (const before of [[], ['x'], ['p', 'tab', 'p'], ['R', '/', 'a'], ['?'], ['z']]) {
			const desk = deskOn(half);
			desk.press(...before);
			desk.input({kind: 'paste', length: 3});
			desk.input({kind: 'keys', keys: [keyOf('ctrl-c')]});
			expect(desk.given('exit')).toHaveLength(1);
		}
	});
});

describe('a request that is longer than the dialog', () => {
	test('is scrolled while it is shown, and the focus stays where it was', () => {
		const desk = deskOn(paused);
		desk.press('p');
		desk.advance(500);
		desk.press('d', 'down', 'down', 'pagedown', 'up');
		expect(desk.frame().confirm?.bodyOffset).toBe(9);
		expect(desk.state().screen.dialog?.focus).toBe('buttons');
		desk.press('d');
		expect(desk.frame().confirm?.bodyOffset).toBe(0);
		desk.press('down');
		expect(desk.state().screen.dialog?.focus).toBe('cluster');
	});
});
