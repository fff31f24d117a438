import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

test('an operator reads the releases that need a person first, narrows them, opens one, and comes back to the list', async () => {
	await using sre = await startPerch(demo);
	await sre.sees(/\d waits? for you/);
	await sre.press('R');
	await sre.sees(
		/^ RELEASES 1–\d+ of \d+ · all kinds *$/m,
		/^ ✖ NOT ROLLED BACK +web\/search +\d+ +4\.2\.0 → 4\.3\.0 +100% *$/m,
		/^ ‖ PAUSED +shop\/cart +\d+ +1\.12 → 1\.13 +\d\/\d +50% +\d+m *$/m,
	);
	expectWhole(sre, 80);
	const rows = sre.terminal.rows();
	const rowOf = (name: string) => rows.findIndex(row => row.includes(` ${name} `));
	expect(rowOf('web/search')).toBeLessThan(rowOf('shop/cart'));

	await sre.selects('shop/cart');
	await sre.doesNotSee(/web\/search/);
	await sre.press('enter');
	await sre.sees(/^shop\/cart {2}1\.12 → 1\.13/, /now +50 % of requests go to/);
	await sre.press('escape');
	await sre.sees(/^ RELEASES 1 · all kinds/m, /^>‖ PAUSED +shop\/cart /m, /^ filter shop\/cart · /m);
	expect(sre.screen()).not.toMatch(/web\/search/);
	await sre.press('escape');
	await sre.sees(/^ RELEASES 1–\d+ of \d+ · all kinds/m, /web\/search/);
	await sre.press('escape');
	await sre.sees(/\d waits? for you/, /▾|FAIL\/m/);
	expect(await demo.perchWrites()).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
