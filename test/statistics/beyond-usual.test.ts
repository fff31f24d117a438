import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isBeyondUsual, isWithinUsual} from '../../source/statistics/beyond-usual.ts';

describe('failures of one window are beyond the usual', () => {
	test.each([
		['fails 1 in 15, usually 1 in 200', 2_260, 154, 0.005, true],
		['fails as it always does', 960, 5, 0.0048, false],
		['always fails a lot, and fails no more now', 960, 96, 0.1, false],
		['fails somewhat more than usual, less than twice as much', 10_000, 150, 0.01, false],
		['fails three times as much as usual', 10_000, 300, 0.01, true],
		['never fails, and two requests fail now', 100, 2, 0, false],
		['never fails, and one in 3,000 fails now: less than one more in 1,000', 30_000, 10, 0, false],
		['never fails, and one in 100 fails now', 10_000, 100, 0, true],
		['its past is not known, and 9 in 1,000 fail', 100_000, 900, null, false],
		['its past is not known, and 3 in 100 fail', 10_000, 300, null, true],
		['its past is not known, and 3 of 200 requests fail: that may be chance', 200, 3, null, false],
		['gets no requests', 0, 0, 0, false],
	])('%s', (_what, requests, failures, usual, isBeyond) => {
		expect(isBeyondUsual({requests, failures}, usual)).toBe(isBeyond);
	});
});

describe('failures of one window are certainly no more than usual', () => {
	test.each([
		['its past is not known, and 1 in 2,000 fails', 2_000, 1, null, true],
		['its past is not known, and none of 100 requests fails: that may be chance', 100, 0, null, false],
		['usually 1 in 200, and 1 in 200 fails', 10_000, 50, 0.005, true],
		['usually 1 in 200, and somewhat more than twice as many fail', 10_000, 115, 0.005, false],
		['gets no requests', 0, 0, 0.005, false],
	])('%s', (_what, requests, failures, usual, isWithin) => {
		expect(isWithinUsual({requests, failures}, usual)).toBe(isWithin);
	});
});

const tally = fc.record({
	requests: fc.integer({min: 1, max: 100_000}),
	share: fc.double({min: 0, max: 1, noNaN: true}),
});
const ratio = fc.double({min: 0, max: 1, noNaN: true});

test('more failures never make a window usual, and a worse past never makes one unusual', () => {
	fc.assert(
		fc.property(tally, ratio, ratio, ({requests, share}, usual, other) => {
			const failures = Math.floor(requests * share);
			if (!isBeyondUsual({requests, failures}, usual)) return;
			expect(isWithinUsual({requests, failures}, usual)).toBe(false);
			expect(isBeyondUsual({requests, failures: Math.min(requests, failures + 1)}, usual)).toBe(true);
			if (other < usual) expect(isBeyondUsual({requests, failures}, other)).toBe(true);
		}),
	);
});

test('a window that fails at the usual ratio or below is never beyond it', () => {
	fc.assert(
		fc.property(tally, ({requests, share}) => {
			expect(isBeyondUsual({requests, failures: requests * share}, share)).toBe(false);
		}),
	);
});
