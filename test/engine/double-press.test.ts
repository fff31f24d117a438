import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Desk} from './support/desk.ts';
import {keyOf} from './support/keys.ts';
import {deskOn} from './support/recorded.ts';

/** Milliseconds between the two presses of a key, and until each answer of the world. */
const gap = fc.integer({min: 0, max: 500});
const latencies = fc.array(fc.integer({min: 0, max: 900}), {minLength: 1, maxLength: 12});

/** Enough for the pause after a dialog or a burst, and for the slowest answers. */
const patienceMs = 3_000;

test('two presses of the key and of the confirmation promote once, whatever the time between them', () => {
	fc.assert(
		fc.property(gap, gap, latencies, (first, second, latency) => {
			const desk = slowDesk('argo-canary/02-paused-at-step-1', latency);
			twice(desk, 'p', first);
			desk.advance(patienceMs);
			desk.press('right', 'tab');
			desk.type('prod-eu1');
			desk.press('tab', 'tab');
			desk.advance(patienceMs);
			twice(desk, 'enter', second);
			desk.advance(patienceMs);
			expect(desk.server.applied).toHaveLength(1);
			expect(desk.given('send')).toHaveLength(1);
		}),
		{numRuns: 500},
	);
});

test('two presses of x, of the choice and of the confirmation go back once', () => {
	fc.assert(
		fc.property(gap, gap, gap, latencies, (first, choice, second, latency) => {
			const desk = slowDesk('argo-canary/06-paused-at-50-after-analysis', latency);
			twice(desk, 'x', first);
			desk.advance(patienceMs);
			twice(desk, 'right', choice);
			desk.advance(patienceMs);
			twice(desk, 'enter', second);
			desk.advance(patienceMs);
			expect(desk.server.applied).toHaveLength(1);
			expect(desk.given('send')).toHaveLength(1);
		}),
		{numRuns: 500},
	);
});

test('the key that opened a dialog does not begin the name of the cluster when it is pressed twice', () => {
	const desk = slowDesk('argo-canary/02-paused-at-step-1', [0]);
	twice(desk, 'p', 500);
	expect(desk.state().screen.dialog).toMatchObject({mode: 'confirm', focus: 'buttons', clusterText: ''});
	desk.advance(patienceMs);
	desk.press('p');
	expect(desk.state().screen.dialog).toMatchObject({focus: 'cluster', clusterText: 'p'});
});

test('random keys, with the name of the cluster already typed, never send a step of a confirmation twice', () => {
	let sends = 0;
	const key = fc.constantFrom('p', 'x', 'right', 'left', 'enter', 'enter', 'tab', 'escape', 'h', 'r', 'right');
	fc.assert(
		fc.property(
			fc.array(fc.tuple(key, fc.integer({min: 0, max: 1_500})), {minLength: 20, maxLength: 40}),
			latencies,
			(keys, latency) => {
				const desk = slowDesk('argo-canary/03-manually-paused', latency);
				for (const [name, afterMs] of keys) {
					desk.advance(afterMs);
					desk.input({kind: 'keys', keys: [keyOf(name)]});
					const {dialog} = desk.state().screen;
					if (dialog?.mode === 'confirm' && dialog.focus === 'cluster' && dialog.clusterText === '')
						desk.type('prod-eu1');
				}
				desk.advance(patienceMs);
				const sent = desk.given('send').map(({intentId, step, what}) => `${intentId} ${step} ${JSON.stringify(what)}`);
				sends += sent.length;
				expect(new Set(sent).size).toBe(sent.length);
				const confirmed = desk.given('record').filter(({isIntent}) => isIntent);
				expect(new Set(sent.map(text => text.split(' ')[0])).size).toBeLessThanOrEqual(confirmed.length);
			},
		),
		{numRuns: 300, seed: 17},
	);
	// Otherwise the test would prove nothing.
	expect(sends).toBeGreaterThan(50);
});

function slowDesk(situation: string, latency: readonly number[]): Desk {
	const desk = deskOn(situation);
	let turn = 0;
	// Heartbeats and polls are quick, or the data itself would be old; only answers to an intent are slow.
	desk.world.latencyMs = command => ('intentId' in command ? (latency[turn++ % latency.length] ?? 0) : 5);
	return desk;
}

function twice(desk: Desk, key: string, gapMs: number): void {
	desk.input({kind: 'keys', keys: [keyOf(key)]});
	desk.advance(gapMs);
	desk.input({kind: 'keys', keys: [keyOf(key)]});
}
