import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

test('perch shows who calls a service and whom it calls, walks to a caller, and comes back', async () => {
	await using sre = await startPerch(demo, {columns: 80, rows: 24});
	await sre.opens('shop/checkout');
	// Since which weight is told only where perch looked before it began, eight seconds after the demo did.
	await sre.sees(
		/blast +2 callers: web\/mobile \(8\d %\), web\/frontend/,
		/· errors of web\/frontend\s+rose since 20%|· web\/frontend fails more\s+than usual/,
	);
	await sre.press('T');
	await sre.sees(
		/^shop\/checkout +topology/m,
		/ edges \d+s old · callers by Istio/,
		/^ the failures of web\/frontend \(\d+ %\) can be their failed calls to shop\/checkout/m,
		/^ +web\/mobile +\d+ +\d/m,
		/^ +to 2\.9\.0 canary +\d+ +\d/m,
		/^>.* shop\/checkout +2\.8\.1 → 2\.9\.0/m,
		/^ +shop\/currency +\d+ +0\.00/m,
	);
	expectWhole(sre, 80);
	await sre.press('g');
	await sre.sees(/╭ web\/mobile ─/, /├─▶│/);
	await sre.press('g', '+');
	await sre.sees(/^ +pay\/fraud +\d/m, /^ +istio-system\/istio-ingressgateway +\d/m);
	await sre.press('-', 'up', 'enter');
	await sre.sees(/^web\/frontend +topology/m, /^>.* web\/frontend/m, /^.{6}shop\/checkout +\d/m);
	await sre.sees(/^ \d+ % of the failures of web\/frontend can be its failed calls to shop\/checkout/m);
	await sre.press('escape');
	await sre.sees(/^shop\/checkout +topology/m);
	await sre.press('x');
	await sre.doesNotSee(/BACK TO/);
	await sre.press('escape');
	await sre.sees(/now +20 % of requests go to/);
	expect(await demo.perchWrites()).toEqual([]);
});
