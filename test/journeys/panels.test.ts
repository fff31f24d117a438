import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {expectWhole} from './support/layout.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1, agoSeconds: 60});

test('an operator reads charts of every service, pins two, reads them together, and opens one', async () => {
	await using sre = await startPerch(demo);
	await sre.selects('pay/gateway');
	await sre.press(' ');
	await sre.selects('shop/cart');
	await sre.press(' ');
	await sre.press('/', 'escape');
	await sre.sees(/web\/search/);
	await sre.press('v');
	await sre.sees(
		/^ panels 1-2 of 2 · pinned · worst first/m,
		/shop\/cart +1\.13 50%/,
		/pay\/gateway/,
		/ERR \d.*P95 \d.*RPS \d/,
	);
	expectWhole(sre, 80);
	await sre.press('escape');
	await sre.sees(/^.\*pay\/gateway |^.[>*]shop\/cart /m);
	await sre.press('escape', 'v');
	// The order rests while keys are pressed.
	await sre.sees(/^ panels 1-8 of \d\d · worst first/m, /HURTS? USERS.*\n✖.web\/search +4\.3\.0 100%/);
	await sre.press(')');
	await sre.sees(/^ panels 9-16 of \d\d/m);
	await sre.press('(');
	await sre.sees(/^ panels 1-8 of \d\d/m);
	await sre.press('home');
	await sre.sees(/HURTS? USERS.*\n✖>web\/search/);
	await sre.press('enter');
	await sre.sees(/^web\/search +4\.2\.0 → 4\.3\.0/m, /NOT ROLLED BACK/);
	await sre.press('escape');
	await sre.sees(/^ panels 1-8 of \d\d/m);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

test('the wall turns its pages by itself, takes no verb, and nothing is written', async () => {
	await using sre = await startPerch(demo, {args: ['--wall', '5s']});
	await sre.sees(/^ panels 1-8 of \d\d .* next page every 5 s/m, /^✖.web\/search/m);
	await sre.press('x', 'p', 'right');
	await sre.sees(/^ panels 9-16 of \d\d/m);
	await sre.press('enter');
	await sre.sees(/ errors +[\d.]+ %/, /esc close/);
	expect(sre.screen()).not.toMatch(/x back|p promote/);
	await sre.press('escape');
	await sre.sees(/^ panels 1-8 of \d\d/m);
	await sre.doesNotSee(/Cancel/);
	expect(sre.screen()).not.toMatch(/x back|p promote/);
	expect(await demo.perchWrites()).toEqual([]);
	expect(await sre.home.audit()).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
