import {ok, type Result} from '../domain/result.ts';
import {pastMs, stepOf} from '../engine/questions/row-steps.ts';
import type {MetricsError} from '../ports/metrics.ts';
import type {PastRelease} from '../traffic/versions/past-releases.ts';
import type {VersionNames} from '../traffic/versions/version-names.ts';
import type {HistoryAsked} from './history-asked.ts';
import {pastRows} from './past-rows.ts';
import {podsBeside} from './pods-beside.ts';
import {readRows} from './read-history.ts';
import type {ReadPast} from './report.ts';

/** Rows of a release that takes longer are read until then. */
const mostMs = 3 * 86_400_000;

/** Reads what both versions of a past release did, row by row. */
export async function readPast(
	asked: HistoryAsked,
	names: VersionNames,
	{version, beside, fromMs, toMs}: PastRelease,
): Promise<Result<ReadPast, MetricsError>> {
	const {asker, order, rule, newestMs, stablePods, settings} = asked;
	const scrapeSeconds = asker.connections[0]?.scrapeIntervalSeconds ?? 0;
	const {windowSeconds} = asker;
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
	if (!read.ok) return read;
	const rows = pastRows(read.value, {names, order, rule, version, beside});
	const pods = podsBeside(rows, {stablePods, fromMs});
	const readUntilMs = untilMs < toMs ? untilMs : null;
	return ok({rows, windowSeconds, stepSeconds, pods, settings, fromMs, readUntilMs});
}
