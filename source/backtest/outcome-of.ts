import {
	missingAtEnd,
	noShare,
	type PastRelease,
	type VersionsAt,
	wholeShare,
} from '../traffic/versions/past-releases.ts';

/** How a release ended, and when. */
export type Outcome =
	| {readonly kind: 'promoted'; readonly atMs: number}
	| {readonly kind: 'rolledBack'; readonly atMs: number}
	/** It has requests beside another version where the samples end. */
	| {readonly kind: 'running'}
	/** Its share went to 0 %, and that does not tell which of the two it was. */
	| {readonly kind: 'untold'; readonly atMs: number};

/** What counts as 100 % in the last moments: proxies are scraped at different times, so that the last weight before it
 * is mixed in. */
const wholeAtEnd = 0.95;
/** Of fewer requests in a scrape all may go to the canary by chance. */
const fewestAtEnd = 50;

/**
 * The outcome of a release whose last steps were read again, scrape by scrape (`points`, ascending): a controller may
 * take the share from 100 % to 0 % within seconds, as it lets the Service for stable lead to the new version, which
 * steps of minutes do not show. Neither do they show that the last of them saw its end. `isZeroAfterPromotion`: the
 * controller promotes without ever sending all requests to the canary, as Flagger does, which copies it to the primary.
 */
export function outcomeOf(
	{version, end, toMs}: Pick<PastRelease, 'version' | 'end' | 'toMs'>,
	points: readonly VersionsAt[],
	isZeroAfterPromotion: boolean,
): Outcome {
	const shares = points.flatMap(({atMs, perSecond}, at) => {
		const total = [...perSecond.values()].reduce((sum, value) => sum + value, 0);
		const seconds = (atMs - (points[at - 1]?.atMs ?? atMs)) / 1000;
		return total > 0 ? [{atMs, share: (perSecond.get(version) ?? 0) / total, requests: total * seconds}] : [];
	});
	const last = shares.findLastIndex(({share}) => share > noShare);
	if (end === 'open') {
		const isWhole = (shares.at(-1)?.share ?? 0) >= wholeShare;
		if (!isWhole && !isEmptied(shares.slice(last + 1), shares[last]?.share ?? 0)) return {kind: 'running'};
	}
	const whole = shares.find(({share, requests}) => share >= wholeAtEnd && requests >= fewestAtEnd);
	if (whole) return {kind: 'promoted', atMs: whole.atMs};
	if (end === 'whole') return {kind: 'promoted', atMs: toMs};
	const atMs = shares[last + 1]?.atMs ?? toMs;
	return {kind: isZeroAfterPromotion ? 'untold' : 'rolledBack', atMs};
}

/** Whether a version that had this share has no requests any more, and not by chance. */
function isEmptied(since: readonly {readonly requests: number}[], share: number): boolean {
	return since.reduce((sum, {requests}) => sum + requests, 0) * share >= missingAtEnd;
}
