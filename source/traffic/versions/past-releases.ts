import type {SafeText} from '../../domain/text/safe-text.ts';
import {byRole, type VersionScheme} from './version-names.ts';

/** Requests a second of each version, over the step that ends then. */
export interface VersionsAt {
	readonly atMs: number;
	readonly perSecond: ReadonlyMap<SafeText, number>;
}

/** A version that came beside another one, as steps of minutes show it. */
export interface PastRelease {
	readonly version: SafeText;
	/** The version that served before: of several the one with most requests. */
	readonly beside: SafeText;
	/** Where the step begins in which it first had requests. */
	readonly fromMs: number;
	/** Where the step ends in which it had all requests, or none; of an open one the last step that is told. */
	readonly toMs: number;
	/** Its share came to 100 %, to 0 % before, or to neither until the samples end. */
	readonly end: 'whole' | 'none' | 'open';
	/** The most that it got of all requests in one step, 0–1. */
	readonly mostShare: number;
	/** The longest time within it of which nothing is told, milliseconds. */
	readonly gapMs: number;
}

/** Shares that count as 100 % and as 0 %: a health check or a last connection to the other version ends no release
 * later, and begins none. */
export const wholeShare = 0.999;
export const noShare = 0.001;
/** A share counts as 100 % or 0 % once so many requests are missing of those that the other version, or this one, would
 * have got by its last share: of a quiet service a step without any may be chance, of so many once in 20,000. */
export const missingAtEnd = 10;

/** One that goes on, and what tells that it may have ended. */
interface OpenRelease extends PastRelease {
	/** Its share in the last step in which both had requests. */
	readonly lastShare: number;
	/** Since when it has all requests, or none; null while both have some. */
	readonly ending: {readonly end: 'whole' | 'none'; readonly atMs: number; readonly missing: number} | null;
}

/**
 * The releases that shares show, in the order in which they ended. One begins with the first requests of a version
 * beside another that had some, and ends at 100 %, at 0 %, or with the samples. No release: a version that is there at
 * the first point, for nobody saw it begin. Points are ascending; those without any request tell nothing.
 */
export function pastReleases(
	points: readonly VersionsAt[],
	{stepMs, scheme}: {readonly stepMs: number; readonly scheme: VersionScheme},
): readonly PastRelease[] {
	const found: PastRelease[] = [];
	let open: readonly OpenRelease[] = [];
	/** Requests of the versions that serve and are not being released. */
	let serving: ReadonlyMap<SafeText, number> | null = null;
	let beforeMs = Number.NEGATIVE_INFINITY;
	for (const {atMs, perSecond} of points) {
		const busy = withRequests(perSecond);
		if (busy.size === 0) continue;
		const share = (version: SafeText) => (busy.get(version) ?? 0) / sum(busy.values());
		const gapMs = beforeMs === Number.NEGATIVE_INFINITY ? 0 : atMs - beforeMs - stepMs;
		beforeMs = atMs;
		if (serving === null) {
			serving = busy;
			continue;
		}
		const known = new Set([...serving.keys(), ...open.map(({version}) => version)]);
		const beside = mostOf(serving);
		const begun = [...busy.keys()].flatMap((version): readonly OpenRelease[] =>
			known.has(version) || beside === null || !mayBegin(scheme, version)
				? []
				: [{...unseen, version, beside, fromMs: atMs - stepMs, toMs: atMs}],
		);
		const requests = (sum(busy.values()) * stepMs) / 1000;
		const followed = [...open, ...begun].map(release =>
			followedBy({...release, gapMs: Math.max(release.gapMs, gapMs)}, {atMs, share: share(release.version), requests}),
		);
		found.push(...followed.filter(({end}) => end !== 'open').map(told));
		open = followed.filter(({end}) => end === 'open');
		const opened = new Set(open.map(({version}) => version));
		const others = new Map([...busy].filter(([version]) => !opened.has(version)));
		// While all requests go to versions that are being released, the last one that served is still what they replace.
		if (others.size > 0) serving = others;
	}
	return [...found, ...open.map(told)];
}

const unseen = {end: 'open', mostShare: 0, gapMs: 0, lastShare: 0, ending: null} as const;

/** The release after one more step, with so many requests in all. */
function followedBy(
	before: OpenRelease,
	{atMs, share, requests}: {readonly atMs: number; readonly share: number; readonly requests: number},
): OpenRelease {
	const release = {...before, toMs: atMs, mostShare: Math.max(before.mostShare, share)};
	if (share > noShare && share < wholeShare) return {...release, lastShare: share, ending: null};
	const end = share >= wholeShare ? 'whole' : 'none';
	const earlier: NonNullable<OpenRelease['ending']> =
		before.ending?.end === end ? before.ending : {end, atMs, missing: 0};
	const missing = earlier.missing + requests * (end === 'whole' ? 1 - before.lastShare : before.lastShare);
	const ending = {...earlier, missing};
	return missing < missingAtEnd ? {...release, ending} : {...release, ending, end, toMs: ending.atMs};
}

function told({version, beside, fromMs, toMs, end, mostShare, gapMs}: OpenRelease): PastRelease {
	return {version, beside, fromMs, toMs, end, mostShare, gapMs};
}

/** The versions that had requests at the first point, where these are several: one of them came beside the others before
 * that, and nobody saw when. */
export function togetherAtStart(points: readonly VersionsAt[]): readonly SafeText[] {
	const first = points.map(({perSecond}) => withRequests(perSecond)).find(busy => busy.size > 0);
	return first && first.size > 1 ? [...first.keys()] : [];
}

/** The Service for stable is released by nobody: its requests come back after each release. */
function mayBegin(scheme: VersionScheme, version: SafeText): boolean {
	return scheme !== 'service' || version === byRole.canary;
}

function withRequests(perSecond: ReadonlyMap<SafeText, number>): ReadonlyMap<SafeText, number> {
	const total = sum(perSecond.values());
	return new Map([...perSecond].filter(([, own]) => own > noShare * total));
}

function mostOf(perSecond: ReadonlyMap<SafeText, number>): SafeText | null {
	const [most] = [...perSecond].toSorted(([, one], [, other]) => other - one);
	return most?.[0] ?? null;
}

function sum(values: Iterable<number>): number {
	return [...values].reduce((total, value) => total + value, 0);
}
