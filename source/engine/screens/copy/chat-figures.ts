import type {LatencyReading} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {ErrorEvidence} from '../../../domain/release/verdict.ts';
import {prose} from '../../../domain/text/markdown.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatAge, formatDuration} from '../../../domain/time.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import type {Row} from '../../../traffic/rows.ts';
import type {Sides} from '../../evidence/comparison/comparison.ts';
import {tellingSidesOf} from '../../evidence/comparison/telling.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {type Measurement, readLatency} from '../../evidence/read-figures.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {countOf, decimal, milliseconds, percentOf} from '../../evidence/text/figures.ts';
import {readyText} from '../../evidence/text/ready-text.ts';
import {hourAndMinute, verdictParts} from '../../evidence/text/verdict-text.ts';
import {errorHarm, verdictOf} from '../../evidence/verdict.ts';
import {whichMeshText} from '../../evidence/which-mesh.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {whereText} from '../release/where-text.ts';
import {isLatencyRead} from '../what-is-read.ts';
import {item} from './chat-item.ts';

/** Errors, latency and requests: of the canary beside stable where both were measured, else of the whole service.
 * What is too old to be trusted says so in each line, and what was not measured is said to be unknown. */
export function figureLines(
	context: EngineContext,
	state: State,
	release: Release | null,
	row: Row | null,
): readonly SafeText[] {
	const measured = measurement(state);
	const old = staleText(state);
	const canRead = row !== null && isLatencyRead(context, state, row);
	const sides = release?.canary ? tellingSidesOf(context, state, release) : null;
	if (release && sides && measured) {
		const harm = errorHarm(context, state, release);
		const where = whereText(context, state, release);
		return [
			item(safe`errors`, safe`${old}${harm ? harmText(harm, serverTime(state)) : errorsText(sides)}`),
			...(where ? [item(safe`where it fails`, prose(where))] : []),
			item(safe`latency`, canRead ? safe`${old}${latencyBeside(sides, measured)}` : notRead),
			item(safe`requests`, safe`${old}${trafficBeside(sides)}`),
			...podLines(release),
		];
	}
	const verdict = release ? verdictLines(context, state, release) : [];
	const total = row ? context.derive.traffic(state)?.rows.get(row.key)?.total : undefined;
	const pods = release ? podLines(release) : [];
	if (!row || !measured || !total) {
		const which = row && whichMeshText(context, state, row.key);
		const because = which
			? prose(which)
			: measured
				? safe`no series in the metrics`
				: safe`no answer of the metrics yet`;
		// The verdict says why a release is not measured.
		const unknown = release?.canary || row === null ? verdict : [item(safe`figures`, safe`unknown: ${because}`)];
		return [...unknown, ...pods];
	}
	const scope = safe`over ${ident(formatDuration(measured.windowSeconds * 1000))}`;
	return [
		...verdict,
		item(
			safe`errors`,
			safe`${old}${ratio(total)} of requests fail, ${rate(total.errorsPerSecond * 60)} a minute (${scope})`,
		),
		item(safe`latency`, canRead ? safe`${old}${latencyText(total, measured)}` : notRead),
		item(safe`requests`, safe`${old}${rate(total.requestsPerSecond)} a second`),
		...pods,
	];
}

/** Why there are no figures of both versions. */
function verdictLines(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	const verdict = verdictOf(context, state, release);
	if (verdict?.kind !== 'cannotCompare') return [];
	return [item(safe`verdict`, prose(verdictParts(verdict, serverTime(state))[0]))];
}

const notRead = safe`not read yet`;
const notMeasured = safe`not measured`;

/** `STALE, 39s old: `; empty before figures of now. */
function staleText(state: State): SafeText {
	const freshness = metricsFreshness(state);
	if (isTrusted(freshness)) return safe``;
	const {ageSeconds} = freshness;
	return ageSeconds === null
		? safe`**STALE**, of unknown age: `
		: safe`**STALE**, ${ident(formatAge(ageSeconds * 1000))} old: `;
}

