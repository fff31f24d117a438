import {safe} from '../../../source/domain/text/safe-text.ts';
import type {MetricsError} from '../../../source/ports/metrics.ts';
import {pastOne, pastShop} from '../../backtest/support/past-shop.ts';
import type {Desk} from '../../engine/support/desk.ts';
import {endBacktest, failBacktest, tellBacktest, tellReplay} from '../../engine/support/past-desk.ts';
import {type FrameCase, frameCase} from './cases.ts';
import {calls, paused, watched} from './releases.ts';

const day = 86_400_000;
const refused: MetricsError = {
	kind: 'unauthorized',
	status: 403,
	message: safe`not allowed (403): the token may not query`,
};

/** What is shown of past releases, as far as it was read. */
export const pastCases: readonly FrameCase[] = [
	backtest('loading', () => {}),
	backtest('searching', desk => tellBacktest(desk, {kind: 'searched', doneMs: 12 * day, ofMs: 90 * day})),
	backtest('partial', desk => {
		const ones = pastShop(desk.state().nowMs);
		const judged = ones.slice(0, 7).map(({release}) => ({kind: 'judged', release, of: 8}) as const);
		tellBacktest(desk, {kind: 'searched', doneMs: 90 * day, ofMs: 90 * day}, ...judged);
	}),
	backtest('empty', desk => endBacktest(desk, [])),
	backtest('marked', desk => {
		endBacktest(desk);
		desk.press('down', 'down', 'down');
	}),
	backtest('no-versions', desk =>
		failBacktest(desk, {kind: 'noVersions', names: [safe`checkout`], because: {kind: 'labels'}}),
	),
	backtest('far-apart', desk => failBacktest(desk, {kind: 'farApart', scrapeSeconds: 120})),
	backtest('not-allowed', desk => failBacktest(desk, {kind: 'metrics', error: refused})),
	frameCase('backtest-not-configured', () =>
		pressed(watched(1, paused, calls(), {world: {isMetricsConfigured: false}}), 'B'),
	),
	replay('loading', 1, () => {}),
	replay('begin', 1, desk => tellRows(desk, 1)),
	replay('unread-row', 1, desk => {
		tellRows(desk, 1);
		desk.press(...Array.from({length: 8}, () => 'right'));
	}),
	replay('end', 1, desk => {
		tellRows(desk, 1);
		desk.press('end');
	}),
	replay('one-chart', 1, desk => {
		tellRows(desk, 1);
		desk.press(']', ']', '2');
	}),
	replay('promoted', 0, desk => {
		tellRows(desk, 0);
		desk.press('end');
	}),
	replay('refused', 1, desk => {
		tellRows(desk, 1);
		desk.press(']', 'p');
	}),
	replay('partial', 1, desk => {
		tellReplay(desk, halfRead(desk));
		desk.press(']');
	}),
	replay('empty', 1, desk => tellReplay(desk, {...halfRead(desk), read: {...halfRead(desk).read, rows: []}})),
];

function backtest(name: string, tell: (desk: Desk) => void): FrameCase {
	return frameCase(`backtest-${name}`, () => {
		const desk = pressed(watched(3), 'B');
		tell(desk);
		desk.advance(1_000);
		return desk;
	});
}

/** The past release of this place in the list, opened from it. */
function replay(name: string, at: number, tell: (desk: Desk) => void): FrameCase {
	return frameCase(`replay-${name}`, () => {
		const desk = pressed(watched(3), 'B');
		endBacktest(desk);
		desk.press(...Array.from({length: at}, () => 'down'), 'enter');
		tell(desk);
		desk.advance(1_000);
		return desk;
	});
}

function pressed(desk: Desk, key: string): Desk {
	desk.press(key);
	return desk;
}

function tellRows(desk: Desk, at: 0 | 1): void {
	tellReplay(desk, pastShop(desk.state().nowMs)[at]);
}

/** Of the last minutes no row could be read. */
function halfRead(desk: Desk) {
	const stretches = [
		{rows: 3, canary: 500},
		{rows: 12, canary: 500, isUnread: true},
		{rows: 8, canary: 500},
	] as const;
	return pastOne(desk.state().nowMs - 5 * day, ['2.7.0', '2.8.0'], stretches, 'rolledBack');
}
