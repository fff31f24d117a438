import type {ReleaseKey, RevisionKey} from '../../domain/keys.ts';
import {ok, type Result} from '../../domain/result.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import {areNamedIn, type NamedService, servicesText} from '../../domain/service-host.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {JudgedRelease} from '../state/interest.ts';
import type {Measured, MetricsSource, MetricsState} from '../state/metrics-state.ts';
import {isSameJudged} from '../state/release-evidence.ts';
import {serverTime} from '../state/server-time.ts';
import {type Asker, togetherOver} from './asker.ts';
import {answerOf, type MetricsQuestion} from './question.ts';
import {maximumBytes} from './read-traffic.ts';
import {newestSampleMs} from './sample-age.ts';

/** Stable is read for so long before the canary. */
export const pastMs = 3_600_000;
/** Rows of one answer. A release that perch finds under way is read in several. */
export const mostRows = 240;
const retryMs = 15_000;

export interface EvidenceAsked {
	readonly release: ReleaseKey;
	readonly uid: SafeText;
	readonly canary: RevisionKey;
	readonly stable: RevisionKey | null;
	readonly services: readonly NamedService[];
	/** When the canary's first row begins. */
	readonly canaryFromMs: number;
	readonly windowSeconds: number;
	readonly stepSeconds: number;
	readonly scrapeSeconds: number;
	/** The rows between these times, by the server's clock: whole steps. */
	readonly fromMs: number;
	readonly toMs: number;
}

/** What the versions of a release did, row by row: rates over windows of which each counts other requests. */
export interface EvidenceRows extends EvidenceAsked {
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

/** Asks for the rows by which a release is judged, from an hour before its canary on, oldest first; once it has them,
 * for each new row. */
export const evidenceRows: MetricsQuestion<EvidenceAsked, EvidenceRows> = {
	id: 'evidence-rows',
	wanted({judged}, state) {
		const {source} = state.metrics;
		if (!source || !judged || judged.services.length === 0) return null;
		const {windowSeconds, scrapeIntervalSeconds: scrapeSeconds} = source;
		const stepSeconds = stepOf(source);
		const wholeMs = (ms: number) => Math.floor(ms / 1000 / stepSeconds) * stepSeconds * 1000;
		const canaryFromMs = wholeMs(judged.fromMs);
		const fromMs = readUpToMs(state.metrics, judged, canaryFromMs) ?? canaryFromMs - wholeMs(pastMs);
		// The newest samples come up to a scrape late, or later where others write them.
		const newestMs = wholeMs(
			Math.min(serverTime(state) - scrapeSeconds * 1000, newestSampleMs(state.metrics) ?? Number.POSITIVE_INFINITY),
		);
		const toMs = Math.min(newestMs, fromMs + mostRows * stepSeconds * 1000);
		if (toMs <= fromMs) return null;
		const {release, uid, canary, stable, services} = judged;
		return {
			release,
			uid,
			canary,
			stable,
			services,
			canaryFromMs,
			windowSeconds,
			stepSeconds,
			scrapeSeconds,
			fromMs,
			toMs,
		};
	},
	keyOf: ({release}) => release,
	covers: (earlier, wanted) =>
		isSameJudged(earlier, wanted) &&
		earlier.fromMs === wanted.fromMs &&
		earlier.windowSeconds === wanted.windowSeconds &&
		areNamedIn(servicesText(earlier.services), wanted.services),
	async ask(asker, asked) {
		const rows = await askRows(asker, asked);
		return rows.ok ? ok({...asked, ...rows.value}) : rows;
	},
	dueAtMs: ({answeredAtMs}) => answeredAtMs + retryMs,
};

/** What these Services did, row by row, between two times: whole steps. */
export async function askRows(
	asker: Asker,
	{services, windowSeconds, stepSeconds, fromMs, toMs}: RowsAsked,
): Promise<Result<Pick<EvidenceRows, 'traffic' | 'latency'>, MetricsError>> {
	const over = {startMs: fromMs + stepSeconds * 1000, endMs: toMs, stepSeconds, maximumBytes};
	const [traffic, latency] = await Promise.all([
		asker.range((questions: MeshQuestions) => questions.trafficOf(services, windowSeconds), over),
		asker.range((questions: MeshQuestions) => questions.latency(services, windowSeconds), over),
	]);
	if (!traffic.ok) return traffic;
	if (!latency.ok) return latency;
	return ok({traffic: togetherOver(traffic.value), latency: togetherOver(latency.value)});
}

export type RowsAsked = Pick<EvidenceAsked, 'services' | 'windowSeconds' | 'stepSeconds' | 'fromMs' | 'toMs'>;

/** Why the last rows of this release could not be read; null where they could. */
export function evidenceError(metrics: MetricsState, release: ReleaseKey): MetricsError | null {
	return answerOf(evidenceRows, metrics, release)?.error ?? null;
}

/** How far apart rows are: samples within a window span one scrape less than it, and each increase counts once. */
export function stepOf({
	windowSeconds,
	scrapeIntervalSeconds,
}: Pick<MetricsSource, 'windowSeconds' | 'scrapeIntervalSeconds'>): number {
	return Math.ceil(windowSeconds - scrapeIntervalSeconds);
}

/** Up to where the rows of this canary were read with the present window; null where none were, and where it was gone
 * meanwhile: its pods are then newer than what was read. */
function readUpToMs({evidence, source}: MetricsState, judged: JudgedRelease, canaryFromMs: number): number | null {
	const known = evidence[judged.release];
	if (!known || !isSameJudged(known, judged)) return null;
	if (known.windowSeconds !== source?.windowSeconds || known.stepSeconds !== stepOf(source)) return null;
	return known.fromMs === canaryFromMs || canaryFromMs <= known.upToMs ? known.upToMs : null;
}
