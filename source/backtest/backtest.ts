import {err, ok, type Result} from '../domain/result.ts';
import type {TrafficSample} from '../domain/signals/signals.ts';
import {toldText} from '../domain/signals/told-name.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {Asker} from '../engine/queries/asker.ts';
import {pastReleases, togetherAtStart} from '../traffic/versions/past-releases.ts';
import {isVersionTold, schemeOf, schemesOf} from '../traffic/versions/scheme-of.ts';
import {versionsAt} from '../traffic/versions/versions-at.ts';
import {backtestedRelease} from './backtested-release.ts';
import {type HistoryAsked, searchSeconds} from './history-asked.ts';
import {readSteps} from './read-history.ts';
import type {Backtest, BacktestedRelease, BacktestProgress, CannotBacktest, NoVersions} from './report.ts';

export interface BacktestAsked extends HistoryAsked {
	/** Releases that begin from then on are looked for. */
	readonly sinceMs: number;
}

/** Samples that are further apart tell too little of the minutes in which people decide. */
const mostScrapeSeconds = 60;

/** Finds the past releases of one release object in its series, and judges each as it would have been judged then.
 * Nothing is chosen anew: rows, parameters and the past before the canary are those of the screen. */
export async function backtest(
	asked: BacktestAsked,
	tell: (progress: BacktestProgress) => void = () => {},
): Promise<Result<Backtest, CannotBacktest>> {
	const {asker, services, release, order, sinceMs, newestMs} = asked;
	const scrapeSeconds = asker.connections[0]?.scrapeIntervalSeconds ?? 0;
	if (scrapeSeconds > mostScrapeSeconds) return err({kind: 'farApart', scrapeSeconds});
	if (services.length === 0) return err({kind: 'noService'});
	const stepMs = searchSeconds * 1000;
	const toMs = Math.floor(newestMs / 1000) * 1000;
	const fromMs = toMs - Math.ceil((toMs - sinceMs) / stepMs) * stepMs;
	const steps = {fromMs, toMs, stepSeconds: searchSeconds, windowSeconds: searchSeconds};
	const ofMs = toMs - fromMs;
	const read = await readSteps(asked, steps, part => tell({kind: 'searched', doneMs: part * ofMs, ofMs}));
	if (!read.ok) return err({kind: 'metrics', error: read.error});
	const unresolved = [...read.value.unresolved];
	const told = read.value.instants.filter(({value}) => value.some(({requestsPerSecond}) => requestsPerSecond > 0));
	const [first] = told;
	const meshes = asker.connections.map(({mesh}) => mesh.id);
	if (!first)
		return err(unresolved.length > 0 ? {kind: 'unresolved', names: unresolved} : {kind: 'noHistory', sinceMs});
	const instants = told.map(({value}) => value);
	const schemes = schemesOf(release.backend, meshes);
	const scheme = schemeOf(schemes, release.services, instants);
	const incomparable = release.incomparable ?? null;
	const about = {sinceMs, fromMs: first.atMs - stepMs, toMs, scheme, incomparable, unresolved};
	if (scheme === null) {
		if (isVersionTold(schemes, release.services, instants)) return ok({...about, togetherAtStart: [], releases: []});
		return err({kind: 'noVersions', names: namesIn(instants.flat()), because: noVersionsOf(asker)});
	}
	const names = {scheme, services: release.services};
	const points = versionsAt(told, names, order);
	const found = pastReleases(points, {stepMs, scheme}).toSorted((one, other) => other.fromMs - one.fromMs);
	const releases: BacktestedRelease[] = [];
	for (const past of found) {
		const release = await backtestedRelease(asked, names, past);
		releases.push(release);
		tell({kind: 'judged', release, of: found.length});
	}
	return ok({...about, togetherAtStart: togetherAtStart(points), releases: releases.toReversed()});
}

function namesIn(samples: readonly Pick<TrafficSample, 'identity'>[]): readonly SafeText[] {
	const named = samples.flatMap(({identity: {told, service, workload}}) =>
		told ? toldText(told) : (service ?? workload ?? []),
	);
	return [...new Set(named)];
}

function noVersionsOf({connections}: Asker): NoVersions {
	const meshes = connections.map(({mesh}) => mesh);
	const limits = meshes.flatMap(({limits}) => limits.find(({code}) => code === 'versions') ?? []);
	const [limit] = limits;
	if (limit && limits.length === meshes.length) return {kind: 'limit', text: limit.text};
	return {kind: meshes.some(({id}) => id === 'istio') ? 'labels' : 'services'};
}
