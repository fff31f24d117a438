import {beforeEach, expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo();
const fault = (kind: 'none' | 'down' | 'scrape-stopped' | 'bad-gateway') =>
	demo.prometheus.tell({kind: 'prometheusFault', fault: {kind}});

beforeEach(() => demo.clearFaults());

test('without Prometheus perch refuses promote and allows back, and it recovers by itself', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1']});
	await sre.opens('shop/cart');
	await sre.sees(/ p promote/);

	await fault('down');
	await sre.sees(/METRICS DOWN: promote is off, back needs no metrics/, /^x back/m);
	await sre.doesNotSee(/ p promote/);
	await sre.isRefused('p', /no fresh metrics/);
	await fault('none');
	await sre.doesNotSee(/METRICS [A-Z]+:/);
	await sre.sees(/ p promote/);

	await fault('scrape-stopped');
	await sre.sees(/METRICS [A-Z]+: .*newest sample is old/, /^x back/m);
	await sre.doesNotSee(/ p promote/);
	await fault('none');
	await sre.doesNotSee(/METRICS [A-Z]+:/);

	await demo.prometheus.kill();
	await sre.sees(/METRICS DOWN: /);
	await sre.doesNotSee(/ p promote/);
	await sre.asks('x', 'back');
	await sre.confirms();
	await sre.sees(/0% configured/);
	expect(await demo.perchWrites()).toMatchObject([{method: 'PATCH', status: 200}]);
	await sre.press('escape');
	await demo.prometheus.restart();
	await sre.doesNotSee(/METRICS [A-Z]+:/);
	await sre.sees(/TAKEN BACK/, /now +0 % of requests go to .* · canary 0\.0 rps/);
});

test('perch reports METRICS DOWN for an answer that is not from Prometheus', async () => {
	await fault('bad-gateway');
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.sees(/METRICS DOWN: promote is off.* 502 /, /shop\/checkout/);
	await fault('none');
	await sre.doesNotSee(/METRICS [A-Z]+:/);
});
