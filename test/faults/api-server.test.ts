import {beforeEach, expect, test} from 'vitest';
import {eventually} from '../eventually.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo();
const api = (order: 'down' | 'up' | 'freeze' | 'thaw') => demo.api.tell({kind: 'api', order});

beforeEach(() => demo.clearFaults());

test('perch writes nothing while the API server is down, and recovers by itself', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1']});
	await sre.opens('shop/cart');
	await sre.sees(/ p promote/, /^x back/m);

	await api('down');
	await sre.sees(
		/API SERVER DOWN: nothing can be written/,
		/^\(x back\)/m,
		/ back +not now: the API server does not answer/,
	);
	await sre.doesNotSee(/ p promote/);
	await sre.asks('x');
	await sre.sees(/BACK TO/, /not yet: /);
	await sre.press('right');
	await sre.reads();
	await sre.press('enter');
	await sre.press('escape');
	await sre.doesNotSee(/BACK TO/);
	await api('up');
	await sre.doesNotSee(/API SERVER/);
	await sre.sees(/ p promote/);

	await api('freeze');
	await sre.sees(/API SERVER DOWN: nothing can be written/);
	await sre.doesNotSee(/ p promote/);
	await api('thaw');
	await sre.doesNotSee(/API SERVER/);
	await sre.sees(/ p promote/);
	expect(await demo.perchWrites()).toEqual([]);
	expect(await sre.home.audit()).toEqual([]);

	await demo.api.kill();
	await sre.sees(/API SERVER DOWN: /);
	await demo.restartApi();
	await sre.doesNotSee(/API SERVER/);
	await sre.sees(/ p promote/);
	expect(await demo.perchWrites()).toEqual([]);
});

test('perch names a kind that it may not list, and goes on with the rest', async () => {
	await demo.api.tell({kind: 'apiFault', fault: {kind: 'forbidden'}, match: {path: '/rollouts'}});
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.sees(/FORBIDDEN: list rollouts\.argoproj\.io in all namespaces/, /^‖.data\/ledger-db .* 16\.4 20%/m);
	await demo.clearFaults();
});

test('perch reports an API server that answers 429, and shows everything once the server recovers', async () => {
	await demo.api.tell({kind: 'apiFault', fault: {kind: 'status', status: 429, retryAfterSeconds: 1}});
	await using sre = await startPerch(demo, {args: ['--refresh', '1']});
	await sre.sees(/API SERVER DOWN: .* 429/);
	await demo.clearFaults();
	await sre.doesNotSee(/API SERVER/);
	await sre.sees(/^‖.shop\/cart /m);
});

test('perch calls the result of a lost reply unknown, sends nothing again, and resolves it by reading', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1']});
	await sre.opens('shop/cart');
	await sre.asks('x', 'back');
	await sre.sees(/BACK TO 1\.12/, /dry run ok/);
	await demo.api.tell({kind: 'apiFault', fault: {kind: 'cutAfterCommit'}, match: {method: 'PATCH', times: 1}});
	await sre.confirms();
	await sre.sees(/UNKNOWN yet: the reply was lost/);
	await sre.press('escape');
	await sre.sees(/BACK TO 1\.12: aborted, 0% configured/);
	expect(await demo.perchWrites()).toMatchObject([{method: 'PATCH', status: 0}]);
	await eventually(async () => expect((await sre.home.outcomes()).slice(0, 2)).toEqual(['unconfirmed', 'resolved']));
});
