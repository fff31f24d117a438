import {expect, test} from 'vitest';
import {colourSequences} from './support/byte-oracle.ts';
import {startDemo} from './support/demo.ts';
import {type Sre, startPerch} from './support/sre.ts';

const demo = await startDemo();

test('with NO_COLOR perch prints no colour, and every state has its sign and word', async () => {
	await using sre = await startPerch(demo, {env: {NO_COLOR: '1'}});
	await walksThrough(sre);
	expect(colourSequences(sre.terminal.bytes())).toEqual([]);
});

test('without NO_COLOR perch prints colours, so the test above can fail', async () => {
	await using sre = await startPerch(demo);
	await sre.sees(/\d waits? for you/);
	expect(colourSequences(sre.terminal.bytes())).not.toEqual([]);
});

test('with LC_ALL=C perch prints pure ASCII, in charts and the dialog too', async () => {
	await using sre = await startPerch(demo, {env: {LC_ALL: 'C'}, columns: 160, rows: 45});
	await walksThrough(sre);
	const text = sre.terminal.bytes().toString('latin1');
	expect(text.match(/.{0,20}[\u0080-\u00ff].{0,20}/g) ?? []).toEqual([]);
});

async function walksThrough(sre: Sre): Promise<void> {
	await sre.sees(/\d waits? for you/, /[‖|].shop\/cart +.*1\.13 50%/);
	await sre.opens('shop/cart');
	await sre.sees(/now +50 % of requests go to/, /req\/s +\d/);
	await sre.asks('x', 'back');
	await sre.sees(/BACK TO 1\.12/, /live check/);
	await sre.press('escape');
	await sre.doesNotSee(/BACK TO 1\.12/);
	await sre.press('?');
	await sre.sees(/promote by one step/);
}
