import type {ReleaseKey} from '../../../domain/cluster/keys.ts';
import type {NamedService} from '../../../domain/cluster/service-host.ts';
import {ok} from '../../../domain/result.ts';
import {sameValue} from '../../../domain/same-value.ts';
import type {FailureRule} from '../../../domain/settings/failure-rule.ts';
import type {ToldNames} from '../../../traffic/named-plainly.ts';
import {pastReleases} from '../../../traffic/versions/past-releases.ts';
import type {VersionNames} from '../../../traffic/versions/version-names.ts';
import {versionsAt} from '../../../traffic/versions/versions-at.ts';
import {orderOf, readTrafficSteps, readVersionSteps} from '../../queries/read-steps.ts';
import type {MetricsAnswer, MetricsState} from '../../state/metrics-state.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import {pollSeconds} from '../poll-seconds.ts';
import {answerOf, askedOf, type MetricsQuestion, toldBy} from '../question.ts';
import {type AgedFigures, agedFigures, type CanarySpan} from './aged-figures.ts';
import {mayAskForPast} from './may-ask-for-past.ts';
import {pastCanariesOf, searchSeconds} from './past-canaries.ts';

/** Up to which age past canaries are read: the first that the present canary has not reached. An older one is compared
 * up to the last. */
const agesMs = [1, 2, 4, 8, 16, 32].map(hours => hours * 3_600_000);
/** In how many steps one is read. */
const mostSteps = 240;
/** It may have had a few requests before the search step in which it began. */
const beforeMs = 600_000;
const retryMs = 600_000;
/** The past does not change. */
const neverMs = 365 * 86_400_000;

interface PastCanaryAsked {
	readonly release: ReleaseKey;
	readonly services: readonly NamedService[];
	readonly told: ToldNames;
	readonly names: VersionNames;
	/** As the search found it. */
	readonly canary: CanarySpan;
	/** It is read up to this age. */
	readonly mostAgeMs: number;
	/** Without its latency. */
	readonly isPlain: boolean;
	/** What counts as a failure; null where that is the mesh's own rule. */
	readonly rule: FailureRule | null;
}

/** What one past canary did, by its age. */
export interface PastCanary {
	readonly release: ReleaseKey;
	/** Null where finer steps do not show it begin. */
	readonly fromMs: number | null;
	/** Seconds between two ages. */
	readonly stepSeconds: number;
	readonly figures: readonly AgedFigures[];
}

/** Asks what the last canaries did, one after another: one query each, at most one for each poll. They are kept until the
 * present canary is older than what was read of them. Where the server took too long for one, no histograms are asked for
 * any more. */
export const pastCanary: MetricsQuestion<PastCanaryAsked, PastCanary> = {
	id: 'past-canary',
	wanted(interest, state) {
		if (!mayAskForPast(state) || isTooSoon(state)) return null;
		const {compared} = interest;
		const past = compared && pastCanariesOf(state.metrics, compared.release, compared.canary);
		if (!compared || !past?.names) return null;
		const {release, services, told, rule} = compared;
		const ageMs = serverTime(state) - past.beganMs;
		const mostAgeMs = agesMs.find(most => most > ageMs) ?? Math.max(...agesMs);
		const {names} = past;
		const isPlain = wasTooMuch(state.metrics, release);
		const asked = past.found.map(canary => ({release, services, told, names, canary, mostAgeMs, isPlain, rule}));
		return asked.find(one => isMissing(state, one)) ?? null;
	},
	keyOf: ({release, canary}) => keyFor(release, canary),
	covers: (earlier, wanted) => earlier.mostAgeMs >= wanted.mostAgeMs && sameValue(earlier.rule, wanted.rule),
	keepsEveryKey: true,
	async ask(asker, {release, services, told, names, canary, mostAgeMs, isPlain, rule}) {
		const fromMs = Math.floor((canary.fromMs - beforeMs) / 1000) * 1000;
		const endMs = Math.min(canary.toMs, canary.fromMs + searchSeconds * 1000 + mostAgeMs);
		const stepSeconds = Math.max(1, Math.ceil((endMs - fromMs) / 1000 / mostSteps));
		const stepMs = stepSeconds * 1000;
		const toMs = fromMs + Math.floor((endMs - fromMs) / stepMs) * stepMs;
		const windowSeconds = Math.max(stepSeconds, asker.windowSeconds);
		const ask = isPlain ? readTrafficSteps : readVersionSteps;
		const read = await ask(asker, {services, told}, {fromMs, toMs, stepSeconds, windowSeconds});
		if (!read.ok) return read;
		const order = orderOf(asker);
		const {scheme} = names;
		const releases = pastReleases(versionsAt(read.value.traffic, names, order), {stepMs, scheme});
		// The same version may have been tried twice within the step: the first attempt is told.
		const [began] = releases
			.filter(({version}) => version === canary.version)
			.toSorted((one, other) => one.fromMs - other.fromMs);
		if (!began) return ok({release, fromMs: null, stepSeconds, figures: []});
		const aged = agedFigures(read.value, began, names, order, rule);
		const figures = aged.filter(({ageMs}) => ageMs <= mostAgeMs);
		return ok({release, fromMs: began.fromMs, stepSeconds, figures});
	},
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? neverMs : retryMs),
	settle: withoutOthers,
};

/** What is known of the canaries that were found, the newest first. */
export function pastCanaryFigures(
	metrics: MetricsState,
	release: ReleaseKey,
	found: readonly CanarySpan[],
): readonly PastCanary[] {
	const last = askedOf(pastCanary, metrics);
	return found.flatMap(canary => {
		const answer = answerOf(pastCanary, metrics, keyFor(release, canary));
		// Figures of different rules are not compared: those of an earlier one are asked for anew.
		const isOfRule = last?.release !== release || sameValue(answer?.asked.rule, last.rule);
		return isOfRule ? (toldBy(pastCanary, metrics, keyFor(release, canary)) ?? []) : [];
	});
}

function keyFor(release: ReleaseKey, canary: CanarySpan): string {
	return `${release} ${canary.fromMs} ${canary.version}`;
}

function isMissing(state: State, asked: PastCanaryAsked): boolean {
	const answer = answerOf(pastCanary, state.metrics, keyFor(asked.release, asked.canary));
	if (!answer) return true;
	return answer.error ? state.nowMs >= answer.dueAtMs : !pastCanary.covers(answer.asked, asked);
}

/** Whether the server took too long for the histograms of a canary that this release had. */
function wasTooMuch({askings}: MetricsState, release: ReleaseKey): boolean {
	// The cast is safe: only this question's own answers are kept under its id.
	const answers = Object.values(askings[pastCanary.id]?.answers ?? {}) as readonly MetricsAnswer<PastCanaryAsked>[];
	return answers.some(
		({asked, error}) =>
			asked.release === release && (asked.isPlain || error?.kind === 'timeout' || error?.kind === 'tooMuch'),
	);
}

/** No more than one of them for each poll. */
function isTooSoon(state: State): boolean {
	const query = state.metrics.askings[pastCanary.id]?.query;
	return query !== undefined && state.nowMs < query.begunAtMs + pollSeconds(state) * 1000;
}

/** Only the release that was asked about last is kept. */
function withoutOthers(metrics: MetricsState): MetricsState {
	const asking = metrics.askings[pastCanary.id];
	const last = askedOf(pastCanary, metrics);
	if (!asking || !last) return metrics;
	const own = Object.entries(asking.answers).filter(([key]) => key.startsWith(`${last.release} `));
	const answers = Object.fromEntries(own);
	return {...metrics, askings: {...metrics.askings, [pastCanary.id]: {...asking, answers}}};
}
