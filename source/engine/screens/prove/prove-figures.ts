import {ambiguous, type LatencyReading, noSeries, type Reading} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Row} from '../../../traffic/rows.ts';
import type {Sides} from '../../evidence/comparison/comparison.ts';
import type {Period} from '../../evidence/comparison/mean-of.ts';
import {tellingPeriod, tellingSidesOf} from '../../evidence/comparison/telling.ts';
import {comparedQuantile, comparedRequests} from '../../evidence/proof/equations.ts';
import {type Figure, quantiles, type Subject} from '../../evidence/proof/proof.ts';
import {versionLatency} from '../../evidence/proof/prove.ts';
import {
	figureOf,
	type Measurement,
	readErrorRatio,
	readFailuresPerMinute,
	readRequestRate,
} from '../../evidence/read-figures.ts';
import {measurement} from '../../evidence/row-figures.ts';
import {extraPerMinute} from '../../evidence/verdict.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {serviceRow} from '../home/service-row.ts';
import {unreadFigure} from '../what-is-read.ts';

/** All figures of one subject. */
export interface FigureRow {
	readonly subject: Subject;
	/** `now`, `2.8.1`, `2.9.0`, `compared`. */
	readonly label: SafeText;
	/** Of `compared`: canary minus stable, of requests the canary's share (0–1). Null where there is nothing to say: a
	 * difference that may be chance is no harm. */
	readonly cells: Readonly<Record<Figure, LatencyReading | null>>;
}

/** The figures of the last poll, and those of the versions over the compared period. */
export function figureRows(
	context: EngineContext,
	state: State,
	row: Row,
	release: Release | null,
): readonly FigureRow[] {
	const now: FigureRow = {subject: 'row', label: safe`now`, cells: rowCells(context, state, row)};
	if (!release || release.canary === null) return [now];
	const period = tellingPeriod(context, state, release);
	const tag = (side: 'stable' | 'canary') =>
		release.revisions.find(({key}) => key === release[side])?.tag ?? ident(side);
	return [
		now,
		...(['stable', 'canary'] as const).map(side => ({
			subject: side,
			label: tag(side),
			cells: versionCells(context, state, row, period, side),
		})),
		{
			subject: 'compared',
			label: safe`compared`,
			cells: comparedCells(context, state, row, release, period),
		},
	];
}

function rowCells(context: EngineContext, state: State, row: Row): FigureRow['cells'] {
	const {requestsPerSecond, errorRatio, latencyP50Ms, latencyP95Ms, latencyP99Ms} = serviceRow(
		context,
		state,
		row,
		false,
	);
	const total = context.derive.traffic(state)?.rows.get(row.key)?.total;
	return {
		errors: errorRatio,
		failures: ofPoll(context, state, row, measured => readFailuresPerMinute(total, measured)),
		requests: requestsPerSecond,
		p50: latencyP50Ms,
		p95: latencyP95Ms,
		p99: latencyP99Ms,
	};
}

function versionCells(
	context: EngineContext,
	state: State,
	row: Row,
	period: Period | null,
	side: 'stable' | 'canary',
): FigureRow['cells'] {
	const of = period?.[side];
	const quantile = (q: number) =>
		ofPoll(context, state, row, () => (period ? versionLatency(state, period, side, q) : noSeries));
	return {
		errors: ofPoll(context, state, row, measured => readErrorRatio(of, measured)),
		failures: ofPoll(context, state, row, measured => readFailuresPerMinute(of, measured)),
		requests: ofPoll(context, state, row, measured => readRequestRate(of, measured)),
		p50: quantile(quantiles.p50),
		p95: quantile(quantiles.p95),
		p99: quantile(quantiles.p99),
	};
}

function comparedCells(
	context: EngineContext,
	state: State,
	row: Row,
	release: Release,
	period: Period | null,
): FigureRow['cells'] {
	const sides = tellingSidesOf(context, state, release);
	const quantile = (q: number) =>
		ofPoll(context, state, row, measured => {
			if (!sides || !period) return null;
			const read = (side: 'stable' | 'canary') => versionLatency(state, period, side, q);
			const [slower] = comparedQuantile(read('canary'), read('stable'));
			return slower?.kind === 'slower' ? figureOf(slower.byMs, measured) : null;
		});
	return {
		errors: ofPoll(context, state, row, measured => errorDifference(sides, measured)),
		failures: ofPoll(context, state, row, measured => {
			const extra = extraPerMinute(context, state, release);
			return extra === null ? null : figureOf(extra.estimate, measured);
		}),
		requests: ofPoll(context, state, row, measured => {
			const [share] = sides ? comparedRequests(sides) : [];
			return share?.kind === 'share' && share.share !== null ? figureOf(share.share, measured) : null;
		}),
		p50: quantile(quantiles.p50),
		p95: quantile(quantiles.p95),
		p99: quantile(quantiles.p99),
	};
}

function errorDifference(sides: Sides | null, measured: Measurement): Reading | null {
	if (!sides) return null;
	return sides.errors === 'noTraffic'
		? {kind: 'noTraffic', atMs: measured.atMs}
		: figureOf(sides.errors.difference, measured);
}

/** A figure of what was measured; else why there is none. */
function ofPoll<T>(context: EngineContext, state: State, {key}: Row, read: (measured: Measurement) => T): T | Reading {
	const measured = measurement(state);
	if (!measured) return unreadFigure(state);
	return context.derive.traffic(state)?.ambiguous.has(key) ? ambiguous : read(measured);
}
