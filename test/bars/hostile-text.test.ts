import {expect, test} from 'vitest';
import {expectHarmless, opensEveryScreen, poison, vectors} from '../faults/support/hostile.ts';
import {foreignSequences} from '../journeys/support/byte-oracle.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});

test('perch shows every hostile string whole on every screen, and none drives the terminal', async () => {
	await demo.api.tell({kind: 'api', order: 'stopControllers'});
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.opens('shop/cart');
	expect(vectors.length).toBeGreaterThanOrEqual(92);
	for (const [at, {text, shown}] of vectors.entries()) {
		await poison(demo, text, `MARK${at}END`);
		await expectHarmless(sre, shown, `MARK${at}END`);
	}
	await opensEveryScreen(sre);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
});
