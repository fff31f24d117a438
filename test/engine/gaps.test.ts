import {describe, expect, test} from 'vitest';
import {sidesOf} from '../../source/engine/evidence/comparison/comparison.ts';
import {withoutGap} from '../../source/engine/evidence/comparison/without-gap.ts';
import {readSituation} from '../releases/situation.ts';
import type {Desk} from './support/desk.ts';
import {checkout, deskOn} from './support/recorded.ts';
import {failing, paused, windows} from './support/verdicts.ts';

const nowMs = readSituation(paused).nowMs + 3_600_000;
/** One point of the chart falls into this time. */
const [goneMs, backMs] = [nowMs - 95_000, nowMs - 10_000];

/** The open chart reaches over a time in which nothing was scraped; the canary was bad before it, and is not after. */
function withGap(): Desk {
	const before = failing(1, 5);
	const after = failing(1, 0.05);
	const trafficAt = (serverMs: number) => (serverMs < goneMs ? before() : serverMs < backMs ? [] : after());
	const desk = deskOn(paused, {nowMs, world: {trafficAt}});
	desk.advance(windows(2));
	return desk;
}

function releaseOf(desk: Desk) {
	const release = desk.context.derive.releases(desk.state()).get(checkout);
	if (!release) throw new Error('the release is gone');
	return release;
}

describe('a chart with a time that nobody measured', () => {
	const desk = withGap();
	const release = releaseOf(desk);

	test('is compared from its end on', () => {
		const sides = sidesOf(desk.context, desk.state(), release);
		expect(sides?.windowSeconds).toBeLessThan(250);
		expect(sides?.canaryTally.requests).toBeCloseTo(50 * (sides?.windowSeconds ?? 0));
		expect(sides?.errors).toMatchObject({canaryRatio: expect.closeTo(0.001)});
	});
});

test.each([
	['less than a scrape, which is no gap', 4_900, 2],
	['more than a scrape, which is a gap', 5_100, 1],
] as const)('a window of four scrapes that begins after %s', (_, atMs, kept) => {
	const all = [0, atMs].map(at => ({atMs: at, windowSeconds: 4}));
	expect(withoutGap(all)).toEqual(all.slice(-kept));
});
