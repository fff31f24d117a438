import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {homeOf} from './support/home.ts';
import {objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

/** Plain Services beside the recorded canary, so many that no screen holds them all. */
function shop(count: number): readonly RawObject[] {
	const services = Array.from({length: count}, (_, at) => service(nameAt(at)));
	return [...objectsOf('argo-canary/02-paused-at-step-1'), ...services];
}

function nameAt(at: number): string {
	return `service-${String(at).padStart(3, '0')}`;
}

function service(name: string): RawObject {
	const metadata = {name, namespace: 'shop', uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

function deskWith(count: number, size = {columns: 80, rows: 24}): Desk {
	const desk = createDesk({
		objects: shop(count),
		nowMs: Date.parse('2026-11-21T07:11:23Z'),
		size,
		world: {trafficAt: () => Array.from({length: count}, (_, at) => sample(nameAt(at), at + 1, 0))},
	});
	desk.advance(2_000);
	return desk;
}

describe('the selection', () => {
	test('stays on its row when the order changes and when rows come and go', () => {
		const desk = deskWith(20);
		desk.press('s', 'down', 'down', 'down');
		const selected = desk.state().screen.homeSelected;
		expect(selected).toMatch(/^service:/);
		desk.press('S');
		expect(desk.state().screen.homeSelected).toBe(selected);
		desk.server.become([...shop(20), service('another')]);
		desk.sync();
		desk.advance(20_000);
		expect(desk.state().screen.homeSelected).toBe(selected);
		expect(
			homeOf(desk)
				.rows.filter(({isSelected}) => isSelected)
				.map(({key}) => key),
		).toEqual([selected]);
	});

	test('of a row that is gone acts on nothing, and moves on from the top', () => {
		const desk = deskWith(3);
		desk.press('home');
		expect(desk.state().screen.homeSelected).toMatch(/^release:/);
		desk.server.become(shop(3).filter(({kind}) => kind === 'Service'));
		desk.sync();
		desk.press('x');
		expect(desk.state().screen.dialog).toBeNull();
		expect(desk.state().screen.message?.text).toBe('select a release first');
		desk.press('down');
		expect(desk.state().screen.homeSelected).toMatch(/^service:/);
	});

	test('is always among the rows on screen, at every size, wherever it moves', () => {
		for (const size of [
			{columns: 60, rows: 15},
			{columns: 80, rows: 24},
			{columns: 160, rows: 45},
		]) {
			const desk = deskWith(60, size);
			const walk = ['end', 'up', 'pageup', 'home', ...Array.from({length: 30}, () => 'down'), 'pagedown', 'pagedown'];
			for (const key of walk) {
				desk.press(key);
				const view = homeOf(desk);
				const shown = view.rows.filter(({isSelected}) => isSelected);
				expect(shown.map(row => row.key)).toEqual([desk.state().screen.homeSelected]);
				expect(view.rows.length).toBeLessThanOrEqual(size.rows - 4);
				expect(view.offset + view.rows.length).toBeLessThanOrEqual(view.total);
			}
		}
	});
});

describe('the filter', () => {
	test('narrows as it is typed, inverts with !, and is cleared by esc before esc leaves the screen', () => {
		const desk = deskWith(12);
		desk.press('/');
		desk.type('service-00');
		expect(homeOf(desk).total).toBe(10);
		desk.press('enter', 'escape');
		expect(desk.state().screen.filter).toBeNull();
		desk.press('/', '!');
		desk.type('SERVICE');
		expect(homeOf(desk).rows.map(({name}) => name)).toEqual(['shop/checkout']);
		desk.press('backspace', 'escape');
		expect(desk.state().screen.filter).toBeNull();
	});

	test('stays on its list: esc leads from the screens behind the list back to the narrowed list', () => {
		const desk = deskWith(12);
		desk.press('/');
		desk.type('service-00');
		desk.press('enter', 'enter', '?', 'escape', 'escape');
		expect(desk.state().screen).toMatchObject({stack: [{kind: 'home'}], filter: {text: 'service-00'}});
		expect(homeOf(desk).total).toBe(10);
		desk.press('escape');
		expect(desk.state().screen).toMatchObject({stack: [{kind: 'home'}], filter: null});
	});

	test('takes every letter as text while it is typed: no verb starts and no screen opens', () => {
		const desk = deskWith(12);
		desk.press('down', '/');
		desk.type('pxhrbqz?R');
		expect(desk.state().screen).toMatchObject({dialog: null, isQuitting: false, stack: [{kind: 'home'}]});
		expect(desk.state().screen.filter?.text).toBe('pxhrbqz?R');
	});
});

describe('the order', () => {
	test('is by name where the figures are the same, whatever order the objects came in', () => {
		const names = (objects: readonly RawObject[]) => {
			const desk = createDesk({objects, nowMs: Date.parse('2026-11-21T07:11:23Z'), size: {columns: 80, rows: 45}});
			desk.advance(2_000);
			return homeOf(desk).rows.map(({name}) => name as string);
		};
		expect(names(shop(9).toReversed())).toEqual(names(shop(9)));
		expect(names(shop(9))).toEqual(names(shop(9)).toSorted());
	});

	test('by harm is not inverted, and S says what sorts', () => {
		const desk = deskWith(3);
		const before = homeOf(desk).rows.map(({key}) => key);
		desk.press('S');
		expect(homeOf(desk)).toMatchObject({sort: {column: 'harm', isDescending: true}});
		expect(homeOf(desk).rows.map(({key}) => key)).toEqual(before);
		expect(homeOf(desk).footer.message?.text).toBe('the worst comes first: s sorts by a column, which S inverts');
	});

	test('by requests has the biggest first, is reversed by S, and has rows without figures last in both', () => {
		const desk = deskWith(9);
		desk.world.trafficAt = () => Array.from({length: 8}, (_, at) => sample(nameAt(at), 10 ** at, 0));
		desk.advance(30_000);
		desk.press('s', 's');
		const names = () => homeOf(desk).rows.map(({name}) => name.replace('shop/service-', ''));
		expect(names()).toEqual(['007', '006', '005', '004', '003', '002', '001', '000', 'shop/checkout', '008']);
		desk.press('S');
		expect(names()).toEqual(['000', '001', '002', '003', '004', '005', '006', '007', 'shop/checkout', '008']);
	});
});

test('escape goes back through the opened screens in turn, and ends at home', () => {
	const desk = deskWith(3);
	desk.press('R', 'home', 'enter', 'c', '?', 'escape', 'escape');
	expect(desk.state().screen.stack.map(({kind}) => kind)).toEqual(['home', 'releases', 'release']);
	desk.press('escape', 'escape', 'escape', 'escape');
	expect(desk.state().screen.stack.map(({kind}) => kind)).toEqual(['home']);
	desk.press('enter');
	expect(desk.state().screen.stack.at(-1)).toEqual({
		kind: 'release',
		key: 'release:prod/rollouts.argoproj.io/shop/checkout',
	});
});

test('a Service that was selected before its release was listed stays selected as that release', () => {
	const desk = createDesk({
		objects: objectsOf('argo-canary/01-healthy').filter(({kind}) => kind !== 'Rollout' && kind !== 'VirtualService'),
		nowMs: Date.parse('2026-11-21T07:11:23Z'),
	});
	desk.advance(2_000);
	desk.press('home');
	expect(desk.state().screen.homeSelected).toBe('service:prod/shop/checkout-canary');
	desk.server.become(objectsOf('argo-canary/01-healthy'));
	desk.sync();
	desk.advance(1_000);
	const selected = homeOf(desk).rows.filter(({isSelected}) => isSelected);
	expect(selected.map(({key}) => key)).toEqual(['release:prod/rollouts.argoproj.io/shop/checkout']);
});
