import {afterEach, expect, test, vi} from 'vitest';
import type {Engine} from '../../source/engine/engine.ts';
import type {Event} from '../../source/engine/state/events.ts';
import {playTour} from '../../source/main/tour.ts';

afterEach(() => {
	vi.useRealTimers();
});

const checkout = 'release:rollouts.argoproj.io/shop/checkout';

/** A screen that hears every key and changes only when the test says so. */
function tourOn(state: {metrics: object; screen: Record<string, unknown>; intents: readonly object[]}) {
	vi.useFakeTimers();
	const keys: string[] = [];
	const dispatch = (event: Pick<Event, 'kind'> & {input?: {keys: readonly {name: string}[]}}) => {
		for (const {name} of event.input?.keys ?? []) keys.push(name);
	};
	const engine = {store: {state: () => state, dispatch}} as unknown as Engine;
	const stop = playTour(engine, {api: {tell: () => {}}, prometheus: {tell: () => {}}});
	return {keys, stop};
}

test('the tour looks for a release by its name, opens it only once its row is marked, and acts only on it', () => {
	const screen: Record<string, unknown> = {stack: [{kind: 'home'}], homeSelected: 'service:web/other', dialog: null};
	const {keys, stop} = tourOn({metrics: {traffic: {}}, screen, intents: []});
	vi.advanceTimersByTime(60_000);
	const looked = ['/', 'ctrl-u', ...'shop/checkout', 'enter', 'home'];
	expect(keys).toEqual(looked);
	screen.homeSelected = checkout;
	vi.advanceTimersByTime(60_000);
	expect(keys).toEqual([...looked, 'enter']);
	screen.stack = [{kind: 'home'}, {kind: 'release', key: 'release:rollouts.argoproj.io/shop/cart'}];
	vi.advanceTimersByTime(60_000);
	expect(keys).toEqual([...looked, 'enter']);
	screen.stack = [{kind: 'home'}, {kind: 'release', key: checkout}];
	vi.advanceTimersByTime(20_000);
	expect(keys).toEqual([...looked, 'enter', 'x']);
	stop();
});
