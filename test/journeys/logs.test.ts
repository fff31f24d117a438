import {expect, test} from 'vitest';
import {foreignSequences} from './support/byte-oracle.ts';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

test('the operator finds in the logs what only the canary writes', async () => {
	await using sre = await startPerch(demo, {columns: 80, rows: 24});
	await sre.opens('shop/checkout');
	await sre.press('l');
	await sre.sees(/^shop\/checkout logs 2\.8\.1 → 2\.9\.0/, /10 of 10 pods · last 5 min/, /2\.8\.1 INFO request/);
	await sre.sees(/only in 2\.9\.0: .*payment timed out/);
	expectWhole(sre, 80);
	await sre.press('d');
	await sre.sees(/^ +\d+ +0 +error payment timed out status=503 order=ord-<hex>/m);

	await sre.press('/');
	await sre.types('timed out');
	await sre.press('enter');
	await sre.sees(/2\.9\.0 ERROR payment timed out status=503 order=ord-[0-9a-f]{8}/, /filter timed out/);
	await sre.doesNotSee(/INFO request/);
	await sre.press('escape');
	await sre.sees(/INFO request/);

	await sre.press('up');
	await sre.sees(/STOPPED: \d+ newer below/);
	await sre.press('G');
	await sre.sees(/following/);

	await sre.press('o');
	await sre.sees(/PREVIOUS RUN/, /no container has a previous run/);
	await sre.press('o');
	await sre.sees(/10 of 10 pods · last 5 min/);

	await sre.press('escape');
	await sre.sees(/^shop\/checkout {2}2\.8\.1/);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

test('streams that are lost are said, and go on where they were', async () => {
	await using sre = await startPerch(demo, {columns: 100, rows: 30});
	await sre.opens('shop/checkout');
	await sre.press('l');
	await sre.sees(/10 of 10 pods/);
	await demo.api.tell({kind: 'api', order: 'down'});
	await sre.sees(/API SERVER DOWN/, /LOST 10 pods/, /the stream was lost/);
	await demo.api.tell({kind: 'api', order: 'up'});
	await sre.sees(/10 of 10 pods/);
	await sre.doesNotSee(/LOST/);
	// Remarks pass every filter; without one the lines of the meantime have moved them away.
	await sre.press('/');
	await sre.types('what no line says');
	await sre.press('enter');
	await sre.sees(/the stream was lost/, /the stream goes on after the last line/);
	await sre.leaves();
});

test('a session that may not read logs is told which permission is missing', async () => {
	await using sre = await startPerch(demo, {columns: 80, rows: 24});
	await sre.opens('shop/checkout');
	await demo.api.tell({kind: 'apiFault', fault: {kind: 'forbidden'}, match: {path: '/log?'}});
	await sre.press('l');
	await sre.sees(/FORBIDDEN: get pods\/log for 10 pods/, /ask for the role\s+perch-viewer/);
	await demo.clearFaults();
	await sre.leaves();
});
