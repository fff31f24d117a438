import {expect, test} from 'vitest';
import {startDemo} from '../journeys/support/demo.ts';
import {type Sre, startPerch} from '../journeys/support/sre.ts';
import {expectNothingDone, stillHears} from './support/pastes.ts';

const demo = await startDemo({speed: 1});

test('a mashed Enter, a held key and the key that brings the window to the front confirm nothing', async () => {
	await using sre = await startPerch(demo);
	await sre.opens('shop/cart');

	await asksWith(sre, 'p');
	await sre.press(...Array<string>(12).fill('enter'));
	await stillHears(sre);

	// A busy machine may deliver all these keys as one burst, which opens nothing.
	await sre.press(...Array<string>(12).fill('x'));
	await sre.sees(/BACK TO 1\.12|keys ignored/);
	await sre.press(...Array<string>(6).fill('enter'));
	await stillHears(sre);
	await expectNothingDone(demo, sre);

	await asksWith(sre, 'x');
	await sre.press('right');
	await sre.sees(/\[ Go back \]/);
	await sre.reads();
	// The terminal reports that it came to the front, and the key that brought it there follows at once.
	sre.terminal.write('\u001b[I\r');
	await sre.sees(/keys ignored/);
	await stillHears(sre);
	await expectNothingDone(demo, sre);
});

test('perch confirms no verb toward the canary without the typed name of the cluster', async () => {
	await using sre = await startPerch(demo);
	await sre.opens('shop/cart');
	await asksWith(sre, 'p');
	await sre.sees(/dry run ok/);
	await sre.press('right');
	for (const typed of ['', 'dem', 'o2', 'x']) {
		if (typed !== '') {
			await sre.press('tab');
			await sre.types(typed);
			await sre.press('tab', 'tab');
		}
		await sre.reads();
		await sre.press('enter');
		await sre.sees(/type the cluster's name first/);
	}
	await expectNothingDone(demo, sre);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

async function asksWith(sre: Sre, key: 'p' | 'x'): Promise<void> {
	await sre.asks(key, {p: 'promote', x: 'back'}[key]);
	await sre.sees(/live check/);
}
