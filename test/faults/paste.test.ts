import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';
import {expectNothingDone, pastes, pastesTorn, stillHears} from './support/pastes.ts';

const demo = await startDemo({speed: 1});

test('a paste does nothing, with marks, without them, or torn', async () => {
	await using sre = await startPerch(demo);
	await sre.sees(/\d waits? for you/);
	await sre.selects('shop/cart');
	for (const paste of Object.values(pastes)) await pastesTorn(sre, paste, paste.length);
	for (const at of [1, 3, 6]) await pastesTorn(sre, pastes.bracketed, at);
	for (const at of [1, 2, 4]) await pastesTorn(sre, pastes.unbracketed, at);
	await expectNothingDone(demo, sre);
});

test('a paste that comes slowly, at the pace of a hand, does nothing', async () => {
	await using sre = await startPerch(demo);
	await sre.sees(/\d waits? for you/);
	await sre.selects('shop/cart');
	for (const part of ['\u001b[200~', 'x', '\u001b[C', '\r', '\u001b[201~']) {
		sre.terminal.write(part);
		await sre.reads();
	}
	await stillHears(sre);
	await expectNothingDone(demo, sre);
});

test('a paste without an end does nothing, and Ctrl-C still works', async () => {
	await using sre = await startPerch(demo);
	await sre.selects('shop/cart');
	sre.terminal.write('\u001b[200~x\u001b[C\r');
	await sre.press('x', 'right', 'enter');
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
	await expectNothingDone(demo, sre);
});

test('a paste into an open dialog confirms nothing', async () => {
	await using sre = await startPerch(demo);
	await sre.opens('shop/cart');
	await sre.asks('x', 'back');
	await sre.sees(/dry run ok/);
	await sre.press('right');
	await sre.sees(/\[ Go back \]/);
	await sre.reads();
	sre.terminal.write('\u001b[200~\r\u001b[201~');
	sre.terminal.write('\r');
	await sre.sees(/keys ignored/);
	await expectNothingDone(demo, sre);
});
