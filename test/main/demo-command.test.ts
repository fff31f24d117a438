import {expect, test} from 'vitest';
import {auditLogPath} from '../../source/adapters/system/audit-log.ts';
import {demoPolicy} from '../../source/demo/api/access/demo-policy.ts';
import {createFaults} from '../../source/demo/api/connection/faults.ts';
import type {WatchHub} from '../../source/demo/api/list/watch-hub.ts';
import {troubleWith} from '../../source/demo/scale/scale.ts';
import {parseArguments} from '../../source/main/command-line/arguments.ts';
import {demoFaults} from '../../source/main/demo/demo-faults.ts';
import {demoUsers} from '../../source/main/demo/demo-users.ts';

test('--user takes only users of the demo, and its refusal lists them', () => {
	expect(demoPolicy.users.map(({name}) => name)).toEqual(demoUsers);
	for (const name of ['bob', '', 'Admin', '__proto__']) {
		expect(parseArguments(['demo', `--user=${name}`], '1')).toEqual({
			kind: 'wrong',
			message: `There is no user "${name}" in the demo: choose from admin, operator, viewer, shop-viewer.`,
		});
	}
	expect(parseArguments(['demo', '--user', 'viewer'], '1')).toMatchObject({arguments: {demo: {user: 'viewer'}}});
});

test.each([
	['--seed', 'abc'],
	['--speed', 'fast'],
	['--speed', '0'],
	['--refresh', 'x'],
	['--columns', '-1'],
])('%s %s is refused, and the message says what the flag takes', (flag, value) => {
	expect(parseArguments(['demo', `${flag}=${value}`], '1')).toMatchObject({
		kind: 'wrong',
		message: expect.stringMatching(/^--\w+ takes a number, [\d.]+ or more\.$/),
	});
});

test('the demo writes to an audit file of its own, not to the operator’s', () => {
	const own = auditLogPath({}, '/home/ana');
	expect(own).toBe('/home/ana/.local/state/perch/audit.jsonl');
	expect(auditLogPath({}, '/home/ana', true)).toBe('/home/ana/.local/state/perch/demo-audit.jsonl');
});

test('--fault lost-reply loses the reply of the request itself, not that of its dry run', () => {
	const noConnections = {down: async () => {}, up: async () => {}, freeze: () => {}, thaw: () => {}};
	const faults = createFaults({} as WatchHub, noConnections);
	const prometheus = {tell: () => {}};
	demoFaults['lost-reply']({
		api: {tell: order => order.kind === 'apiFault' && void faults.inject(order.fault, order.match)},
		prometheus,
	});
	const path = '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/cart';
	expect(faults.take('PATCH', `${path}?dryRun=All`)).toBeUndefined();
	expect(faults.take('PATCH', path)).toEqual({kind: 'cutAfterCommit'});
	expect(faults.take('PATCH', path)).toBeUndefined();
});

const scale = (...flags: readonly string[]) => parseArguments(['demo', ...flags], '1');

test('--services brings a scale, with usual numbers for what is left out', () => {
	expect(scale()).toMatchObject({arguments: {demo: {scale: null}}});
	expect(scale('--services', '10000')).toMatchObject({
		arguments: {demo: {scale: {services: 10_000, releases: 300, pods: 2, churn: 0}}},
	});
	expect(scale('--services=5000', '--releases=40', '--pods=3', '--churn=200')).toMatchObject({
		arguments: {demo: {scale: {services: 5000, releases: 40, pods: 3, churn: 200}}},
	});
});

test.each([
	[['--services', '1.5'], '--services takes a whole number, 1 or more.'],
	[['--services', 'many'], '--services takes a whole number, 1 or more.'],
	[['--services', '300', '--pods', '0'], '--pods takes a whole number, 1 or more.'],
	[['--services', '300', '--churn', '-1'], '--churn takes a whole number, 0 or more.'],
	[['--releases', '20'], '--releases needs --services: how many there are in all.'],
])('%j is refused with what the flag takes', (flags, message) => {
	expect(scale(...flags)).toEqual({kind: 'wrong', message});
});

test('the flags of the scale are refused where there is no demo', () => {
	expect(parseArguments(['--services', '300'], '1')).toEqual({
		kind: 'wrong',
		message: '--services is for perch demo.',
	});
});

test.each([
	[{services: 20}, '--services takes 36 or more: the shop has 36.'],
	[{services: 30_000}, '--services takes 20000 at most.'],
	[{releases: 3}, '--releases takes 10 or more: the shop has 10.'],
	[{releases: 290}, '--releases takes 274 at most with --services 300: each is of one service.'],
	[{pods: 1, churn: 5}, '--churn needs --pods 2 or more: with one pod each change takes a service down.'],
])('a cluster of %j cannot be, and the message says what can', (odd, message) => {
	expect(troubleWith({services: 300, releases: 20, pods: 2, churn: 0, ...odd})).toBe(message);
	expect(troubleWith({services: 300, releases: 274, pods: 2, churn: 5})).toBeNull();
});
