import type {Tone} from '../../domain/reading.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {histogramQuantile, minimumRequests} from '../../statistics/histogram.ts';
import type {TrafficFigures} from '../../traffic/row-traffic.ts';
import {type Sides, sidesOf} from '../evidence/comparison.ts';
import {decimal, milliseconds, signed} from '../evidence/figures.ts';
import {readyText} from '../evidence/ready-text.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** Stable beside canary over one window, with sample sizes. */
export interface ComparisonView {
	/** `since 20 %, 4m12s` or `over 1m`. */
	readonly window: SafeText;
	readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
	/** `errors`, `p95`, `requests`, `pods` */
	readonly label: SafeText;
	readonly stable: SafeText;
	readonly canary: SafeText;
	/** `+4.2/1k [3.0, 5.4]`; empty when there is nothing to say. */
	readonly difference: SafeText;
	readonly tone: Tone;
}

/** Stable beside canary: counts, difference with its interval, latency, pods. */
export function comparisonView(context: EngineContext, state: State, release: Release): ComparisonView | null {
	if (release.canary === null) return null;
	const sides = sidesOf(context, state, release);
	const pods = podsRow(release);
	if (!sides) return pods ? {window: safe`now`, rows: [pods]} : null;
	const rows: ComparisonRow[] = [
		errorsRow(sides),
		...[0.5, 0.95, 0.99].map(quantile => latencyRow(sides, quantile)),
		rateRow(sides),
	];
	return {window: sides.label, rows: pods ? [...rows, pods] : rows};
}

/** Its tone follows its own figures: harm of the last minutes may not show over the whole period. */
function errorsRow({stableTally, canaryTally, errors, extraPerMinute}: Sides): ComparisonRow {
	const count = ({failures, requests}: Sides['stableTally']): SafeText =>
		safe`${decimal(failures)} / ${decimal(requests)}`;
	if (errors === 'noTraffic') {
		return {
			label: safe`errors`,
			stable: count(stableTally),
			canary: count(canaryTally),
			difference: safe`no requests to compare`,
			tone: 'quiet',
		};
	}
	const {difference, interval} = errors;
	const tone: Tone = extraPerMinute === null ? 'quiet' : 'critical';
	return {
		label: safe`errors`,
		stable: count(stableTally),
		canary: count(canaryTally),
		difference: safe`${signed(difference * 1000)}/1k [${signed(interval.low * 1000)}, ${signed(interval.high * 1000)}]`,
		tone,
	};
}

function latencyRow({stable, canary, latencySeconds}: Sides, quantile: number): ComparisonRow {
	const [one, other] = [readQuantile(stable, quantile, latencySeconds), readQuantile(canary, quantile, latencySeconds)];
	const difference =
		one.ms !== null && other.ms !== null
			? safe`${other.ms >= one.ms ? safe`+` : safe`-`}${milliseconds(Math.abs(other.ms - one.ms))}`
			: safe``;
	return {label: safe`p${Math.round(quantile * 100)}`, stable: one.text, canary: other.text, difference, tone: 'quiet'};
}

/** With fewer requests than a quantile needs, the text tells how many there were. */
function readQuantile(
	figures: TrafficFigures,
	quantile: number,
	windowSeconds: number,
): {readonly ms: number | null; readonly text: SafeText} {
	const requests = (figures.buckets?.at(-1)?.perSecond ?? 0) * windowSeconds;
	if (!figures.buckets || requests === 0) return {ms: null, text: safe`–`};
	if (requests < minimumRequests(quantile)) return {ms: null, text: safe`too few: ${Math.round(requests)} req`};
	const found = histogramQuantile(figures.buckets, quantile);
	switch (found.kind) {
		case 'value':
			return {ms: found.valueMs, text: milliseconds(found.valueMs)};
		case 'aboveLastBound':
			return {ms: null, text: safe`≥${milliseconds(found.boundMs)}`};
		case 'noData':
			return {ms: null, text: safe`–`};
	}
}

function rateRow({stable, canary}: Sides): ComparisonRow {
	const total = stable.requestsPerSecond + canary.requestsPerSecond;
	const share = total > 0 ? safe`${decimal((canary.requestsPerSecond / total) * 100)}% on canary` : safe``;
	return {
		label: safe`rps`,
		stable: decimal(stable.requestsPerSecond),
		canary: decimal(canary.requestsPerSecond),
		difference: share,
		tone: 'quiet',
	};
}

function podsRow(release: Release): ComparisonRow | null {
	const stable = release.revisions.find(revision => revision.key === release.stable);
	const canary = release.revisions.find(revision => revision.key === release.canary);
	if (!stable || !canary) return null;
	const restarts =
		canary.pods.restarts === 'unknown' || canary.pods.restarts === 0 ? safe`` : safe` ${canary.pods.restarts} rst`;
	const isShort =
		canary.pods.ready !== 'unknown' && canary.pods.desired !== 'unknown' && canary.pods.ready < canary.pods.desired;
	return {
		label: safe`pods`,
		stable: readyText(stable.pods),
		canary: safe`${readyText(canary.pods)}${restarts}`,
		difference: safe``,
		tone: isShort || restarts !== '' ? 'warning' : 'quiet',
	};
}
