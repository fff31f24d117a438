import {backtest} from '../../backtest/backtest.ts';
import {type HistoryAsked, usualBackMs} from '../../backtest/history-asked.ts';
import {readPast} from '../../backtest/read-past.ts';
import type {CannotBacktest} from '../../backtest/report.ts';
import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import {defectOf} from '../../domain/defect.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Background} from '../asking/background.ts';
import type {EventBody} from '../state/events.ts';
import type {BacktestResult, PastAct, ReplayResult} from '../state/past-state.ts';
import {start} from '../state/start-work.ts';

export interface PastRunnerOptions {
	/** What is read of a release's history, as the cluster says it now. */
	readonly historyOf: (release: ReleaseKey) => Result<Omit<HistoryAsked, 'asker'>, CannotBacktest>;
	readonly inBackground: () => Result<Background, MetricsError>;
	readonly dispatch: (body: EventBody) => void;
}

export interface PastRunner {
	run(act: PastAct): void;
}

/** One reading of the past: paused while nobody looks, and dropped for the next one. */
interface Reading {
	readonly id: string;
	readonly background: Background;
}

/** Reads the past of one release, and one past release row by row. */
export function createPastRunner({historyOf, inBackground, dispatch}: PastRunnerOptions): PastRunner {
	let backtesting: Reading | null = null;
	let replaying: Reading | null = null;
	/** The backtest waits while a replay is read: the operator looks at that. */
	let isBacktestWanted = false;

	/** What to ask with; the error says why nothing can be read. */
	function asking(release: ReleaseKey): Result<{asked: HistoryAsked; background: Background}, CannotBacktest> {
		const background = inBackground();
		if (!background.ok) return err({kind: 'metrics', error: background.error});
		const history = historyOf(release);
		if (!history.ok) return history;
		return ok({asked: {...history.value, asker: background.value.asker}, background: background.value});
	}

	function readBacktest({id, release}: Extract<PastAct, {kind: 'readBacktest'}>): void {
		isBacktestWanted = true;
		if (backtesting?.id === id) {
			backtesting.background.goOn();
			return;
		}
		backtesting?.background.pause();
		const ended = (result: BacktestResult) => {
			if (backtesting?.id === id) backtesting = null;
			dispatch({kind: 'backtestTold', id, told: {kind: 'ended', result}});
		};
		const read = asking(release);
		if (!read.ok) {
			ended(read);
			return;
		}
		const {asked, background} = read.value;
		backtesting = {id, background};
		start(
			backtest({...asked, sinceMs: asked.newestMs - usualBackMs}, told =>
				dispatch({kind: 'backtestTold', id, told}),
			).then(ended),
			error => ended(broken('past', error)),
		);
	}

	function readReplay({id, asked: {release, past, scheme}}: Extract<PastAct, {kind: 'readReplay'}>): void {
		replaying?.background.pause();
		const ended = (result: ReplayResult) => {
			if (replaying?.id === id) endReplay();
			dispatch({kind: 'replayTold', id, result});
		};
		const read = asking(release);
		if (!read.ok) {
			ended(read);
			return;
		}
		const {asked, background} = read.value;
		replaying = {id, background};
		backtesting?.background.pause();
		start(
			readPast(asked, {scheme, services: asked.release.services}, past).then(result =>
				ended(result.ok ? result : err({kind: 'metrics', error: result.error})),
			),
			error => ended(broken('past', error)),
		);
	}

	function endReplay(): void {
		replaying = null;
		if (isBacktestWanted) backtesting?.background.goOn();
	}

	/** A reading that throws has failed, as one that Prometheus refuses. */
	function broken(part: string, error: unknown): Result<never, CannotBacktest> {
		dispatch({kind: 'brokeDown', defect: defectOf(part, error)});
		return err({kind: 'metrics', error: {kind: 'malformed', status: null, message: safe`perch failed on the answer`}});
	}

	return {
		run(act) {
			switch (act.kind) {
				case 'readBacktest':
					return readBacktest(act);
				case 'readReplay':
					return readReplay(act);
				case 'leaveBacktest':
					isBacktestWanted = false;
					return backtesting?.background.pause();
				case 'leaveReplay':
					replaying?.background.pause();
					endReplay();
			}
		},
	};
}
