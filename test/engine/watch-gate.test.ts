import {expect, test} from 'vitest';
import {createWatchGate} from '../../source/engine/runner/watch-gate.ts';
import {createVirtualClock} from './support/virtual-clock.ts';

const news = (id: string) => ({id, update: {kind: 'proof', atMs: 0}}) as const;

/** A gate in front of a store that takes `slowMs` for each event. */
function gate() {
	const clock = createVirtualClock(0);
	const store = {slowMs: 0, told: [] as {readonly atMs: number; readonly ids: readonly string[]}[]};
	let spentMs = 0;
	const timed = {...clock, monotonicMs: () => clock.monotonicMs() + spentMs};
	const made = createWatchGate(timed, updates => {
		store.told.push({atMs: clock.monotonicMs(), ids: updates.map(({id}) => id)});
		spentMs += store.slowMs;
	});
	return {clock, store, ...made};
}

test('the first news passes at once, and what several watches tell soon after becomes one event, in its order', () => {
	const {clock, store, tell} = gate();
	tell(news('services'));
	tell(news('deployments'));
	tell(news('pods'));
	tell(news('deployments'));
	clock.advance(1_000);
	tell(news('routes'));
	expect(store.told).toEqual([
		{atMs: 0, ids: ['services']},
		{atMs: 200, ids: ['deployments', 'pods', 'deployments']},
		{atMs: 1_000, ids: ['routes']},
	]);
});

test('a list passes at once, after what waits', () => {
	const {clock, store, tell} = gate();
	tell(news('services'));
	tell(news('pods'));
	clock.advance(50);
	tell({id: 'deployments', update: {kind: 'listed', objects: [], unread: [], atMs: 0}});
	clock.advance(1_000);
	expect(store.told).toEqual([
		{atMs: 0, ids: ['services']},
		{atMs: 50, ids: ['pods', 'deployments']},
	]);
});

test('news waits longer while the store is slow, and at most one second', () => {
	const {clock, store, tell} = gate();
	const nextIsToldAfter = (takesMs: number) => {
		store.slowMs = takesMs;
		const count = store.told.length;
		const beganMs = clock.monotonicMs();
		tell(news('services'));
		while (store.told.length === count) clock.advance(1);
		return clock.monotonicMs() - beganMs;
	};
	expect(nextIsToldAfter(50)).toBe(0);
	expect(nextIsToldAfter(90)).toBe(200);
	expect(nextIsToldAfter(900)).toBe(360);
	expect(nextIsToldAfter(1)).toBe(1_000);
	expect(nextIsToldAfter(1)).toBe(200);
});

test('what waits of a watch that ended is not delivered', () => {
	const {clock, store, tell, forget} = gate();
	tell(news('services'));
	tell(news('pods'));
	tell(news('routes'));
	forget('pods');
	clock.advance(1_000);
	expect(store.told.map(({ids}) => ids)).toEqual([['services'], ['routes']]);
});

test('a gate that was stopped delivers nothing more', () => {
	const {clock, store, tell, stop} = gate();
	tell(news('services'));
	tell(news('pods'));
	stop();
	clock.advance(5_000);
	expect(store.told).toHaveLength(1);
});
