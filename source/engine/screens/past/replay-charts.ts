import type {Replayed} from '../../../backtest/replayed.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import {
	type ChartLine,
	type ChartMoment,
	type ChartView,
	isDrawn,
	nothingDrawn,
	quantileOf,
	shortTitles,
} from '../charts.ts';
import {figuresOfRow} from './replay-at.ts';

/** Errors, latency and throughput of both versions over the whole release, drawn up to the row of this index. */
export function replayCharts(
	{rows, stepSeconds, fromMs}: Replayed,
	index: number,
	{
		stable,
		canary,
		moments,
	}: {
		readonly stable: SafeText;
		readonly canary: SafeText;
		readonly moments: readonly ChartMoment[];
	},
): readonly [ChartView, ChartView, ChartView] {
	const seen = rows.slice(0, index + 1);
	const lineOf = (role: 'stable' | 'canary', label: SafeText, figure: Figure): ChartLine => ({
		label,
		role,
		points: seen.map(row => {
			const counts = row[role];
			return {atMs: row.endMs, value: counts && figure(figuresOfRow(counts, stepSeconds))};
		}),
	});
	const chart = (id: ChartView['id'], title: SafeText, short: SafeText, figure: Figure): ChartView => {
		const lines = [lineOf('stable', stable, figure), lineOf('canary', canary, figure)];
		return {
			id,
			title,
			short,
			startMs: fromMs,
			endMs: rows.at(-1)?.endMs ?? fromMs,
			lines,
			pastCanaries: null,
			mostValue: id === 'errors' ? 100 : null,
			markers: [],
			moments,
			markersSinceMs: null,
			empty: lines.some(isDrawn) ? null : nothingDrawn[id],
		};
	};
	return [
		chart('errors', safe`errors %`, shortTitles.errors, ({requestsPerSecond, errorsPerSecond}) =>
			requestsPerSecond > 0 ? (errorsPerSecond / requestsPerSecond) * 100 : null,
		),
		chart('latency', safe`latency p95 ms`, safe`p95 ms`, figures => quantileOf(figures, 0.95)),
		chart('throughput', safe`requests/s`, shortTitles.throughput, ({requestsPerSecond}) => requestsPerSecond),
	];
}

type Figure = (figures: TrafficFigures) => number | null;
