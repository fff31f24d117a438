import {expect, test} from 'vitest';
import {isReview, startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});
const keys = [
	...Array.from({length: 95}, (_, at) => String.fromCharCode(32 + at)).filter(key => key !== 'q'),
	...['enter', 'tab', 'escape', 'backspace', 'up', 'down', 'left', 'right', 'home'],
	...['x', 'p', 'r', 'h', 'b', 't', 'n', 'enter', 'right'],
];

test('perch --read-only, given 2,000 random keys, sends nothing but reads and reviews of its own access', async () => {
	await using sre = await startPerch(demo, {args: ['--read-only'], columns: 160, rows: 45});
	await sre.sees(/\d waits? for you/);
	let state = 20_261_121;
	for (let pressed = 0; pressed < 2_000; pressed += 1) {
		// Numerical Recipes' generator: the same keys each time.
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		await sre.press(keys[Math.floor((state / 2 ** 32) * keys.length)] ?? 'enter');
	}
	const entries = (await demo.api.journal()).filter(({userAgent}) => userAgent.startsWith('perch/'));
	expect(entries.length).toBeGreaterThan(50);
	expect(entries.filter(({method, path}) => method !== 'GET' && !isReview(path))).toEqual([]);
	expect(await sre.home.audit()).toEqual([]);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
