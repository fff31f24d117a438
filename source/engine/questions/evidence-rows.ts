import type {ReleaseKey} from '../../domain/cluster/keys.ts';
import {ok} from '../../domain/result.ts';
import {sameValue} from '../../domain/same-value.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {readRateSteps, type VersionsRead} from '../queries/read-steps.ts';
import type {JudgedRelease, LeftRelease} from '../state/interest.ts';
import type {MetricsAnswer, MetricsState} from '../state/metrics-state.ts';
import {isSameJudged, type ReleaseEvidence} from '../state/release-evidence.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import {charts} from './charts.ts';
import {past} from './past/past.ts';
import {answerOf, type MetricsQuestion, toldBy} from './question.ts';
import {mostRows, pastMs, stepOf} from './row-steps.ts';
import {newestSampleMs} from './sample-age.ts';
import {trend} from './trend.ts';

/** A release that takes longer than so many rows is judged by the newest of them: the open one for three days where a row
 * takes 45 s, any other for two hours, so that the start of perch costs little. */
const mostRowsBack = {open: 5_760, other: 160} as const;
/** Of stable before the canary: an hour where a row takes 45 s. */
const mostPastRows = 80;
/** One answer holds so many rows of all its releases together: the first one, the least, and the most. */
const rowsTogether = {first: 240, least: 15, most: 480} as const;
/** A server that answers sooner is asked for more rows at once, one that takes longer for fewer: it has others to serve. */
const answersWithin = {soonMs: 500, lateMs: 1_500} as const;
/** A query names each Service. */
const mostReleases = 100;
const retryMs = 15_000;
const key = 'rows';

/** One of the releases of a question, and when its canary's first row begins. */
export interface AskedRelease extends JudgedRelease {
	readonly canaryFromMs: number;
	/** The canary may have run before that. */
	readonly isFromLater: boolean;
}

export interface EvidenceAsked {
	readonly releases: readonly AskedRelease[];
	/** Taken back, and not among those releases. */
	readonly left: readonly LeftRelease[];
	readonly windowSeconds: number;
	readonly stepSeconds: number;
	readonly scrapeSeconds: number;
	/** The rows between these times, by the server's clock: whole steps. */
	readonly fromMs: number;
	readonly toMs: number;
	/** There are no newer rows. */
	readonly isToNow: boolean;
}

/** What the versions did, row by row: rates over windows of which each counts other requests. */
export interface EvidenceRows extends EvidenceAsked, VersionsRead {}

/** Asks for the rows by which releases are judged, from an hour before each canary on, and after a way back, oldest first;
 * for each new row all releases together. */
export const evidenceRows: MetricsQuestion<EvidenceAsked, EvidenceRows> = {
	id: 'evidence-rows',
	wanted({judged, left}, state) {
		const {metrics} = state;
		const last = answerOf(evidenceRows, metrics, key);
		if (!metrics.source || judged.length + left.length === 0 || isScreenAwaited(metrics)) return null;
		// Whichever release is asked about: a server that fails is left alone for a while.
		if (last?.error && state.nowMs < last.dueAtMs) return null;
		const {windowSeconds, scrapeIntervalSeconds: scrapeSeconds} = metrics.source;
		const stepSeconds = stepOf(metrics.source);
		const newestMs = newestRowMs(state, stepSeconds);
		const due = judged.flatMap(release => dueRelease(state, release, stepSeconds, newestMs) ?? []);
		const dueLeft = left.flatMap(release => dueAfterBack(state, release, stepSeconds, newestMs) ?? []);
		const first = firstOf([...dueLeft.filter(one => !isAmong(due, one)), ...due], last);
		if (!first) return null;
		const {fromMs} = first;
		const together = due.filter(one => one.fromMs === fromMs && one !== first && !hasFailed(one, last));
		const others = dueLeft.filter(one => one.fromMs === fromMs && one !== first && !isAmong(due, one));
		const rowsAtOnce = rowsAfter(metrics);
		const toMs = Math.min(newestMs, fromMs + Math.min(mostRows, rowsAtOnce) * stepSeconds * 1000);
		const most = Math.max(1, Math.floor((rowsAtOnce * stepSeconds * 1000) / (toMs - fromMs)));
		const asked = [first, ...others, ...together].slice(0, Math.min(most, mostReleases));
		return {
			releases: asked.flatMap(({release}) => ('canaryFromMs' in release ? [release] : [])),
			left: asked.flatMap(({release}) => ('canaryFromMs' in release ? [] : [release])),
			windowSeconds,
			stepSeconds,
			scrapeSeconds,
			fromMs,
			toMs,
			isToNow: toMs === newestMs,
		};
	},
	keyOf: () => key,
	covers: (earlier, wanted) =>
		earlier.fromMs === wanted.fromMs &&
		earlier.windowSeconds === wanted.windowSeconds &&
		sameValue(earlier.releases, wanted.releases) &&
		sameValue(earlier.left, wanted.left),
	async ask(asker, asked) {
		const services = [...asked.left, ...asked.releases].flatMap(release => release.services);
		const rows = await readRateSteps(asker, services, asked);
		return rows.ok ? ok({...asked, ...rows.value}) : rows;
	},
	dueAtMs: ({answeredAtMs}) => answeredAtMs + retryMs,
};

