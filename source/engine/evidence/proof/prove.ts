import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import type {LatencyReading} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import type {Estimated} from '../../../domain/release/verdict.ts';
import {standpointOf} from '../../../domain/signals/mesh-id.ts';
import type {RowTraffic} from '../../../traffic/row-traffic.ts';
import type {Row} from '../../../traffic/rows.ts';
import {chartsOf} from '../../questions/charts.ts';
import {trafficOf} from '../../questions/poll.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {incomparableText, type Sides} from '../comparison/comparison.ts';
import type {Period} from '../comparison/mean-of.ts';
import {tellingPeriod, tellingSidesOf} from '../comparison/telling.ts';
import {readLatency} from '../read-figures.ts';
import {measurement} from '../row-figures.ts';
import {failuresNow} from '../rows/chosen-for.ts';
import {extraPerMinute} from '../verdict.ts';
import {whichMeshText} from '../which-mesh.ts';
import {
	comparedErrors,
	comparedFailures,
	comparedQuantile,
	comparedRequests,
	equationsOf,
	type Made,
} from './equations.ts';
import {
	type Asked,
	type Counting,
	type Equation,
	type Figure,
	isQuantile,
	type Proof,
	quantiles,
	type Subject,
} from './proof.ts';
import {
	askedAt,
	bucketsRaw,
	type FoundSeries,
	instantsRaw,
	seriesOfRow,
	seriesRaw,
	shownQueries,
} from './raw-samples.ts';

/** A figure of a row, or of a version of the release behind it. */
export interface ProvenFigure {
	readonly row: Row;
	readonly release: Release | null;
	/** The key of the open place, under which series and charts are asked for. */
	readonly anchor: AnchorKey;
	readonly figure: Figure;
	readonly subject: Subject;
}

/** How a figure came about. */
export function proofOf(context: EngineContext, state: State, about: ProvenFigure): Proof {
	const {row, release, figure, subject, anchor} = about;
	const folded = context.derive.traffic(state)?.rows.get(row.key) ?? null;
	const place = {key: row.key, anchor, folded};
	const all = seriesOfRow(context, state, place, release);
	const counted = {counting: countingOf(context, state, folded, release), leftOut: all.leftOut};
	const ambiguity = whichMeshText(context, state, row.key);
	if (subject === 'row' || release === null) {
		const base = {asked: askedOfPoll(state, figure), ...counted, period: null, problem: ambiguity};
		// What several meshes count stands among what is left out.
		if (!folded) return {...base, equations: [], raw: ambiguity ? {kind: 'none'} : seriesRaw(all)};
		const seconds = state.metrics.source?.windowSeconds ?? 0;
		const equations = equationsOf(figure, folded.total, madeOf(all), seconds);
		return {...base, equations, raw: isQuantile(figure) ? bucketsRaw(folded.total.buckets) : seriesRaw(all)};
	}
	const sides = tellingSidesOf(context, state, release);
	const period = tellingPeriod(context, state, release);
	const split = folded?.split;
	const problem = ambiguity ?? (split?.kind === 'cannotTell' ? split.because : incomparableText(release));
	if (!period)
		return {equations: [], asked: askedOfPoll(state, figure), ...counted, raw: {kind: 'none'}, period: null, problem};
	const base = {asked: askedOf(state, release, period, figure), ...counted, period: period.label, problem};
	if (subject === 'compared')
		return {
			...base,
			raw: {kind: 'none'},
			equations: comparedEquations(state, sides, figure, extraPerMinute(context, state, release)),
		};
	const own = seriesOfRow(context, state, place, release, release[subject]);
	const isSum = period.basis === 'poll';
	const made: Made = isSum ? madeOf(own) : {kind: 'mean', instants: period.points.length};
	const equations = equationsOf(figure, period[subject], made, period.latencySeconds);
	if (isQuantile(figure)) return {...base, equations, raw: bucketsRaw(period[subject].buckets)};
	return {...base, equations, raw: isSum ? seriesRaw(own) : instantsRaw(period.points, subject)};
}

function madeOf({series}: FoundSeries): Made {
	return {
		kind: 'sum',
		requests: series.length,
		failures: series.filter(({failuresPerSecond}) => failuresPerSecond > 0).length,
	};
}

function comparedEquations(
	state: State,
	sides: Sides | null,
	figure: Figure,
	extra: Estimated | null,
): readonly Equation[] {
	if (!sides) return [];
	if (isQuantile(figure)) {
		const read = (side: 'stable' | 'canary') => versionLatency(state, sides, side, quantiles[figure]);
		return comparedQuantile(read('canary'), read('stable'));
	}
	if (figure === 'errors') return comparedErrors(sides);
	return figure === 'failures' ? comparedFailures(sides, extra) : comparedRequests(sides);
}

/** The quantile of one version over the compared period. */
export function versionLatency(
	state: State,
	period: Pick<Period, 'stable' | 'canary' | 'latencySeconds'>,
	side: 'stable' | 'canary',
	quantile: number,
): LatencyReading {
	const measured = measurement(state);
	if (!measured) return {kind: 'noSeries'};
	return readLatency(period[side], quantile, {...measured, windowSeconds: period.latencySeconds});
}

function askedOfPoll(state: State, figure: Figure): Asked | null {
	const {metrics} = state;
	const traffic = trafficOf(metrics);
	const of = isQuantile(figure) ? metrics.latency : traffic;
	return of && askedAt(state, of);
}

function askedOf(state: State, release: Release, period: Period, figure: Figure): Asked | null {
	const isLatency = isQuantile(figure);
	const [points, basis] = isLatency ? [period.latencyPoints, period.latencyBasis] : [period.points, period.basis];
	const poll = askedOfPoll(state, figure);
	const [first, last] = [points[0], points.at(-1)];
	if (!first || !last || basis === 'poll') return poll;
	const within = {fromMs: first.atMs, toMs: last.atMs, count: points.length};
	const charts = basis === 'chart' ? chartsOf(state.metrics, release.key) : null;
	if (!charts) return poll && {...poll, at: {kind: 'instants', ...within}};
	const {startMs, endMs, stepSeconds, windowSeconds} = charts;
	const queries = shownQueries(isLatency ? charts.sent.latency : charts.sent.traffic);
	return {queries, windowSeconds, at: {kind: 'range', startMs, endMs, stepSeconds, ...within}};
}

function countingOf(
	context: EngineContext,
	state: State,
	folded: RowTraffic | null,
	release: Release | null,
): Counting | null {
	const id = folded?.mesh ?? state.metrics.source?.meshes[0];
	const mesh = context.meshes.find(one => one.id === id);
	if (!mesh || !folded) return null;
	const {viewpoint, failures = null} = folded;
	return {
		viewpoint,
		meshTitle: mesh.title,
		standpoint: standpointOf[mesh.id],
		limits: mesh.limits.map(({text}) => text),
		failureRule: mesh.failureRule,
		failures,
		unfollowed: release ? failuresNow(context, state, release).unfollowed : [],
	};
}
