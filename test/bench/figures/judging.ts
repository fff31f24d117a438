import {judgedRow, judgingBy} from '../../../source/engine/evidence/rows/judged-row.ts';
import {judgedSignals} from '../../../source/engine/evidence/rows/judged-signals.ts';
import type {CountedRow, Judging, VersionCounts} from '../../../source/engine/state/release-evidence.ts';
import {signalVerdict} from '../../../source/judge/verdict/judgement-of.ts';
import type {Figure} from '../figure.ts';

const releases = 100;
const stepSeconds = 45;
const pollSeconds = 15;
/** So many rows are judged before the clock runs: two hours. */
const rowsBefore = 160;
const rowsMeasured = 20;
/** Three days of rows of 45 s. */
const rowsOfThreeDays = 5_760;
const boundsMs = [5, 10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000];
const noMarks = {restartsMs: [], podsMs: []};

/** What it costs to judge a hundred moving releases by errors and latency, and the three days of one release. */
export async function judging(): Promise<readonly Figure[]> {
	const past = Array.from({length: 80}, (_, at) => counts(at, 950));
	const rules = judgedSignals({canary: 2, stable: 20}, past, {});
	const first = Array.from({length: releases}, () => judged(judgingBy(rules), 0, rowsBefore));
	const begun = process.cpuUsage();
	for (const before of first) {
		let all = before;
		for (let at = 0; at < rowsMeasured; at += 1) {
			all = judged(all, rowsBefore + at, 1);
			// The figures of what the release is said to be, as for a row on screen: of its first signal.
			const [leading] = all.signals;
			const state = leading && all.states[leading.rules.signal];
			if (leading && state) signalVerdict(state, leading.rules);
		}
	}
	const {user, system} = process.cpuUsage(begun);
	const secondsOfTraffic = rowsMeasured * stepSeconds;
	const percent = ((user + system) / 1e6 / secondsOfTraffic) * 100;
	const longBegun = process.cpuUsage();
	judged(judgingBy(rules), 0, rowsOfThreeDays);
	const long = process.cpuUsage(longBegun);
	return [
		{
			name: `CPU of judging ${releases} moving releases`,
			value: percent,
			unit: ' %',
			reach: 2,
			note: `of one core, rows of ${stepSeconds} s at polls of ${pollSeconds} s: ${rowsMeasured} rows each, four signals, ${boundsMs.length} bounds; without Prometheus' answers`,
		},
		{
			name: 'CPU of judging the three days of one release',
			value: (long.user + long.system) / 1e6,
			unit: ' s',
			reach: 0.5,
			note: `${rowsOfThreeDays} rows, once, when perch finds it; without Prometheus' answers`,
		},
	];
}

function judged(before: Judging, from: number, rows: number): Judging {
	let all = before;
	for (let at = from; at < from + rows; at += 1) {
		const row: CountedRow = {
			endMs: (at + 1) * stepSeconds * 1_000,
			stable: counts(at, 950),
			canary: counts(at + 3, 50),
		};
		all = judgedRow(all, row, stepSeconds, noMarks);
	}
	return all;
}

/** Counts that wander a little, as real ones do. */
function counts(at: number, perSecond: number): VersionCounts {
	const requests = perSecond * stepSeconds * (1 + 0.1 * Math.sin(at));
	const failures = requests * 0.001 * (1 + 0.3 * Math.sin(at * 1.7));
	const below = (boundMs: number) => requests * (1 - Math.exp(-boundMs / (60 + 5 * Math.sin(at * 0.9))));
	return {
		requests,
		failures,
		counts: [
			...boundsMs.map(upperMs => ({upperMs, cumulative: below(upperMs)})),
			{upperMs: Number.POSITIVE_INFINITY, cumulative: requests},
		],
	};
}
