import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo();

test('perch promotes the good canary step by step, each time with the typed name of the cluster', async () => {
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.opens('shop/cart');
	await sre.sees(/1\.12 → 1\.13/, /50 % of requests go to/);
	await sre.asks('p', 'promote');
	await sre.sees(/PROMOTE 1\.13 ONE STEP +shop\/cart +demo PROD/, /50% → 75% on 1\.13/, /dry run ok/);
	await sre.choosesToConfirm();
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/type the cluster's name first/);
	expect(await demo.perchWrites()).toEqual([]);
	await sre.fillsIn({name: 'demo', reason: 'quiet for an hour'});
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/75 % of requests go to/, /▶ PAUSE +100%/, /‖ PAUSED/);
	await sre.asks('p', 'promote');
	await sre.confirms();
	await sre.sees(/1\.13 \(r73\)/, /stable: no release under way/, /now +no canary: all traffic on one version/);
	expect(await demo.perchWrites()).toMatchObject([
		{method: 'PATCH', status: 200},
		{method: 'PATCH', status: 200},
	]);
});
