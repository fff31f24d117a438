import type {CannotBacktest} from '../../../source/backtest/report.ts';
import {err, ok} from '../../../source/domain/result.ts';
import type {BacktestTold, PastAct} from '../../../source/engine/state/past-state.ts';
import {type PastOne, pastShop, reportOf} from '../../backtest/support/past-shop.ts';
import type {Desk} from './desk.ts';

/** What was asked to be read of the past so far. */
export function pastActs(desk: Desk): readonly PastAct[] {
	return desk.given('past').map(({act}) => act);
}

/** Tells what is known of the backtest that was begun last. */
export function tellBacktest(desk: Desk, ...all: readonly BacktestTold[]): void {
	const begun = pastActs(desk).findLast(act => act.kind === 'readBacktest');
	if (!begun) throw new Error('no backtest was begun');
	for (const told of all) desk.dispatch({kind: 'backtestTold', id: begun.id, told});
}

/** Tells it to its end: by default of the releases of the shop. */
export function endBacktest(desk: Desk, ones: readonly PastOne[] = pastShop(desk.state().nowMs)): void {
	const judged = ones.map(({release}) => ({kind: 'judged', release, of: ones.length}) as const);
	const result = ok(reportOf(ones, desk.state().nowMs));
	tellBacktest(desk, ...judged, {kind: 'ended', result});
}

export function failBacktest(desk: Desk, error: CannotBacktest): void {
	tellBacktest(desk, {kind: 'ended', result: err(error)});
}

/** Tells the rows of the past release that is being replayed, or why they cannot be read. */
export function tellReplay(desk: Desk, one: PastOne | CannotBacktest): void {
	const begun = pastActs(desk).findLast(act => act.kind === 'readReplay');
	if (!begun) throw new Error('no replay was begun');
	desk.dispatch({kind: 'replayTold', id: begun.id, result: 'read' in one ? ok(one.read) : err(one)});
}
