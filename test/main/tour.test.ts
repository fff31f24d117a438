import {afterEach, expect, test, vi} from 'vitest';
import type {Engine} from '../../source/engine/engine.ts';
import type {Event} from '../../source/engine/state/events.ts';
import {playTour} from '../../source/main/tour.ts';
import {scenesIn} from '../../source/main/tour-scenes.ts';
import {prod} from '../support/prod.ts';

afterEach(() => {
	vi.useRealTimers();
});

const checkout = 'release:prod/rollouts.argoproj.io/shop/checkout';

/** An engine that records what the tour asks of it, and whose state changes only when the test changes it. */
function tourOn(state: {screen: Record<string, unknown>; intents: readonly object[]}) {
	vi.useFakeTimers();
	const asked: string[] = [];
	const dispatch = (event: Event) => {
		if (event.kind === 'acted') asked.push(event.action);
		if (event.kind === 'selected') asked.push(`marks ${event.key}`);
		if (event.kind === 'inputReceived' && event.input.kind === 'keys')
			asked.push(...event.input.keys.map(({name}) => `presses ${name}`));
	};
	const engine = {context: () => ({cluster: prod}), store: {state: () => state, dispatch}} as unknown as Engine;
	const stop = playTour(engine, {api: {tell: () => {}}, prometheus: {tell: () => {}}}, fromWorse);
	return {asked, stop};
}

/** The scenes after those that wait for figures, and for a canary that is worse. */
const fromWorse = scenesIn(prod).slice(2);

test('the tour marks a release by its name, opens it only once its row is marked, and acts only on it', () => {
	const screen: Record<string, unknown> = {
		stack: [{kind: 'home'}],
		homeSelected: 'service:prod/web/other',
		dialog: null,
	};
	const {asked, stop} = tourOn({screen, intents: []});
	vi.advanceTimersByTime(60_000);
	const marked = [`marks ${checkout}`];
	expect(asked).toEqual(marked);
	screen.homeSelected = checkout;
	vi.advanceTimersByTime(60_000);
	expect(asked).toEqual([...marked, 'open']);
	screen.stack = [{kind: 'home'}, {kind: 'release', key: 'release:prod/rollouts.argoproj.io/shop/cart'}];
	vi.advanceTimersByTime(60_000);
	expect(asked).toEqual([...marked, 'open']);
	screen.stack = [{kind: 'home'}, {kind: 'release', key: checkout}];
	vi.advanceTimersByTime(8_000);
	expect(asked).toEqual([...marked, 'open', 'open prove']);
	vi.advanceTimersByTime(60_000);
	expect(asked).toEqual([...marked, 'open', 'open prove']);
	screen.stack = [{kind: 'home'}, {kind: 'release', key: checkout}, {kind: 'prove', key: checkout}];
	vi.advanceTimersByTime(200);
	screen.stack = [{kind: 'home'}, {kind: 'release', key: checkout}];
	vi.advanceTimersByTime(20_000);
	expect(asked).toEqual([...marked, 'open', 'open prove', 'goBack', 'back']);
	stop();
});
