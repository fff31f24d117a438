import {expect, test} from 'vitest';
import {rolloutPath} from './support/colleague.ts';
import {startDemo} from './support/demo.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo({agoSeconds: 120});
const screen = {columns: 120, rows: 40};

test('an operator replays the release that was taken back, sees it turn WORSE, and can act on nothing', async () => {
	await using perch = await startPerch(demo, screen);
	await perch.opens('shop/checkout');
	await perch.sees(/CANARY IS WORSE/);
	await demo.colleague.patch(`${rolloutPath('shop', 'checkout')}/status`, {status: {abort: true}});
	// The last requests to the canary are in the rates for a few scrapes more: until then it is said to be running.
	await perch.sees(/aborted on request/, /canary 0\.0 rps/);
	await perch.press('B');
	// On a busy machine the days take their time, one query after another.
	for (const part of ['[1-9]\\d?', '[3-9]\\d', '[5-9]\\d', '[7-9]\\d', '90'])
		await perch.sees(new RegExp(`${part} of 90 days|judged [1-9]`));
	await perch.sees(/^>.* rolled back \d\d:\d\d +WORSE after \w+ at [\d.]+ %, lead \w+/m);

	await perch.press('enter');
	await perch.sees(
		/REPLAY \d{4}-\d\d-\d\d \d\d:\d\d:\d\d · 1 of \d+/,
		/TOO FEW/,
		/observed; the weight set is not known/,
	);
	expect(perch.screen()).not.toMatch(/rolled back|CANARY IS WORSE/);
	await perch.press('G');
	await perch.sees(/· (\d+) of \1$/m, /called {0,2}WORSE at /, /ended {2}rolled back at .* after it was called WORSE/);
	await perch.press('left');
	await perch.doesNotSee(/rolled back/);
	await perch.isRefused('x', /this is a past release: verbs are off/);
	await perch.isRefused('p', /this is a past release: verbs are off/);

	await perch.press('escape');
	await perch.sees(/shop\/checkout {2}backtest/, /rolled back/);
	await perch.press('escape');
	await perch.sees(/aborted on request/);
});
