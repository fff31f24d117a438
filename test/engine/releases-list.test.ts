import {describe, expect, test} from 'vitest';
import type {LatencySample} from '../../source/domain/signals/signals.ts';
import {deskAt} from './support/recorded.ts';
import {sample} from './support/session.ts';
import {failing, paused, taking, windows} from './support/verdicts.ts';
import type {World} from './support/world.ts';

/** The row of the recorded canary in the list of releases, after so many windows. */
function rowAfter(count: number, world: Partial<World>, situation = paused) {
	const desk = deskAt(situation, {world});
	desk.press('R');
	desk.advance(windows(count));
	const {screen} = desk.frame();
	if (screen.kind !== 'releases') throw new Error('the list of releases is not open');
	const [row] = screen.view.rows;
	if (!row) throw new Error('no release is listed');
	return row;
}

const times = (stable: LatencySample, canary: LatencySample) => () => [stable, canary];

describe('a release in the list of releases', () => {
	test('whose canary is worse says so in place of PAUSED, with its failed requests a minute', () => {
		const row = rowAfter(12, {trafficAt: failing(1, 5)});
		expect(row).toMatchObject({glyph: '✖', tone: 'critical', word: 'WORSE', harm: {kind: 'fails'}});
		// All of them, as on the first screen: 1 + 5 a second.
		expect(row.failuresPerMinute).toMatchObject({kind: 'value', value: expect.closeTo(360, 6)});
	});

	test('whose canary is slower is SLOWER', () => {
		const usual = taking(50, 10);
		const row = rowAfter(12, {
			trafficAt: failing(1, 0.05),
			latencyAt: times(usual('checkout-stable', 950), taking(70, 45)('checkout-canary', 50)),
		});
		expect(row).toMatchObject({glyph: '▲', tone: 'warning', word: 'SLOWER', harm: {kind: 'slow'}});
	});

	test('that does no harm keeps the word and the sign of its state', () => {
		const row = rowAfter(12, {trafficAt: failing(1, 0.05)});
		expect(row).toMatchObject({glyph: '‖', tone: 'warning', word: 'PAUSED', harm: null});
	});

	test('at rest keeps its quiet sign', () => {
		const trafficAt = () => [sample('checkout-stable', 100, 0.1)];
		const row = rowAfter(2, {trafficAt}, 'argo-canary/01-healthy');
		expect(row).toMatchObject({glyph: '·', tone: 'quiet', word: 'stable', harm: null});
	});

	test('whose figures are too old to be those of now is not called worse', () => {
		const desk = deskAt(paused, {world: {trafficAt: failing(1, 5)}});
		desk.press('R');
		desk.advance(windows(12));
		desk.world.scrapedUntilMs = desk.clock.nowMs();
		desk.advance(windows(4));
		const {screen} = desk.frame();
		const [row] = screen.kind === 'releases' ? screen.view.rows : [];
		expect(row).toMatchObject({glyph: '‖', word: 'PAUSED', failuresPerMinute: {kind: 'stale'}});
	});

	test('that cannot be measured shows no failures, not none', () => {
		expect(rowAfter(1, {isMetricsConfigured: false}).failuresPerMinute).toEqual({kind: 'notRead', isAwaited: false});
	});
});
