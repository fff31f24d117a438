import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {createDesk, type Desk, type DeskOptions} from './support/desk.ts';
import {objectsOf} from './support/recorded.ts';
import {sample} from './support/session.ts';

const nowMs = Date.parse('2026-11-21T07:11:23Z');

function service(namespace: string, name: string): RawObject {
	const metadata = {name, namespace, uid: `uid-of-${name}`, resourceVersion: '1'};
	return {apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}};
}

function openDesk(options: Partial<DeskOptions> = {}): Desk {
	const objects = [
		...objectsOf('argo-canary/02-paused-at-step-1'),
		service('site', 'search'),
		service('payments', 'ledger'),
	];
	const desk = createDesk({objects, nowMs, size: {columns: 100, rows: 30}, ...options});
	desk.advance(3_000);
	return desk;
}

function typed(desk: Desk, text: string): readonly string[] {
	desk.press(':');
	desk.type(text);
	return desk.frame().palette?.commands.map(({text: shown}) => shown) ?? [];
}

function goTo(desk: Desk, text: string): void {
	typed(desk, text);
	desk.press('enter');
	desk.advance(2_000);
}

function header(desk: Desk) {
	return desk.frame().screen.view.header;
}

function namesOnHome(desk: Desk): readonly string[] {
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(screen.kind);
	return screen.view.rows.map(({name}) => name);
}

const watched = (desk: Desk) => [
	...new Set(Object.values(desk.state().cluster.watches).map(({request}) => request.namespace ?? 'all')),
];

describe(':ns', () => {
	test('lists all namespaces and each that perch has read, and says which is shown', () => {
		const desk = openDesk();
		expect(typed(desk, 'ns')).toEqual(['all namespaces (shown)', 'payments', 'shop', 'site']);
		desk.type(' pay');
		expect(desk.frame().palette?.commands.map(({text}) => text)).toEqual(['payments', 'pay: not seen yet']);
	});

	test('ends every watch, drops what was read and measured, and starts anew in that namespace', () => {
		const desk = openDesk({world: {trafficAt: () => [sample('checkout', 100)]}});
		desk.press('/');
		desk.type('check');
		desk.press('enter', 'enter');
		const before = Object.keys(desk.state().cluster.watches);
		const stops = desk.given('stopWatch').length;
		typed(desk, 'ns site');
		desk.press('enter');
		expect(
			desk
				.given('stopWatch')
				.slice(stops)
				.map(({id}) => id)
				.toSorted(),
		).toEqual(before.toSorted());
		expect(namesOnHome(desk)).not.toContain('shop/checkout');
		expect(desk.state().metrics).toMatchObject({latency: null, ordering: null, observed: {}});
		expect(desk.state().screen).toMatchObject({filter: null, stack: [{kind: 'home'}], palette: null});
		desk.advance(2_000);
		expect(header(desk).scope).toBe('ns site');
		expect(namesOnHome(desk)).toEqual(['site/search']);
		expect(watched(desk).filter(name => name !== 'all')).toEqual(['site']);
	});

	test('still knows the other namespaces afterwards, and goes back to all of them', () => {
		const desk = openDesk();
		goTo(desk, 'ns site');
		expect(typed(desk, 'ns')).toEqual(['all namespaces', 'payments', 'shop', 'site (shown)']);
		desk.press('escape');
		goTo(desk, 'ns all');
		expect(header(desk).scope).toBe('all ns');
		expect(namesOnHome(desk)).toContain('site/search');
		expect(desk.frame().screen.view.footer.message?.text).toContain('all namespaces');
	});

	test('takes a namespace that perch has not seen, where one can have that name', () => {
		const desk = openDesk();
		expect(typed(desk, 'ns Not_A_Name')).toEqual([]);
		desk.press('escape');
		typed(desk, 'ns other');
		desk.press('down', 'enter');
		desk.advance(2_000);
		expect(header(desk).scope).toBe('ns other');
	});

	test('of the one that is shown says so and ends no watch', () => {
		const desk = openDesk();
		goTo(desk, 'ns all');
		expect(desk.given('stopWatch')).toEqual([]);
		expect(desk.state().screen.message?.text).toContain('shown already');
	});

	test('is offered without its word as well, after the views, and then marked only by its whole name', () => {
		const desk = openDesk();
		const marked = () => desk.frame().palette?.commands.find(({isSelected}) => isSelected)?.text;
		expect(typed(desk, 'payment')).toEqual(['payments']);
		expect(marked()).toBeUndefined();
		desk.type('s');
		expect(marked()).toBe('payments');
		desk.press('escape', ':');
		desk.type('another name');
		desk.press('enter');
		expect(desk.state().screen.palette?.text).toBe('ns ');
	});

	test('a request that is under way asks first, and enter again switches', () => {
		const desk = openDesk({settings: {protection: {kind: 'none'}}});
		desk.press('enter', 'x');
		desk.advance(1_000);
		desk.world.latencyMs = command => (command.kind === 'send' ? 'never' : 5);
		desk.press('right', 'enter');
		desk.advance(1_000);
		expect(desk.given('send')).toHaveLength(1);
		desk.press('escape');
		typed(desk, 'ns site');
		desk.press('enter');
		expect(desk.state().screen.message?.text).toBe('a request is under way: enter again switches all the same');
		expect(header(desk).scope).toBe('all ns');
		expect(desk.frame().palette).not.toBeNull();
		desk.press('enter');
		expect(header(desk).scope).toBe('ns site');
		expect(desk.frame().palette).toBeNull();
	});

	test('leaves an open dialog alone', () => {
		const desk = openDesk();
		desk.press('enter', 'x');
		desk.dispatch({kind: 'acted', action: 'namespace site'});
		expect(desk.state().screen.dialog).not.toBeNull();
		expect(header(desk).scope).toBe('all ns');
	});
});
