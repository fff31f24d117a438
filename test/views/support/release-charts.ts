import {safe} from '../../../source/domain/text/safe-text.ts';
import type {ChartLine, ChartView} from '../../../source/engine/screens/charts.ts';
import type {ReleaseView} from '../../../source/engine/screens/release/release.ts';

/** One point every 10 s over 15 minutes. */
function points(valueAt: (fraction: number, index: number) => number | null): ChartLine['points'] {
	return Array.from({length: 91}, (_, index) => ({atMs: startMs + index * 10_000, value: valueAt(index / 90, index)}));
}

const nowMs = Date.UTC(2026, 10, 21, 2, 41, 12);
const endMs = nowMs;

const startMs = endMs - 15 * 60_000;

const wave = (index: number) => Math.sin(index / 3) * 0.5 + Math.sin(index / 7.3) * 0.5;

const chartBase = {
	startMs,
	endMs,
	markersSinceMs: nowMs - 12 * 60_000,
	mostValue: null,
	pastCanaries: null,
	empty: null,
} as const;

const markers: ChartView['markers'] = [
	{atMs: nowMs - 12 * 60_000, percent: 5},
	{atMs: nowMs - 9 * 60_000, percent: 10},
	{atMs: nowMs - 252_000, percent: 20},
];

export const releaseCharts: ReleaseView['charts'] = [
	{
		...chartBase,
		id: 'errors',
		title: safe`errors %`,
		short: safe`errors %`,
		markers,
		mostValue: 100,
		lines: [
			{label: safe`2.8.1`, role: 'stable', points: points((_, index) => 0.1 + 0.012 * wave(index))},
			{
				label: safe`2.9.0`,
				role: 'canary',
				points: points((at, index) =>
					at < 0.2 ? null : 0.1 + (at > 0.72 ? (at - 0.72) * 1.5 : 0) + 0.03 * wave(index),
				),
			},
		],
	},
	{
		...chartBase,
		id: 'latency',
		title: safe`p95 ms`,
		short: safe`p95 ms`,
		markers,
		lines: [
			{label: safe`2.8.1`, role: 'stable', points: points((_, index) => 117 + 4 * wave(index))},
			{
				label: safe`2.9.0`,
				role: 'canary',
				points: points((at, index) => (at < 0.2 ? null : 118 + 9 * wave(index * 1.7))),
			},
		],
	},
	{
		...chartBase,
		id: 'throughput',
		title: safe`requests/s`,
		short: safe`req/s`,
		markers,
		lines: [
			{
				label: safe`2.8.1`,
				role: 'stable',
				points: points((at, index) => (at < 0.2 ? 816 : at < 0.4 ? 775 : at < 0.72 ? 734 : 653) + 8 * wave(index)),
			},
			{
				label: safe`2.9.0`,
				role: 'canary',
				points: points((at, index) => (at < 0.2 ? null : (at < 0.4 ? 41 : at < 0.72 ? 82 : 163) + 4 * wave(index))),
			},
		],
	},
];
