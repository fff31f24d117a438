import {expect, test} from 'vitest';
import {foreignSequences} from './support/byte-oracle.ts';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1});

const sizes = [
	{columns: 80, rows: 24},
	{columns: 160, rows: 45},
];

test.each(sizes)('perch draws every screen whole at $columns×$rows', async size => {
	await using sre = await startPerch(demo, size);
	const looks = async (...patterns: readonly RegExp[]) => {
		await sre.sees(...patterns);
		expectWhole(sre, size.columns);
	};
	await looks(/\d waits? for you/, /shop\/checkout/, /k8s \ds/);
	await sre.press('s', 's');
	await looks(/▾RPS/);
	await sre.press('v');
	await looks(/panels 1-\d+ of \d+ · by requests/);
	await sre.press('v');
	await looks(/▾RPS/);
	await sre.press('/');
	await sre.types('checkout');
	await looks(/checkout/);
	await sre.press('enter');
	await sre.doesNotSee(/shop\/catalog/);
	await sre.press('/', 'escape');
	await looks(/web\/search/);

	await sre.press('?');
	await looks(/promote by one step/);
	await sre.press('escape');
	await sre.press('R');
	await looks(/RELEASES/, /shop\/cart/);

	await sre.opens('shop/cart');
	await looks(/now +50 % of requests go to/, /back +1\.12/);
	await sre.press('[');
	await looks(/5 min/);
	await sre.press(']', ']');
	await looks(/30 min/);
	await sre.press('z');
	await looks(/FROZEN \d+ s/);
	await sre.press('z');
	await sre.doesNotSee(/FROZEN/);
	await sre.asks('x', 'back');
	await looks(/BACK TO 1\.12/, /live check/);
	await sre.press('d');
	await looks(/PATCH rollouts\.argoproj\.io/);
	await sre.press('escape');
	await sre.doesNotSee(/BACK TO/);

	for (const [key, ...seen] of [
		['l', /^shop\/cart +logs /, /\d+ of \d+ pods/],
		['e', /^shop\/cart +events /, /Normal|warning|perch|Rollout/],
		['d', /^shop\/cart +diff /, /image 1\.12 → 1\.13/],
		['=', /compared/, /^ figure /m, /^ interval /m],
	] as const) {
		await sre.press(key);
		await looks(...seen);
		await sre.press('escape');
		await sre.sees(/now +50 % of requests go to/);
	}
	await sre.press(':');
	await sre.types('describe');
	await sre.press('enter');
	await looks(/Rollout shop\/cart/, /kind: Rollout/);
	await sre.press('escape');
	await sre.sees(/now +50 % of requests go to/);

	await sre.press('c');
	await looks(/1\.12/, /1\.13/);
	await sre.press('2');
	await looks(/latency|rps|requests/);
	// To the release, to the list, out of its filter, and home.
	await sre.press('escape', 'escape', 'escape', 'escape');
	await looks(/\d waits? for you/, /shop\/catalog/);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
