import type {ReleaseKey, RevisionKey} from '../../../domain/cluster/keys.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {sameValue} from '../../../domain/same-value.ts';
import type {MetricsError} from '../../../ports/metrics.ts';
import {type PastRelease, pastReleases} from '../../../traffic/versions/past-releases.ts';
import {schemeOf, schemesOf} from '../../../traffic/versions/scheme-of.ts';
import type {VersionNames} from '../../../traffic/versions/version-names.ts';
import {versionsAt} from '../../../traffic/versions/versions-at.ts';
import type {Asker} from '../../queries/asker.ts';
import {orderOf, readTrafficSteps} from '../../queries/read-steps.ts';
import type {ComparedRelease} from '../../state/interest.ts';
import type {MetricsState} from '../../state/metrics-state.ts';
import {serverTime} from '../../state/server-time.ts';
import {type MetricsQuestion, toldBy} from '../question.ts';
import type {CanarySpan} from './aged-figures.ts';
import {mayAskForPast} from './may-ask-for-past.ts';

/** How many of the last canaries are shown. */
const mostPastCanaries = 5;
/** A line of one canary is no band. */
export const fewestPastCanaries = 2;
/** Canaries are looked for in so many steps of so long: 30 days. Each step counts all its requests, so that a short
 * canary is missed only where it had less than one request in a thousand of its step. */
export const searchSteps = 288;
export const searchSeconds = 9_000;
/** The present canary's first requests are looked for from so long before its first pod, in so many steps. */
const beforePodMs = 600_000;
const beginSteps = 240;
const beginSeconds = 30;

/** Another value of these finds no other canaries. */
const idle = new Set(['toMs', 'canaryFromMs', 'rule']);
const everyMs = 3_600_000;
const retryMs = 600_000;

interface PastCanariesAsked extends ComparedRelease {
	readonly toMs: number;
}

/** Which canaries a release had, and how its series name versions. */
export interface PastCanaries {
	/** The present canary, which they were before. */
	readonly canary: RevisionKey;
	/** Null where the series tell no versions apart. */
	readonly names: VersionNames | null;
	/** The newest first, at most `mostPastCanaries`; none where there are fewer than `fewestPastCanaries`. Each began
	 * within the search step that begins at `fromMs`. */
	readonly found: readonly CanarySpan[];
	/** When the present canary first had requests; its first pod's time where that is not told. */
	readonly beganMs: number;
}

/** Asks once an hour which canaries the open release had before the present one: one coarse query over 30 days, or what
 * is kept of them, and one for the present canary's first requests. */
export const pastCanaries: MetricsQuestion<PastCanariesAsked, PastCanaries> = {
	id: 'past-canaries',
	wanted(interest, state) {
		if (!mayAskForPast(state)) return null;
		const {compared} = interest;
		return compared && {...compared, toMs: serverTime(state)};
	},
	keyOf: ({release}) => release,
	// Another canary asks anew. Its oldest pod may be replaced meanwhile.
	covers: (earlier, wanted) => sameValue(earlier, wanted, idle),
	async ask(asker, asked) {
		const {canary, roles, backend, canaryFromMs, toMs} = asked;
		const stepMs = searchSeconds * 1000;
		// Whole steps, so that the next search finds the same ones: the last one is not over yet.
		const endMs = Math.ceil(toMs / stepMs) * stepMs;
		const steps = {
			fromMs: endMs - searchSteps * stepMs,
			toMs: endMs,
			stepSeconds: searchSeconds,
			windowSeconds: searchSeconds,
		};
		const read = await readTrafficSteps(asker, asked, steps);
		if (!read.ok) return read;
		const meshes = asker.connections.map(({mesh}) => mesh.id);
		const {traffic} = read.value;
		const instants = traffic.map(({value}) => value);
		const scheme = schemeOf(schemesOf(backend, meshes), roles, instants);
		if (scheme === null) return ok({canary, names: null, found: [], beganMs: canaryFromMs});
		const names = {scheme, services: roles};
		const releases = pastReleases(versionsAt(traffic, names, orderOf(asker)), {stepMs, scheme});
		const found = canariesBefore(releases, canaryFromMs, stepMs);
		if (found.length < fewestPastCanaries) return ok({canary, names, found: [], beganMs: canaryFromMs});
		const began = await beganOf(asker, asked, names);
		return began.ok ? ok({canary, names, found, beganMs: began.value ?? canaryFromMs}) : began;
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

/** Null before the first answer about this canary of the release. */
export function pastCanariesOf(
	metrics: Pick<MetricsState, 'askings'>,
	release: ReleaseKey,
	canary: RevisionKey,
): PastCanaries | null {
	const told = toldBy(pastCanaries, metrics, release);
	return told?.canary === canary ? told : null;
}

/** The last releases that were over when the present canary began, the newest first. The stable version is one of them,
 * for the time in which it was the canary. One that began or ended in the present canary's first step may be that one
 * itself, and is left out. */
export function canariesBefore(
	releases: readonly PastRelease[],
	canaryFromMs: number,
	stepMs: number,
): readonly CanarySpan[] {
	return releases
		.filter(({end, fromMs, toMs}) => end !== 'open' && fromMs + stepMs <= canaryFromMs && toMs - stepMs <= canaryFromMs)
		.toSorted((one, other) => other.fromMs - one.fromMs)
		.slice(0, mostPastCanaries)
		.map(({version, fromMs, toMs}) => ({version, fromMs, toMs}));
}

/** When the present canary first had requests; null where the samples do not show it. */
async function beganOf(
	asker: Asker,
	asked: PastCanariesAsked,
	names: VersionNames,
): Promise<Result<number | null, MetricsError>> {
	const {canaryFromMs, toMs} = asked;
	const stepMs = beginSeconds * 1000;
	const fromMs = Math.floor((canaryFromMs - beforePodMs) / stepMs) * stepMs;
	const windowSeconds = Math.max(beginSeconds, asker.windowSeconds);
	const endMs = Math.min(Math.floor(toMs / stepMs) * stepMs, fromMs + beginSteps * stepMs);
	const read = await readTrafficSteps(asker, asked, {fromMs, toMs: endMs, stepSeconds: beginSeconds, windowSeconds});
	if (!read.ok) return read;
	const begun = pastReleases(versionsAt(read.value.traffic, names, orderOf(asker)), {stepMs, scheme: names.scheme})
		.map(release => release.fromMs)
		.filter(beganMs => beganMs >= canaryFromMs - stepMs);
	return ok(begun.length === 0 ? null : Math.min(...begun));
}
