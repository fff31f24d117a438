import {expect, test} from 'vitest';
import {verdictParts} from '../../source/engine/evidence/text/verdict-text.ts';
import {serverTime} from '../../source/engine/state/server-time.ts';
import {homeOf, homeRow, saidOf} from './support/home.ts';
import {deskAt, deskOn} from './support/recorded.ts';
import {narrow, sample} from './support/session.ts';
import {failing, partsNow, paused, taking, turning, verdictNow, windows} from './support/verdicts.ts';

/** Stable fails 0.5 % of 1,000 requests a second, the canary so many of its 50. */
const canaryFailing = (perSecond: number) => failing(4.75, perSecond);
const good = canaryFailing(0.25);

test('evidence under way is told as such, never as WORSE, and from half of it on nobody says that nothing hurts users', () => {
	const desk = deskAt(paused, {world: {trafficAt: good}});
	desk.advance(windows(15));
	expect(homeOf(desk).summary.hurt).toMatchObject({count: 0, slower: 0});
	// 2 % of its requests: about as much as shows in two or three minutes.
	desk.world.trafficAt = turning(serverTime(desk.state()), good, canaryFailing(1));
	const seen: number[] = [];
	while (verdictNow(desk)?.kind !== 'worse') {
		const verdict = verdictNow(desk);
		const part = verdict && 'underWay' in verdict ? (verdict.underWay?.part ?? 0) : 0;
		const parts = partsNow(desk).join(' · ');
		expect(parts).not.toContain('WORSE');
		expect(saidOf(desk)).not.toContain('WORSE');
		expect(homeRow(desk, 'shop/checkout').harm).toBeNull();
		if (part > 0) {
			seen.push(part);
			expect(verdict).toMatchObject({underWay: {of: 'errors'}});
			expect(parts).toContain('evidence of harm');
		}
		if (part >= 0.5) expect(homeOf(desk).summary.hurt).toBe('unknown');
		if (seen.length > 600) throw new Error('it is never worse');
		desk.advance(1_000);
	}
	expect(Math.max(...seen)).toBeGreaterThanOrEqual(0.5);
	expect(Math.max(...seen)).toBeLessThan(1);
	expect(homeOf(desk).summary.hurt).toMatchObject({count: 1});
});

test.each([
	[0.2, '●○○○○'],
	[0.5, '●●○○○'],
	[0.61, '●●●○○'],
	[1, '●●●●○'],
])('%f of what convicts is drawn as %s: full is WORSE alone', (part, meter) => {
	const underWay = {of: 'errors', part, excess: null} as const;
	const parts = verdictParts({kind: 'noHarm', aboveRatio: 0.001, latency: 'noHarm', wasWorse: null, underWay}, 0);
	expect(parts).toEqual(['NO HARM ABOVE 0.10 %', `evidence of harm ${meter}`]);
});

test('evidence under way tells how much more fails, with an interval that holds what really does', () => {
	const desk = deskAt(paused, {size: narrow, world: {trafficAt: canaryFailing(0.75)}});
	const seen: string[] = [];
	for (let minutes = 0; minutes < 15; minutes += 1) {
		desk.advance(60_000);
		const verdict = verdictNow(desk);
		const excess = verdict && 'underWay' in verdict ? verdict.underWay?.excess : null;
		if (!excess) continue;
		expect(excess.estimate).toBeCloseTo(0.01);
		expect(excess.low).toBeLessThan(0.01);
		expect(excess.high).toBeGreaterThan(0.01);
		seen.push(...partsNow(desk).filter(part => part.includes('in 1,000')));
	}
	expect(seen.length).toBeGreaterThan(0);
	for (const text of seen) expect(text).toMatch(/^\+10 in 1,000 fail \(.+ to \+.+\)$/);
});

test('evidence of slow requests under way is told as that', () => {
	const latency = (slow: number, verySlow: number) => () => [
		taking(50, 10)('checkout-stable', 950),
		taking(slow, verySlow)('checkout-canary', 50),
	];
	const desk = deskAt(paused, {world: {trafficAt: good, latencyAt: latency(50, 10)}});
	desk.advance(windows(15));
	const turnedAtMs = serverTime(desk.state());
	desk.world.latencyAt = serverMs => (serverMs < turnedAtMs ? latency(50, 10)() : latency(70, 45)());
	const seen = new Set<string>();
	while (verdictNow(desk)?.kind !== 'worse' && serverTime(desk.state()) < turnedAtMs + 600_000) {
		const verdict = verdictNow(desk);
		if (verdict && 'underWay' in verdict && verdict.underWay) seen.add(verdict.underWay.of);
		desk.advance(1_000);
	}
	expect([...seen]).toEqual(['latency']);
	expect(verdictNow(desk)).toMatchObject({kind: 'worse', errors: null});
});

test('of a canary that fails like stable no evidence is told', () => {
	const desk = deskOn(paused, {
		world: {trafficAt: () => [sample('checkout-stable', 95, 0.95), sample('checkout-canary', 5, 0.05)]},
	});
	for (let minutes = 0; minutes < 15; minutes += 1) {
		desk.advance(60_000);
		expect(partsNow(desk).join()).not.toContain('evidence of harm');
	}
});
