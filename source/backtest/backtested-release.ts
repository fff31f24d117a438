import type {FailureRule} from '../domain/failure-rule.ts';
import type {JudgeSettings} from '../domain/judge-settings.ts';
import type {MeshId} from '../domain/mesh-id.ts';
import type {Release} from '../domain/release.ts';
import {ok, type Result} from '../domain/result.ts';
import type {SafeText} from '../domain/safe-text.ts';
import {pastMs, stepOf} from '../engine/questions/row-steps.ts';
import type {MetricsError} from '../ports/metrics.ts';
import type {PastRelease, VersionsAt} from '../traffic/versions/past-releases.ts';
import type {VersionNames} from '../traffic/versions/version-names.ts';
import {versionsAt} from '../traffic/versions/versions-at.ts';
import {type JudgedPast, judgePast} from './judge-past.ts';
import {type Outcome, outcomeOf} from './outcome-of.ts';
import {pastRows} from './past-rows.ts';
import {podsBeside} from './pods-beside.ts';
import {type History, readRows, readSteps} from './read-history.ts';

/** The release object as it is now, and where its history is read. */
export interface HistoryAsked extends History {
	readonly release: Pick<Release, 'services' | 'incomparable' | 'backend'>;
	/** What people call a version that series name by its hash, or, where `isNow`, by the canary's Service. */
	readonly nameOf: (version: SafeText, isNow: boolean) => SafeText;
	/** The pods that stable is to have now; null where that is not known. */
	readonly stablePods: number | null;
	/** What is configured for the release now. */
	readonly settings: JudgeSettings;
	/** What counts as a failure for the release now; null where that is the mesh's own rule. */
	readonly rule: FailureRule | null;
	/** Which mesh counts before which; null where none was named. */
	readonly order: readonly MeshId[] | null;
	/** The newest samples, by the server's clock. */
	readonly newestMs: number;
}

export interface BacktestedRelease extends Pick<PastRelease, 'beside' | 'fromMs' | 'mostShare' | 'gapMs'> {
	/** As the series name it, or `canary`, where only its Service does. */
	readonly version: SafeText;
	readonly outcome: Outcome;
	/** Null where no row holds requests to both versions; an error where the rows could not be read. */
	readonly judged: Result<JudgedPast | null, MetricsError>;
	/** Rows after this time were not read: the release took longer than is judged. */
	readonly judgedUntilMs: number | null;
}

/** Releases are looked for in steps of so long. Each step counts all its requests, so that none is missed. */
export const searchSeconds = 300;
/** Rows of a release that takes longer are read until then. */
const mostMs = 3 * 86_400_000;

/** Reads how a release ended and what both versions did, row by row, and judges it. */
export async function backtestedRelease(
	asked: HistoryAsked,
	names: VersionNames,
	past: PastRelease,
): Promise<BacktestedRelease> {
	const {asker, order, rule, newestMs, stablePods, settings, release} = asked;
	const {version, beside, fromMs, toMs, mostShare, gapMs} = past;
	const scrapeSeconds = asker.connections[0]?.scrapeIntervalSeconds ?? 0;
	const {windowSeconds} = asker;
	const end = await endOf(asked, names, past, scrapeSeconds);
	// Flagger takes the share of the canary back to 0 % when it promotes: only a label goes on to the primary.
	const outcome = outcomeOf(past, end, release.backend === 'flagger' && names.scheme === 'service');
	const about = {version: asked.nameOf(version, outcome.kind === 'running'), beside, fromMs, mostShare, gapMs, outcome};
	const stepSeconds = stepOf({windowSeconds, scrapeIntervalSeconds: scrapeSeconds});
	const rowMs = stepSeconds * 1000;
	const untilMs = Math.min(toMs, fromMs + mostMs);
	const read = await readRows(asked, {
		windowSeconds,
		scrapeSeconds,
		stepSeconds,
		fromMs: Math.floor((fromMs - pastMs) / rowMs) * rowMs,
		toMs: Math.min(Math.ceil(untilMs / rowMs), Math.floor(newestMs / rowMs)) * rowMs,
	});
	const judgedUntilMs = untilMs < toMs ? untilMs : null;
	if (!read.ok) return {...about, judged: read, judgedUntilMs};
	const rows = pastRows(read.value, {names, order, rule, version, beside});
	const pods = podsBeside(rows, {stablePods, fromMs});
	return {...about, judged: ok(judgePast(rows, {stepSeconds, pods, settings, fromMs})), judgedUntilMs};
}

/** The last steps of a release once more, scrape by scrape. Nothing where they cannot be read: the steps then tell. */
async function endOf(
	asked: HistoryAsked,
	names: VersionNames,
	{toMs}: PastRelease,
	scrapeSeconds: number,
): Promise<readonly VersionsAt[]> {
	const stepSeconds = Math.ceil(scrapeSeconds);
	const fromMs = toMs - 2 * searchSeconds * 1000;
	const read = await readSteps(asked, {fromMs, toMs, stepSeconds, windowSeconds: Math.ceil(2 * scrapeSeconds)});
	return read.ok ? versionsAt(read.value, names, asked.order) : [];
}