/** The last rows that were told; null before, and once they were judged. */
export function toldRows(metrics: Pick<MetricsState, 'askings'>): EvidenceRows | null {
	return toldBy(evidenceRows, metrics, key);
}

/** The metrics without the rows, which are many, once they were judged. */
export function withoutRows(metrics: MetricsState): MetricsState {
	const asking = metrics.askings[evidenceRows.id];
	const answer = asking?.answers[key];
	if (!asking || !answer) return metrics;
	const answers = {[key]: {...answer, told: null}};
	return {...metrics, askings: {...metrics.askings, [evidenceRows.id]: {...asking, answers}}};
}

/** The first screen comes first: a slow server would keep it waiting while it reads rows. */
function isScreenAwaited({askings}: Pick<MetricsState, 'askings'>): boolean {
	return [trend, past, charts].some(({id}) => {
		const asking = askings[id];
		return asking?.query.isRunning === true && Object.keys(asking.answers).length === 0;
	});
}

/** How many rows are asked for at once, by how the server answered the last question. */
function rowsAfter(metrics: Pick<MetricsState, 'askings'>): number {
	const last = answerOf(evidenceRows, metrics, key);
	const query = metrics.askings[evidenceRows.id]?.query;
	if (!last || !query) return rowsTogether.first;
	const {releases, left, fromMs, toMs, stepSeconds} = last.asked;
	const rows = ((releases.length + left.length) * (toMs - fromMs)) / (stepSeconds * 1000);
	const tookMs = last.dueAtMs - retryMs - query.begunAtMs;
	const next = last.error || tookMs > answersWithin.lateMs ? rows / 2 : tookMs < answersWithin.soonMs ? 4 * rows : rows;
	return Math.floor(Math.min(rowsTogether.most, Math.max(rowsTogether.least, next)));
}

interface DueRelease {
	readonly release: AskedRelease | LeftRelease;
	readonly fromMs: number;
}

/** From when on rows since the way back are missing; null where none are. */
function dueAfterBack({metrics}: State, left: LeftRelease, stepSeconds: number, newestMs: number): DueRelease | null {
	const known = metrics.sinceBack[left.release];
	const stepMs = stepSeconds * 1000;
	const readMs = known?.intentId === left.intentId ? known.upToMs : null;
	const sinceMs = readMs ?? left.sinceMs;
	if (left.services.length === 0 || sinceMs >= newestMs) return null;
	return {release: left, fromMs: Math.floor(sinceMs / stepMs) * stepMs};
}

/** Whether the same rows are read anyway, to judge the canary. */
function isAmong(due: readonly DueRelease[], {release: {release}, fromMs}: DueRelease): boolean {
	return due.some(one => one.release.release === release && one.fromMs === fromMs);
}

