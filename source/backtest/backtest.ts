import type {MeshId} from '../domain/mesh-id.ts';
import type {Release} from '../domain/release.ts';
import {err, ok, type Result} from '../domain/result.ts';
import type {SafeText} from '../domain/safe-text.ts';
import {pastMs, stepOf} from '../engine/questions/evidence-rows.ts';
import type {MetricsError} from '../ports/metrics.ts';
import {foldVersions} from './fold-versions.ts';
import {type JudgedPast, judgePast} from './judge-past.ts';
import {type Outcome, outcomeOf} from './outcome-of.ts';
import {type PastRelease, pastReleases, togetherAtStart, type VersionsAt} from './past-releases.ts';
import {pastRows} from './past-rows.ts';
import {podsBeside} from './pods-beside.ts';
import {type History, readRows, readSteps} from './read-history.ts';
import {isVersionTold, schemeOf, type VersionNames, type VersionScheme} from './version-names.ts';

export interface BacktestAsked extends History {
	readonly release: Pick<Release, 'services' | 'incomparable'>;
	/** What the version is called that is on its way in now; null where there is none. */
	readonly canaryName: SafeText | null;
	/** The controller promotes without sending all requests to the canary. */
	readonly isZeroAfterPromotion: boolean;
	/** The pods that stable is to have now; null where that is not known. */
	readonly stablePods: number | null;
	/** Which mesh counts before which; null where none was named. */
	readonly order: readonly MeshId[] | null;
	/** Releases that begin from then on are looked for. */
	readonly sinceMs: number;
	/** The newest samples, by the server's clock. */
	readonly newestMs: number;
}

export interface Backtest {
	readonly sinceMs: number;
	/** The first step with requests: before it nothing is known. */
	readonly fromMs: number;
	readonly toMs: number;
	/** By what versions are told apart; null where there never were two. */
	readonly scheme: VersionScheme | null;
	/** Versions that had requests side by side from the first step on: nobody saw that release begin. */
	readonly togetherAtStart: readonly SafeText[];
	/** What makes a comparison of the versions wrong now, and perhaps did then; null where nothing does. */
	readonly incomparable: SafeText | null;
	/** In the order in which they began. */
	readonly releases: readonly BacktestedRelease[];
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

/** Why nothing can be said of the past. */
export type CannotBacktest =
	| {readonly kind: 'metrics'; readonly error: MetricsError}
	| {readonly kind: 'farApart'; readonly scrapeSeconds: number}
	| {readonly kind: 'noService'}
	| {readonly kind: 'noHistory'; readonly sinceMs: number}
	| {readonly kind: 'noVersions'; readonly services: readonly SafeText[]};

/** Samples that are further apart tell too little of the minutes in which people decide. */
const mostScrapeSeconds = 60;
/** Releases are looked for in steps of so long. Each step counts all its requests, so that none is missed. */
const searchSeconds = 300;
/** Rows of a release that takes longer are read until then. */
const mostMs = 3 * 86_400_000;

/** Finds the past releases of one release object in its series, and judges each as it would have been judged then.
 * Nothing is chosen anew: rows, parameters and the past before the canary are those of the screen. */
export async function backtest(
	asked: BacktestAsked,
	tell: (part: number) => void = () => {},
): Promise<Result<Backtest, CannotBacktest>> {
	const {asker, services, release, order, sinceMs, newestMs} = asked;
	const scrapeSeconds = asker.connections[0]?.scrapeIntervalSeconds ?? 0;
	if (scrapeSeconds > mostScrapeSeconds) return err({kind: 'farApart', scrapeSeconds});
	if (services.length === 0) return err({kind: 'noService'});
	const stepMs = searchSeconds * 1000;
	const toMs = Math.floor(newestMs / 1000) * 1000;
	const fromMs = toMs - Math.ceil((toMs - sinceMs) / stepMs) * stepMs;
	const steps = {fromMs, toMs, stepSeconds: searchSeconds, windowSeconds: searchSeconds};
	const read = await readSteps(asked, steps, part => tell(part / 2));
	if (!read.ok) return err({kind: 'metrics', error: read.error});
	const told = read.value.filter(({value}) => value.some(({requestsPerSecond}) => requestsPerSecond > 0));
	const [first] = told;
	if (!first) return err({kind: 'noHistory', sinceMs});
	const instants = told.map(({value}) => value);
	const scheme = schemeOf(release.services, instants);
	const about = {sinceMs, fromMs: first.atMs - stepMs, toMs, scheme, incomparable: release.incomparable ?? null};
	if (scheme === null) {
		if (isVersionTold(release.services, instants)) return ok({...about, togetherAtStart: [], releases: []});
		return err({kind: 'noVersions', services: namesIn(instants.flat())});
	}
	const names = {scheme, services: release.services};
	const points = versionsAt(told, names, order);
	const found = pastReleases(points, {stepMs, scheme}).toSorted((one, other) => one.fromMs - other.fromMs);
	const releases: BacktestedRelease[] = [];
	for (const past of found) {
		releases.push(await judged(asked, names, past));
		tell(0.5 + releases.length / found.length / 2);
	}
	return ok({...about, togetherAtStart: togetherAtStart(points), releases});
}

async function judged(asked: BacktestAsked, names: VersionNames, past: PastRelease): Promise<BacktestedRelease> {
	const {asker, order, newestMs, stablePods, isZeroAfterPromotion} = asked;
	const {version, beside, fromMs, toMs, mostShare, gapMs} = past;
	const scrapeSeconds = asker.connections[0]?.scrapeIntervalSeconds ?? 0;
	const {windowSeconds} = asker;
	const end = await endOf(asked, names, past, scrapeSeconds);
	const outcome = outcomeOf(past, end, isZeroAfterPromotion);
	const isNamedNow = names.scheme === 'service' && outcome.kind === 'running';
	const name = (isNamedNow ? asked.canaryName : null) ?? version;
	const about = {version: name, beside, fromMs, mostShare, gapMs, outcome};
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
	const rows = pastRows(read.value, {names, order, version, beside});
	return {...about, judged: ok(judgePast(rows, {stepSeconds, pods: podsBeside(rows, stablePods)})), judgedUntilMs};
}

/** The last steps of a release once more, scrape by scrape. Nothing where they cannot be read: the steps then tell. */
async function endOf(
	asked: BacktestAsked,
	names: VersionNames,
	{toMs}: PastRelease,
	scrapeSeconds: number,
): Promise<readonly VersionsAt[]> {
	const stepSeconds = Math.ceil(scrapeSeconds);
	const fromMs = toMs - 2 * searchSeconds * 1000;
	const read = await readSteps(asked, {fromMs, toMs, stepSeconds, windowSeconds: Math.ceil(2 * scrapeSeconds)});
	return read.ok ? versionsAt(read.value, names, asked.order) : [];
}

function versionsAt(
	told: Extract<Awaited<ReturnType<typeof readSteps>>, {ok: true}>['value'],
	names: VersionNames,
	order: BacktestAsked['order'],
): readonly VersionsAt[] {
	return told.flatMap(({atMs, value}) => {
		const figures = foldVersions(names, value, [], order);
		if (figures === null) return [];
		return [
			{atMs, perSecond: new Map(Array.from(figures, ([version, {requestsPerSecond}]) => [version, requestsPerSecond]))},
		];
	});
}

function namesIn(
	samples: readonly {readonly identity: {readonly service: SafeText | null; readonly workload: SafeText | null}}[],
) {
	return [...new Set(samples.flatMap(({identity}) => identity.service ?? identity.workload ?? []))];
}
