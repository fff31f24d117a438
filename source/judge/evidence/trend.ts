/** For each bet what it has won since its best start, and when that was: a cumulative sum that begins anew wherever it
 * would begin below 0. */
export interface Trend {
	readonly logs: readonly number[];
	readonly sinceMs: readonly number[];
}

export function emptyTrend(bets: number, startMs: number): Trend {
	return {logs: new Array<number>(bets).fill(0), sinceMs: new Array<number>(bets).fill(startMs)};
}

/** The trend after one more row. */
export function trendAfter(before: Trend, logEvidences: readonly number[], startMs: number): Trend {
	return {
		logs: before.logs.map((log, bet) => Math.max(0, log) + (logEvidences[bet] ?? 0)),
		sinceMs: before.sinceMs.map((sinceMs, bet) => ((before.logs[bet] ?? 0) > 0 ? sinceMs : startMs)),
	};
}

/** Since when the bet that has won most has won it. */
export function onsetMs({logs, sinceMs}: Trend): number {
	const best = logs.indexOf(Math.max(...logs));
	return sinceMs[best] ?? 0;
}
