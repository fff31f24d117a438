import {expect, test} from 'vitest';
import {cannotText} from '../../source/backtest/cannot-text.ts';
import type {Backtest, BacktestedRelease} from '../../source/backtest/report.ts';
import {reportText} from '../../source/backtest/report-text.ts';
import {tallyOf} from '../../source/backtest/tally.ts';
import {err} from '../../source/domain/result.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {minute, pastRelease} from './support/past-release.ts';

const atMs = (time: string) => Date.parse(`2026-11-${time}:00Z`);
const release = pastRelease;

const rolledBack = release(atMs('09T09:31'), {kind: 'rolledBack', atMs: atMs('09T09:53')}, atMs('09T09:35'), 'v2');
const seenByPeople = release(atMs('10T09:00'), {kind: 'rolledBack', atMs: atMs('10T09:10')}, null, 'v3');
const alarm = release(atMs('11T23:50'), {kind: 'promoted', atMs: atMs('12T00:20')}, atMs('12T00:05'), 'v4');
const quiet = release(atMs('13T10:00'), {kind: 'promoted', atMs: atMs('13T11:12')}, null, 'v5');
const running = release(atMs('14T09:00'), {kind: 'running'}, atMs('14T09:05'), 'v6');
const unread: BacktestedRelease = {
	...quiet,
	judged: err({kind: 'timeout', status: null, message: safe`no answer within 5 s`}),
};

const report = (releases: readonly BacktestedRelease[], more: Partial<Backtest> = {}): Backtest => ({
	sinceMs: atMs('01T00:00'),
	fromMs: atMs('01T00:00'),
	toMs: atMs('14T10:00'),
	scheme: 'label',
	togetherAtStart: [],
	incomparable: null,
	unresolved: [],
	releases,
	...more,
});

test('releases are counted by what was called and what was done; what is not over or not judged counts for nothing', () => {
	const tally = tallyOf([rolledBack, seenByPeople, alarm, quiet, quiet, running, unread]);
	expect(tally).toMatchObject({both: 1, callOnly: 1, rollbackOnly: 1, neither: 2, uncounted: 2});
	expect(tally.leadsMs).toEqual([18 * minute]);
	expect(tally.falseAlarms).toMatchObject({count: 1, of: 3});
});

test('one false alarm of twenty lies between 0.1 and 25 %', () => {
	const {falseAlarms} = tallyOf([alarm, ...new Array<BacktestedRelease>(19).fill(quiet)]);
	expect(falseAlarms.interval.low).toBeCloseTo(0.00127, 5);
	expect(falseAlarms.interval.high).toBeCloseTo(0.24873, 5);
	const lines = reportText(safe`shop/cart`, report([alarm, ...new Array<BacktestedRelease>(19).fill(quiet)]));
	expect(lines.join('\n')).toContain('1 of 20  promoted releases, exact 95 % interval 0.1–25 %');
});

test('the median lead of an even number is the middle of the middle two; without a call there is none', () => {
	const later = release(atMs('09T09:31'), {kind: 'rolledBack', atMs: atMs('09T09:53')}, atMs('09T09:47'));
	expect(tallyOf([rolledBack, later]).medianLeadMs).toBe(12 * minute);
	expect(tallyOf([seenByPeople]).medianLeadMs).toBeNull();
});

test('the report has a row for each release, and then the tally', () => {
	expect(reportText(safe`shop/cart`, report([rolledBack, seenByPeople, alarm, quiet, running]))).toEqual([
		'shop/cart: 5 releases from 2026-11-01 00:00 to 2026-11-14 10:00 UTC',
		'versions are told by the version label of their requests',
		'',
		'VERSION  BEGAN (UTC)       TOOK   MOST  ENDED                      LEAD  THE JUDGE',
		'v2       2026-11-09 09:31  22m    20 %  rolled back 09:53          18m   WORSE 09:35: ≥ 3.0 more of 1,000 failed since 09:34',
		'v3       2026-11-10 09:00  10m    20 %  rolled back 09:10          –     never WORSE',
		'v4       2026-11-11 23:50  30m    20 %  promoted 2026-11-12 00:20  –     WORSE 2026-11-12 00:05: ≥ 3.0 more of 1,000 failed since 2026-11-12 00:04',
		'v5       2026-11-13 10:00  1h12m  20 %  promoted 11:12             –     never WORSE',
		'v6       2026-11-14 09:00  1h     20 %  still running              –     WORSE 09:05: ≥ 3.0 more of 1,000 failed since 09:04',
		'',
		'both           1       called WORSE and rolled back, median lead 18m',
		'call only      1       called WORSE and promoted',
		'rollback only  1       rolled back, never called',
		'neither        1       promoted, never called',
		'not counted    1       still running, not judged, or of unknown end',
		'false alarms   1 of 2  promoted releases, exact 95 % interval 1.3–99 %',
	]);
});

test('the report says what limits it', () => {
	const text = (releases: readonly BacktestedRelease[], more: Partial<Backtest> = {}) =>
		reportText(safe`shop/cart`, report(releases, more)).join('\n');
	expect(text([quiet], {fromMs: atMs('05T00:00')})).toContain('samples begin at 2026-11-05 00:00 UTC');
	expect(text([rolledBack], {scheme: 'service'})).toMatch(/less than two scrapes looks like a rollback$/);
	expect(text([unread])).toContain('not judged: no answer within 5 s');
	expect(text([{...quiet, past: {...quiet.past, gapMs: 7_200_000}}])).toContain('never WORSE (nothing told for 2h)');
	expect(text([{...quiet, outcome: {kind: 'untold', atMs: atMs('13T11:12')}}])).toMatch(
		/how these ended is not known$/,
	);
	expect(text([], {togetherAtStart: [ident('v1'), ident('v2')]})).toContain('v1 and v2 had requests from the first');
	expect(text([quiet], {incomparable: safe`header route`})).toContain('different requests now (header route)');
	expect(text([quiet], {unresolved: [ident('shop-cart-web')]})).toContain('shop-cart-web fits no Service of the');
	expect(text([], {scheme: null})).toContain('in this time no version came beside another one');
});

test('what cannot be backtested says why, and what to do', () => {
	expect(cannotText({kind: 'farApart', scrapeSeconds: 120})).toMatch(/^samples are 120 s apart/);
	expect(cannotText({kind: 'noVersions', names: [ident('cart')], because: {kind: 'labels'}})).toMatch(
		/^the series of cart name no version: in Istio/,
	);
	expect(cannotText({kind: 'noVersions', names: [ident('cart')], because: {kind: 'services'}})).toMatch(
		/a Service each for stable and canary/,
	);
	expect(cannotText({kind: 'unresolved', names: [ident('shop-cart-http')]})).toContain('shop-cart-http, which fits no');
	expect(cannotText({kind: 'noHistory', sinceMs: atMs('01T00:00')})).toContain('since 2026-11-01T00:00:00Z');
	expect(cannotText({kind: 'noService'})).toMatch(/^no Service/);
	expect(cannotText({kind: 'metrics', error: {kind: 'timeout', status: null, message: safe`slow`}})).toBe('slow');
});
