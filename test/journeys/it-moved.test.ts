import {expect, test} from 'vitest';
import {promoted, rolloutPath} from './support/colleague.ts';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo();

test('perch catches a promote by another operator while its dialog is open, and sends nothing', async () => {
	await using sre = await startPerch(demo, {args: ['--bell']});
	const bells = () => sre.terminal.bytes().toString('latin1').split('\u0007').length - 1;
	await sre.opens('shop/cart');
	await sre.asks('p', 'promote');
	await sre.sees(/50% → 75% on 1\.13/, /dry run ok/);
	// A release elsewhere may turn worse at any time, and ring too: the line in the footer says which bell it was.
	const before = bells();
	await demo.colleague.patch(`${rolloutPath('shop', 'cart')}/status`, promoted);
	await sre.sees(/it moved: /, /\[ Close \]/);
	expect(bells()).toBeGreaterThan(before);
	await sre.sees(/‖ PAUSED/, /now +75 % of requests go to/);
	await sre.press('right');
	await sre.sees(/\[ Look again \]/);
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/75% → 100% on 1\.13/, /\[ Cancel \]/, /dry run ok/);
	expect(await demo.perchWrites()).toEqual([]);
	await sre.confirms();
	await sre.sees(/stable: no release under way/);
	expect(await demo.perchWrites()).toMatchObject([{method: 'PATCH', status: 200}]);
});
