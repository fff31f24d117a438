import type {Tone} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Verdict} from '../../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {minimumRequests, toldQuantile} from '../../../statistics/histogram.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import type {Sides} from '../../evidence/comparison/comparison.ts';
import {tellingSidesOf} from '../../evidence/comparison/telling.ts';
import {countOf, decimal, milliseconds, percentOf, slowerBy, times} from '../../evidence/text/figures.ts';
import {readyText} from '../../evidence/text/ready-text.ts';
import {verdictOf} from '../../evidence/verdict.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** Stable beside canary over one period. */
export interface ComparisonView {
	/** `since 20%, 4m12s` or `over 1m`. */
	readonly window: SafeText;
	/** `2.8.1`, `2.9.0` */
	readonly stable: SafeText;
	readonly canary: SafeText;
	readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
	/** `errors`, `p95`, `req/s`, `pods` */
	readonly label: SafeText;
	readonly stable: SafeText;
	readonly canary: SafeText;
	/** `5×`, `+79ms`: only where the canary is worse; else empty. */
	readonly mark: SafeText;
	/** `322 of 91k requests failed`; may be empty. */
	readonly note: SafeText;
	readonly tone: Tone;
}

/** Errors, latency, rate and pods of both versions, marked where the canary is worse. */
export function comparisonView(context: EngineContext, state: State, release: Release): ComparisonView | null {
	const stable = release.revisions.find(({key}) => key === release.stable);
	const canary = release.revisions.find(({key}) => key === release.canary);
	if (!canary) return null;
	const sides = tellingSidesOf(context, state, release);
	const pods = podsRow(release);
	const heads = {stable: stable?.tag ?? safe``, canary: canary.tag};
	if (!sides) return pods ? {window: safe`now`, ...heads, rows: [pods]} : null;
	const rows = sidesRows(sides, verdictOf(context, state, release));
	return {window: sides.label, ...heads, rows: pods ? [...rows, pods] : rows};
}

/** Both versions' figures, marked where the verdict is about them. */
export function sidesRows(sides: Sides, verdict: Verdict | null): readonly ComparisonRow[] {
	const isSlower = verdict?.kind === 'worse' && verdict.latency !== null;
	return [
		errorsRow(sides, verdict?.kind === 'worse' && verdict.errors !== null),
		...[0.5, 0.95, 0.99].map(quantile => latencyRow(sides, quantile, isSlower)),
		rateRow(sides),
	];
}

/** Its mark follows its own figures. */
function errorsRow({stable, canary, canaryTally, stableTally, errors}: Sides, isWorse: boolean): ComparisonRow {
	const side = (figures: TrafficFigures, {failures, requests}: Sides['stableTally']) =>
		figures.requestsPerSecond > 0 ? percentOf(failures / requests) : safe`no requests`;
	const {failures, requests} = canaryTally;
	const isMarked = isWorse && errors !== 'noTraffic' && errors.interval.low > 0;
	const factor = errors === 'noTraffic' ? 0 : errors.canaryRatio / errors.stableRatio;
	const mark = Number.isFinite(factor) ? times(factor) : safe`stable has none`;
	return {
		label: safe`errors`,
		stable: side(stable, stableTally),
		canary: side(canary, canaryTally),
		mark: isMarked ? mark : safe``,
		note: requests > 0 ? safe`${countOf(failures)} of ${countOf(requests)} requests failed` : safe``,
		tone: isMarked ? 'critical' : 'quiet',
	};
}

/** A figure is marked where latency is what the verdict is about, and this quantile is clearly higher. */
function latencyRow({stable, canary, latencySeconds}: Sides, quantile: number, isSlower: boolean): ComparisonRow {
	const [one, other] = [readQuantile(stable, quantile, latencySeconds), readQuantile(canary, quantile, latencySeconds)];
	const isMarked = isSlower && one.ms !== null && other.ms !== null && other.ms > one.ms * markedFactor;
	return {
		label: safe`p${Math.round(quantile * 100)}`,
		stable: one.text,
		canary: other.text,
		mark: isMarked ? slowerBy(other.ms ?? 0, one.ms ?? 0).text : safe``,
		note: safe``,
		tone: isMarked ? 'critical' : 'quiet',
	};
}

const markedFactor = 1.2;

/** With fewer requests than a quantile needs, the text tells how many there were. */
function readQuantile(
	figures: TrafficFigures,
	quantile: number,
	windowSeconds: number,
): {readonly ms: number | null; readonly text: SafeText} {
	const requests = (figures.buckets?.at(-1)?.perSecond ?? 0) * windowSeconds;
	if (!figures.buckets || requests === 0) return {ms: null, text: safe`–`};
	if (requests < minimumRequests(quantile)) return {ms: null, text: safe`too few: ${Math.round(requests)} req`};
	const found = toldQuantile(figures.buckets, quantile);
	switch (found.kind) {
		case 'value':
			return {ms: found.valueMs, text: milliseconds(found.valueMs)};
		case 'aboveLastBound':
			return {ms: null, text: safe`≥${milliseconds(found.boundMs)}`};
		case 'belowFirstBound':
			return {ms: null, text: safe`<${milliseconds(found.boundMs)}`};
		case 'noData':
			return {ms: null, text: safe`–`};
	}
}

function rateRow({stable, canary}: Sides): ComparisonRow {
	const total = stable.requestsPerSecond + canary.requestsPerSecond;
	const share = total > 0 ? safe`${decimal((canary.requestsPerSecond / total) * 100)} % to the canary` : safe``;
	return {
		label: safe`req/s`,
		stable: decimal(stable.requestsPerSecond),
		canary: decimal(canary.requestsPerSecond),
		mark: safe``,
		note: share,
		tone: 'quiet',
	};
}

function podsRow(release: Release): ComparisonRow | null {
	const stable = release.revisions.find(revision => revision.key === release.stable);
	const canary = release.revisions.find(revision => revision.key === release.canary);
	if (!stable || !canary) return null;
	const {ready, desired, restarts} = canary.pods;
	const isShort = ready !== 'unknown' && desired !== 'unknown' && ready < desired;
	return {
		label: safe`pods`,
		stable: readyText(stable.pods),
		canary: readyText(canary.pods),
		mark: safe``,
		note: restarts === 'unknown' ? safe`` : safe`${restarts} restarts`,
		tone: isShort || (restarts !== 'unknown' && restarts > 0) ? 'warning' : 'quiet',
	};
}
