import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

// From the third minute on shipping fails in both versions, for five minutes, and landing in its new one, for two.
const during = await startDemo({speed: 1, agoSeconds: 235});
const afterwards = await startDemo({speed: 1, agoSeconds: 420});

test('a canary that fails is worse; where both versions fail, both are bad, and going back is not what helps', async () => {
	await using sre = await startPerch(during);
	await sre.opens('routes/landing');
	await sre.sees(/^✖ CANARY IS WORSE since .*\d\d:\d\d · fails \d+ %/m);
	await sre.press('=');
	await sre.sees(/^ errors +\S+ · (?:×\d+|over ×999999), needs ×200 · worse since/m);
	await sre.press('escape', 'escape', 'escape');
	await sre.opens('routes/shipping');
	await sre.sees(/^✖ BOTH BAD: stable rose too/m, /\d\.\d\d % → \d\d % fail/);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

test('once its failures are over, it was worse, with the time', async () => {
	await using sre = await startPerch(afterwards);
	await sre.opens('routes/landing');
	await sre.sees(/WAS WORSE \d\d:\d\d–\d\d:\d\d, not now|NO HARM ABOVE .* · it was worse \d\d:\d\d–\d\d:\d\d/);
	expect(sre.screen()).not.toContain('CANARY IS WORSE');
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

test('a canary that answers ten times slower is worse by its latency, and one behind a header route is not compared', async () => {
	await using sre = await startPerch(afterwards);
	await sre.sees(/^▲.?routes\/reviews /m);
	await sre.opens('routes/reviews');
	await sre.sees(/^✖ CANARY IS WORSE since .* · p9[59] \d+(?:\.\d)?× slower/m, /^ +p95 .*✖ \d+×/m);
	await sre.press('escape', 'escape');
	await sre.opens('site/accounts');
	await sre.sees(/CANNOT COMPARE: header route/);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

test('toward a canary that is worse perch asks why; the new weight begins the count anew, and the record says what perch said', async () => {
	await using sre = await startPerch(afterwards);
	await sre.opens('shop/checkout');
	await sre.sees(/^✖ CANARY IS WORSE since/m, /^ +cost +in 5 min as it is: ~[\d.]+k? requests fail more \(/m);
	await sre.asks('p', 'promote');
	await sre.sees(
		/│ CANARY IS WORSE since/,
		/│ in 5 min as it is: ~/,
		/reason: why in spite of the verdict/,
		/dry run ok/,
	);
	await sre.choosesToConfirm();
	await sre.fillsIn({name: 'demo'});
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/the canary is worse: write a reason first/, /dry run ok/);
	expect(await afterwards.perchWrites()).toEqual([]);
	await sre.fillsIn({reason: 'the fix is on its way'});
	await sre.reads();
	await sre.press('enter');
	await sre.sees(/now +50 % of requests go to/, /CANARY IS WORSE since [^·]*, not judged yet since \d\d:\d\d/);
	const [record] = await sre.home.audit();
	expect(record).toMatchObject({
		verb: 'promote',
		reason: 'the fix is on its way',
		said: expect.stringMatching(/^CANARY IS WORSE since \d\d:\d\d · /),
	});
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
