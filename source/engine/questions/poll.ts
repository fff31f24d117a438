import {type NamedService, servicesText} from '../../domain/cluster/service-host.ts';
import {err, ok} from '../../domain/result.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals/signals.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {withKnownIdentities} from '../../traffic/known-identities.ts';
import {together} from '../queries/asker.ts';
import {type ProvenRow, type RowSeries, readSeries} from '../queries/read-series.ts';
import {readTraffic} from '../queries/read-traffic.ts';
import {unreadIn} from '../queries/unread.ts';
import type {Measured, MetricsAnswer, MetricsState, RulesUnused} from '../state/metrics-state.ts';
import {done} from '../state/query.ts';
import {pollSeconds} from './poll-seconds.ts';
import {answerOf, askedOf, type MetricsQuestion, toldBy} from './question.ts';
import {newestSampleMs} from './sample-age.ts';
import {withoutFigures} from './without-figures.ts';

/** Traffic of all services, latency of those on screen: asked together, so that the figures of a row are of one
 * poll. */
export interface Poll {
	readonly traffic: Measured<readonly TrafficSample[]>;
	/** Null when nothing was on screen or its query failed. */
	readonly latency: Measured<readonly LatencySample[]> | null;
	/** The series of the row whose figures are proven; left out where none is, or where their query failed. */
	readonly series?: RowSeries;
	/** How many series name no service. */
	readonly unmatched: number;
	/** Why no series of a provider is read, though it has some; left out where that is not so. */
	readonly unread?: SafeText;
	readonly warnings: readonly SafeText[];
	readonly rules: RulesOfPoll;
}

export interface RulesOfPoll {
	/** The meshes whose traffic recording rules answered. */
	readonly inUse: readonly MeshId[];
	/** Rules that are there and did not answer. */
	readonly unused: readonly RulesUnused[];
}

interface PollAsked {
	readonly windowSeconds: number;
	readonly visible: readonly NamedService[];
	readonly proven: ProvenRow | null;
}

export const poll: MetricsQuestion<PollAsked, Poll> = {
	id: 'poll',
	wanted: (interest, {metrics: {source}}) =>
		source && {windowSeconds: source.windowSeconds, visible: interest.services, proven: interest.proven},
	keyOf: () => '',
	// The smaller question `latency` asks about Services that come on screen between polls.
	covers: () => true,
	supersedes: ['latency'],
	// The age could be what Prometheus does not answer.
	inSilence: 'slowly',
	async ask(asker, {windowSeconds, visible, proven}) {
		const {connections} = asker;
		const ofVisible = (questions: MeshQuestions) => questions.latency?.(visible, windowSeconds) ?? null;
		const [traffic, latency] = await Promise.all([
			readTraffic(connections, windowSeconds, asker.signal),
			visible.length > 0 ? asker.instant(ofVisible) : null,
		]);
		if (!traffic.ok) return traffic;
		const {reads} = traffic.value;
		const question = asker.questionOf(reads.map(({origins}) => origins));
		if (question) return err(question);
		const atMs = Math.min(...reads.map(read => read.atMs));
		const copied = reads.filter(({connection: {scope}}, at) => scope !== connections[at]?.scope);
		for (const [at, {connection}] of reads.entries()) asker.replace(connections[at] ?? connection, connection);
		// If copies of series have appeared, the latency that was asked at the same time counts them twice: drop
		// it.
		const isWhole = latency?.ok && copied.length === 0;
		const histograms = isWhole ? {...together(latency.value, atMs), sent: asker.sent(ofVisible)} : null;
		// If only the latency failed, the data is partial, and a warning says so.
		const partial = latency && !latency.ok ? [safe`latency: ${latency.error.message}`] : [];
		const figures = together(
			reads.map(({connection, ...read}) => ({mesh: connection.mesh.id, value: read.value, atMs: read.atMs})),
			atMs,
		);
		// Told with the figures that they prove, so that both change at once.
		const isProven = proven !== null && copied.length === 0;
		const unread = unreadIn(reads);
		const series = isProven ? await readSeries(asker, proven, windowSeconds, figures.atMs) : null;
		return ok({
			traffic: {...figures, sent: reads.map(({connection, promql}) => ({mesh: connection.mesh.id, promql}))},
			...(series?.ok ? {series: series.value} : {}),
			latency: histograms,
			unmatched: reads.reduce((sum, {unmatched}) => sum + unmatched, 0),
			...(unread && {unread}),
			warnings: [...traffic.value.warnings, ...partial],
			rules: {
				inUse: reads.flatMap(({connection: {mesh, rules}}) => (rules ? [mesh.id] : [])),
				unused: reads.flatMap(({connection: {unusedRules}}) => unusedRules ?? []),
			},
		});
	},
	withKnown: (before, now) => ({
		...now,
		traffic: {...now.traffic, value: withKnownIdentities(before.traffic.value, now.traffic.value)},
	}),
	dueAtMs: ({begunAtMs}, state) => begunAtMs + pollSeconds(state) * 1000,
	settle(metrics, before, result, nowMs) {
		const counted = withSpending(metrics, nowMs);
		return result.ok ? withLatency(counted, before, result.value) : withFailure(counted, before, result.error, nowMs);
	},
};

