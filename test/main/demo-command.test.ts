import {expect, test} from 'vitest';
import {auditLogPath} from '../../source/adapters/system/audit-log.ts';
import {demoPolicy} from '../../source/demo/api/access/demo-policy.ts';
import {createFaults} from '../../source/demo/api/connection/faults.ts';
import type {WatchHub} from '../../source/demo/api/list/watch-hub.ts';
import {parseArguments} from '../../source/main/arguments.ts';
import {demoFaults} from '../../source/main/demo-faults.ts';
import {demoUsers} from '../../source/main/demo-users.ts';

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