/** From when on rows of the release are missing; null where none are. */
function dueRelease(state: State, judged: JudgedRelease, stepSeconds: number, newestMs: number): DueRelease | null {
	if (judged.services.length === 0) return null;
	const wholeMs = (ms: number) => Math.floor(ms / 1000 / stepSeconds) * stepSeconds * 1000;
	const rowsBack = mostRowsBack[judged.isOpen ? 'open' : 'other'];
	const oldestMs = newestMs - rowsBack * stepSeconds * 1000;
	const beganMs = wholeMs(judged.fromMs);
	const known = knownOf(state.metrics, judged, {beganMs, oldestMs});
	const canaryFromMs = known?.fromMs ?? Math.max(oldestMs, beganMs);
	const fromMs = known?.upToMs ?? canaryFromMs - Math.min(wholeMs(pastMs), mostPastRows * stepSeconds * 1000);
	if (fromMs >= newestMs) return null;
	const isFromLater = known?.isFromLater ?? (judged.isSincePerch || canaryFromMs === oldestMs);
	return {release: {...judged, canaryFromMs, isFromLater}, fromMs};
}

/** What was taken back, as somebody waits for its proof, then the open release, else what lacks the fewest rows. After a
 * failure another one, so that one that always fails does not keep the others waiting. */
function firstOf(
	due: readonly DueRelease[],
	last: MetricsAnswer<EvidenceAsked, EvidenceRows> | null,
): DueRelease | undefined {
	const others = due.filter(one => !hasFailed(one, last));
	const [next] = due;
	if (next && isUrgent(next) && !hasFailed(next, last)) return next;
	const [fewest] = (others.length > 0 ? others : due).toSorted((one, other) => other.fromMs - one.fromMs);
	return fewest;
}

function isUrgent({release}: DueRelease): boolean {
	return !('isOpen' in release) || release.isOpen;
}

/** Whether it was the first of the releases whose rows could not be read. */
function hasFailed({release}: DueRelease, last: MetricsAnswer<EvidenceAsked, EvidenceRows> | null): boolean {
	if (!last?.error) return false;
	const {left, releases} = last.asked;
	return (left[0] ?? releases[0])?.release === release.release;
}

/** The newest samples come up to a scrape late, or later where others write them. */
function newestRowMs(state: State, stepSeconds: number): number {
	const {source} = state.metrics;
	const scrapedMs = serverTime(state) - (source?.scrapeIntervalSeconds ?? 0) * 1000;
	const newestMs = Math.min(scrapedMs, newestSampleMs(state.metrics) ?? Number.POSITIVE_INFINITY);
	return Math.floor(newestMs / 1000 / stepSeconds) * stepSeconds * 1000;
}

/** Why the last rows of this release could not be read; null where they could. */
export function evidenceError(metrics: MetricsState, release: ReleaseKey): MetricsError | null {
	const last = answerOf(evidenceRows, metrics, key);
	const asked = last ? [...last.asked.left, ...last.asked.releases] : [];
	return last && asked.some(one => one.release === release) ? last.error : null;
}

/** What is known of this canary, asked with the present window. Null where nothing is; where the canary was gone meanwhile:
 * its pods are then newer than what was read; and where it is open, and began before what was read. */
function knownOf(
	{evidence, source}: MetricsState,
	judged: JudgedRelease,
	{beganMs, oldestMs}: {readonly beganMs: number; readonly oldestMs: number},
): ReleaseEvidence | null {
	const known = evidence[judged.release];
	if (!known || !source || !isSameJudged(known, judged)) return null;
	if (known.windowSeconds !== source.windowSeconds || known.stepSeconds !== stepOf(source)) return null;
	// Once it is open, more of it is read.
	const isFromEarlier = judged.isOpen && known.isFromLater && Math.max(oldestMs, beganMs) < known.fromMs;
	return beganMs <= Math.max(known.fromMs, known.upToMs) && !isFromEarlier ? known : null;
}
