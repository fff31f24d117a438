import {test} from 'vitest';
import {expectNothingDone, pastes, pastesTorn} from '../faults/support/pastes.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});

test.each(Object.entries(pastes))('a paste (%s) does nothing, torn at any byte', async (_, paste) => {
	await using sre = await startPerch(demo);
	await sre.selects('shop/cart');
	for (let at = 1; at < paste.length; at += 1) await pastesTorn(sre, paste, at);
	await expectNothingDone(demo, sre);
});