/** Of the time since the canary is worse: figures of another time beside them would contradict them. */
function harmText({extraPerMinute, ratios, sinceMs}: ErrorEvidence, nowMs: number): SafeText {
	const extra = safe`**about ${decimal(extraPerMinute.estimate)} extra failed requests a minute**`;
	const since = safe`(since ${hourAndMinute(sinceMs, nowMs)})`;
	if (ratios === null) return safe`${extra} ${since}`;
	const [canary, stable] = [prose(percentOf(ratios.canary)), prose(percentOf(ratios.stable))];
	return safe`${extra} · canary ${canary}, stable ${stable} ${since}`;
}

function errorsText({canary, stable, errors, canaryTally, isBeforeChange, label}: Sides): SafeText {
	if (canary.requestsPerSecond === 0 && isBeforeChange) return safe`not measured since the weight changed`;
	const both = safe`canary ${ratio(canary)}, stable ${ratio(stable)}`;
	if (errors === 'noTraffic') return both;
	const counted = safe`${countOf(canaryTally.failures)} of ${countOf(canaryTally.requests)} canary requests failed`;
	return safe`${both} · ${counted} (${prose(label)})`;
}

/** Failed requests of all, in percent. Without a request there is no ratio, which is not 0 %. */
function ratio({requestsPerSecond, errorsPerSecond}: TrafficFigures): SafeText {
	return requestsPerSecond === 0 ? safe`no requests` : prose(percentOf(errorsPerSecond / requestsPerSecond));
}

function latencyBeside({canary, stable, latencySeconds}: Sides, measured: Measurement): SafeText {
	if (!canary.buckets && !stable.buckets) return notMeasured;
	if (canary.requestsPerSecond === 0) return safe`stable ${latencyText(stable, measured)}`;
	const over = {...measured, windowSeconds: latencySeconds};
	const [p95, p99] = [0.95, 0.99].map(
		quantile =>
			safe`p${quantile * 100} canary ${quantileText(canary, quantile, over)}, stable ${quantileText(stable, quantile, over)}`,
	) as [SafeText, SafeText];
	return safe`${p95} · ${p99}`;
}

function latencyText(total: TrafficFigures, measured: Measurement): SafeText {
	if (!total.buckets) return notMeasured;
	return safe`p95 ${quantileText(total, 0.95, measured)} · p99 ${quantileText(total, 0.99, measured)}`;
}

function quantileText(figures: TrafficFigures, quantile: number, measured: Measurement): SafeText {
	const reading: LatencyReading = readLatency(figures, quantile, measured);
	switch (reading.kind) {
		case 'value':
		case 'stale':
			return milliseconds(reading.value);
		case 'above':
			return safe`${milliseconds(reading.boundMs)} or more`;
		case 'below':
			return safe`less than ${milliseconds(reading.boundMs)}`;
		case 'tooFew':
			return safe`unknown (too few requests)`;
		case 'noTraffic':
			return safe`unknown (no requests)`;
		default:
			return safe`unknown`;
	}
}

function trafficBeside({canary, stable}: Sides): SafeText {
	const total = canary.requestsPerSecond + stable.requestsPerSecond;
	const share = total === 0 ? safe`` : safe` (${rate((canary.requestsPerSecond / total) * 100)} % measured)`;
	return safe`canary ${rate(canary.requestsPerSecond)} a second${share}, stable ${rate(stable.requestsPerSecond)}`;
}

function rate(value: number): SafeText {
	return value === 0 ? safe`0` : decimal(value);
}

/** Ready pods of the versions that serve: `2.9.0 2/2 (3 restarts), 2.8.1 8/8`. */
function podLines({revisions, stable, canary}: Release): readonly SafeText[] {
	const told = [canary, stable].flatMap(key => revisions.find(revision => revision.key === key) ?? []);
	if (told.length === 0) return [];
	const texts = told.map(({tag, pods}) => {
		const {restarts} = pods;
		return safe`${prose(tag)} ${readyText(pods)}${restarts === 'unknown' || restarts === 0 ? safe`` : safe` (${restarts} restarts)`}`;
	});
	return [
		item(
			safe`pods ready`,
			texts.reduce((text, one) => safe`${text}, ${one}`),
		),
	];
}