/** The traffic of the last poll that succeeded. */
export function trafficOf(metrics: MetricsState): Poll['traffic'] | null {
	return toldBy(poll, metrics)?.traffic ?? null;
}

/** The warnings of the last poll that succeeded: with any, its figures are partial. */
export function warningsOf(metrics: MetricsState): readonly SafeText[] {
	return toldBy(poll, metrics)?.warnings ?? [];
}

/** Whether the last poll that succeeded asked for the latency of these Services in vain: only that query failed. */
export function isLatencyMissing(metrics: MetricsState, services: readonly NamedService[]): boolean {
	if (toldBy(poll, metrics)?.latency !== null) return false;
	const visible = askedOf(poll, metrics)?.visible ?? [];
	return services.some(({namespace, name}) => visible.some(one => one.namespace === namespace && one.name === name));
}

/** Which recording rules answered the last poll that succeeded; null before. */
export function rulesOf(metrics: MetricsState): RulesOfPoll | null {
	return toldBy(poll, metrics)?.rules ?? null;
}

/** How many series of the last poll that succeeded name no service. */
export function unmatchedOf(metrics: MetricsState): number {
	return toldBy(poll, metrics)?.unmatched ?? 0;
}

/** Why no series of a provider is read, in the last poll that succeeded; null where that is not so. */
export function unreadOf(metrics: MetricsState): SafeText | null {
	return toldBy(poll, metrics)?.unread ?? null;
}

/** Why the last poll failed; null when it did not. */
export function pollError(metrics: MetricsState): MetricsError | null {
	return answerOf(poll, metrics)?.error ?? null;
}

/** Drops the error of the last poll: it does not hold for a new connection. */
export function withoutError(metrics: MetricsState): MetricsState {
	return withError(metrics, null);
}

/** Of how many polls the cost is kept. */
const pollsKept = 9;

function withSpending(metrics: MetricsState, nowMs: number): MetricsState {
	const tookMs = nowMs - (metrics.askings[poll.id]?.query.begunAtMs ?? nowMs);
	return {...metrics, spending: [...metrics.spending, {...metrics.spent, tookMs}].slice(-pollsKept)};
}

function withLatency(metrics: MetricsState, {source}: MetricsState, {traffic, latency}: Poll): MetricsState {
	const visible = servicesText(askedOf(poll, metrics)?.visible ?? []);
	const isAnswered = latency !== null || visible === '';
	// Older histograms stay for as long as the window that they were measured over.
	const age = metrics.latency && traffic.atMs - metrics.latency.atMs;
	const standing = source && age !== null && age <= source.windowSeconds * 1000 ? metrics.latency : null;
	const latencyAnsweredOf = isAnswered ? visible : metrics.latencyAnsweredOf;
	return {...metrics, latency: latency ?? standing, latencyAnsweredOf};
}

function withFailure(metrics: MetricsState, before: MetricsState, error: MetricsError, nowMs: number): MetricsState {
	const connect = done(metrics.connect, nowMs);
	switch (error.kind) {
		case 'severalClusters':
			return {...pacedAs(metrics, withoutFigures(metrics)), connect, connectError: error, source: null};
		case 'tooFewSamples': {
			// This is no failure of the poll: keep the error of the poll before.
			const kept = withError(metrics, pollError(before));
			// No sample came since the last figures: scraping has stopped. The figures stay, and grow old on screen.
			if (hasStopped(before)) return kept;
			// The samples come at another interval than before: connect again to measure it.
			return {...kept, connect, connectError: error, source: null};
		}
		default:
			// The last figures stay; the screen draws them as old, with the failure beside them.
			return metrics;
	}
}

/** The poll is due again when it would have been: a server of several clusters is not asked without a pause. */
function pacedAs(before: MetricsState, metrics: MetricsState): MetricsState {
	const answer = answerOf(poll, before);
	return answer ? withAnswer(metrics, {...answer, told: null, error: null}) : metrics;
}

function withError(metrics: MetricsState, error: MetricsError | null): MetricsState {
	const answer = answerOf(poll, metrics);
	return answer ? withAnswer(metrics, {...answer, error}) : metrics;
}

function withAnswer(metrics: MetricsState, answer: MetricsAnswer): MetricsState {
	const asking = metrics.askings[poll.id];
	if (!asking) return metrics;
	return {...metrics, askings: {...metrics.askings, [poll.id]: {...asking, answers: {'': answer}}}};
}

function hasStopped(metrics: MetricsState): boolean {
	const traffic = trafficOf(metrics);
	const newestMs = newestSampleMs(metrics);
	return metrics.source !== null && traffic !== null && newestMs !== null && newestMs <= traffic.atMs;
}
