import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {checkout, objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

const startMs = Date.parse('2026-11-21T07:11:23Z');
const pay = 'service:prod/shop/pay';

/** The recorded canary, which waits and so comes first until the Service `pay` begins to fail. */
function deskOf(payFailsFromMs = Number.POSITIVE_INFINITY): Desk {
	const desk = createDesk({
		objects: [...objectsOf('argo-canary/02-paused-at-step-1'), service('pay'), service('zzz')],
		nowMs: startMs,
		size: {columns: 100, rows: 30},
		world: {
			trafficAt: serverMs => [
				sample('checkout-stable', 95, 0.1),
				sample('checkout-canary', 5),
				sample('pay', 100, serverMs < startMs + payFailsFromMs ? 0 : 50),
				sample('zzz', 10),
			],
		},
	});
	desk.advance(2_000);
	return desk;
}

function service(name: string): RawObject {
	const metadata = {name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

const selected = (desk: Desk) => homeOf(desk).rows.flatMap(({key, isSelected}) => (isSelected ? [key] : []));

/** Lets time pass, in small steps, until another row comes first. */
function untilFirst(desk: Desk, key: string): void {
	for (let at = 0; homeOf(desk).rows[0]?.key !== key; at += 1) {
		if (at > 2_000) throw new Error(`${key} does not come first`);
		desk.advance(100);
	}
}

describe('the first row', () => {
	test('is selected and explained without a key, and another one once it comes first', () => {
		const desk = deskOf(10_000);
		expect(selected(desk)).toEqual([checkout]);
		expect(homeOf(desk).explained?.name).toBe('shop/checkout');
		untilFirst(desk, pay);
		expect(selected(desk)).toEqual([pay]);
		expect(homeOf(desk).explained?.name).toBe('shop/pay');
	});

	test('is selected before anything is read as soon as there is one', () => {
		const desk = createDesk({objects: [service('pay')], nowMs: startMs});
		expect(desk.state().screen.homeSelected).toBeNull();
		desk.advance(2_000);
		expect(selected(desk)).toEqual([pay]);
	});

	test.each(['down', 'home', ' '])('is followed no more after %j: the operator chose a row', key => {
		const desk = deskOf(10_000);
		desk.press(key);
		const chosen = selected(desk);
		expect(chosen).toHaveLength(1);
		untilFirst(desk, pay);
		desk.advance(10_000);
		if (key === 'down') expect(chosen).not.toEqual([checkout]);
		expect(selected(desk)).toEqual(chosen);
	});

	test.each(['enter', 'x'])('is followed no more after %j and esc: the operator was busy with it', key => {
		const desk = deskOf(10_000);
		desk.press(key);
		desk.advance(2_000);
		desk.press('escape');
		untilFirst(desk, pay);
		desk.advance(10_000);
		expect(selected(desk)).toEqual([checkout]);
	});

	test('is followed again after esc', () => {
		const desk = deskOf();
		desk.press('end');
		expect(selected(desk)).toEqual(['service:prod/shop/zzz']);
		desk.press('escape');
		expect(selected(desk)).toEqual([checkout]);
	});

	test('is followed under another order and under a filter', () => {
		const desk = deskOf();
		desk.press('s', 's');
		expect(desk.state().screen.sort.column).toBe('rps');
		expect(selected(desk)).toEqual([homeOf(desk).rows[0]?.key]);
		desk.press('/');
		desk.type('zzz');
		expect(selected(desk)).toEqual(['service:prod/shop/zzz']);
	});

	test('that changes leaves an open release, dialog or palette alone', () => {
		for (const keys of [['enter'], ['x'], [':']]) {
			const desk = deskOf(10_000);
			desk.press(...keys);
			desk.advance(200_000);
			expect(desk.state().screen.homeSelected, keys.join()).toBe(checkout);
		}
	});
});

describe('a verb', () => {
	const message = 'another row has just come first: look, then press again';

	test('is refused for a second and a half after another row came first', () => {
		const desk = deskOf(10_000);
		untilFirst(desk, pay);
		desk.press('x');
		expect(desk.state().screen).toMatchObject({dialog: null, message: {text: message}});
		desk.advance(1_200);
		desk.press('x');
		expect(desk.state().screen.message?.text).toBe(message);
		desk.advance(1_500);
		desk.press('x');
		// No release stands behind the row that came first.
		expect(desk.state().screen.message?.text).not.toBe(message);
	});

	test('is taken at once where the operator chose the row, and where the first row is the first that came', () => {
		const fresh = deskOf();
		fresh.press('x');
		expect(fresh.state().screen.dialog).not.toBeNull();
		const chosen = deskOf(10_000);
		chosen.press('home');
		untilFirst(chosen, pay);
		chosen.press('x');
		expect(chosen.state().screen.dialog).not.toBeNull();
	});

	test('stays refused when the window changes in the meantime', () => {
		const desk = deskOf(10_000);
		untilFirst(desk, pay);
		desk.input({kind: 'resize', columns: 101, rows: 30});
		desk.advance(1_000);
		desk.press('x');
		expect(desk.state().screen.dialog).toBeNull();
	});
});
