import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({speed: 1, calmSeconds: 20});

test('an operator who looks elsewhere hears that a canary turns worse and reads which', async () => {
	await using sre = await startPerch(demo, {args: ['--bell', '-n', 'shop']});
	const bells = () => sre.terminal.bytes().toString('latin1').split('\u0007').length - 1;
	await sre.opens('shop/cart');
	await sre.sees(/now +50 % of requests go to/);
	await sre.press('l');
	await sre.sees(/^shop\/cart +logs /);
	const before = bells();
	await sre.sees(/WORSE: shop\/checkout · (?:about \d+ extra failed requests a minute|p99 \S+ slower|p99 \+\d+ms)/);
	expect(bells()).toBeGreaterThan(before);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
