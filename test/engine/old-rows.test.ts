import {expect, test} from 'vitest';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {unreachable} from './support/proving.ts';
import {deskOn} from './support/recorded.ts';
import {failing, paused, stepMs} from './support/verdicts.ts';

function headline(desk: Desk) {
	const {screen} = desk.frame();
	if (screen.kind !== 'release') throw new Error(`the screen is ${screen.kind}`);
	return screen.view.headline.parts[0];
}

test('a verdict whose rows cannot be read for minutes says how old it is, though the figures are of now, until they are read again', () => {
	const desk = deskOn(paused, {
		nowMs: readSituation(paused).nowMs + 600_000,
		world: {trafficAt: failing(1, 5)},
	});
	desk.advance(4 * stepMs);
	expect(headline(desk)).toMatch(/^CANARY IS WORSE since/);
	desk.world.evidenceError = () => unreachable;
	desk.advance(300_000);
	expect(headline(desk)).toMatch(/^5m ago: CANARY IS WORSE since/);
	desk.press('p');
	desk.advance(1_000);
	expect(desk.frame().confirm?.lines.map(({text}) => text)).toContainEqual(
		expect.stringMatching(/^5m ago: CANARY IS WORSE since/),
	);
	desk.press('escape');
	desk.world.evidenceError = () => null;
	desk.advance(60_000);
	expect(headline(desk)).toMatch(/^CANARY IS WORSE since/);
});
