import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

test(':ns shows one namespace with nothing left of the others, and all of them again', async () => {
	await using sre = await startPerch(demo);
	const others = /(?:shop|web|site|data|routes)\//;
	const goTo = async (namespace: string) => {
		await sre.press(':');
		await sre.types(`ns ${namespace}`);
		await sre.sees(new RegExp(`│ > ns ${namespace}`));
		await sre.press('enter');
	};
	await sre.opens('shop/cart');
	await sre.sees(/now +50 % of requests go to/);
	await goTo('pay');
	await sre.sees(/^perch +demo .* ns pay\b/m, /pay\/gateway +\d/, /pay\/ledger/);
	await sre.doesNotSee(others);
	expectWhole(sre, 80);
	await sre.press('v');
	await sre.sees(/^ panels 1-\d of \d · /m, /pay\/gateway/);
	expect(sre.screen()).not.toMatch(others);
	await sre.press('v', 'R');
	await sre.sees(/^ RELEASES \d · all kinds/m, /pay\/ledger/);
	expect(sre.screen()).not.toMatch(others);
	await sre.press('escape');
	await goTo('all');
	await sre.sees(/^perch +demo .* all ns\b/m, /shop\/checkout +\d/, /web\/search/);
	expect(await demo.perchWrites()).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
