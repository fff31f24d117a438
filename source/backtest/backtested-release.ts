import {ok} from '../domain/result.ts';
import type {PastRelease, VersionsAt} from '../traffic/versions/past-releases.ts';
import type {VersionNames} from '../traffic/versions/version-names.ts';
import {versionsAt} from '../traffic/versions/versions-at.ts';
import {type HistoryAsked, searchSeconds} from './history-asked.ts';
import {judgePast} from './judge-past.ts';
import {outcomeOf} from './outcome-of.ts';
import {readSteps} from './read-history.ts';
import {readPast} from './read-past.ts';
import type {BacktestedRelease} from './report.ts';

/** Reads how a release ended and what both versions did, row by row, and judges it. */
export async function backtestedRelease(
	asked: HistoryAsked,
	names: VersionNames,
	past: PastRelease,
): Promise<BacktestedRelease> {
	const {asker, release} = asked;
	const {scheme} = names;
	const end = await endOf(asked, names, past, asker.connections[0]?.scrapeIntervalSeconds ?? 0);
	// Flagger takes the share of the canary back to 0 % when it promotes: only a label goes on to the primary.
	const outcome = outcomeOf(past, end, release.backend === 'flagger' && scheme === 'service');
	const isNow = outcome.kind === 'running';
	const [version, beside] = [asked.nameOf(past.version, isNow), asked.nameOf(past.beside, false)];
	const about = {version, beside, past, scheme, outcome};
	const read = await readPast(asked, names, past);
	if (!read.ok) return {...about, judged: read, judgedUntilMs: null};
	return {...about, judged: ok(judgePast(read.value.rows, read.value)), judgedUntilMs: read.value.readUntilMs};
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
	return read.ok ? versionsAt(read.value.instants, names, asked.order) : [];
}
