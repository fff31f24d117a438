import type {AnchorKey, ReleaseKey, RevisionKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {verb} from '../../domain/release/verb.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {drawnQuantile} from '../../statistics/histogram.ts';
import type {RowTraffic, TrafficFigures} from '../../traffic/row-traffic.ts';
import {type ChartInstant, chartRows} from '../evidence/comparison/chart-rows.ts';
import {saysWhatToSet} from '../evidence/freshness.ts';
import {type PastBand, pastBandOf} from '../evidence/past-band.ts';
import {whichMeshText} from '../evidence/which-mesh.ts';
import {servicesOfRow} from '../lists/visible.ts';
import {chartsError, chartsOf} from '../questions/charts.ts';
import type {AgedFigures} from '../questions/past-canaries/aged-figures.ts';
import {pollError, trafficOf} from '../questions/poll.ts';
import {ranges} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {areServicesRead} from '../world/services-read.ts';
import {isShownFrozen} from '../world/shown-state.ts';

/** A line chart on a time axis. */
export interface ChartView {
	readonly id: 'errors' | 'latency' | 'throughput';
	/** With its unit: `errors %`, `latency ms`, `requests/s`. */
	readonly title: SafeText;
	/** The title where there is little room: `p95 ms`. */
	readonly short: SafeText;
	readonly startMs: number;
	readonly endMs: number;
	readonly lines: readonly ChartLine[];
	/** What earlier canaries showed at the same age; null where fewer than two are known. */
	readonly pastCanaries: PastBand | null;
	/** The value that no point can exceed (a ratio ends at 100 %); null where there is none. */
	readonly mostValue: number | null;
	readonly markers: readonly ChartMarker[];
	/** Moments that are marked beside changes of weight; left out where there are none. */
	readonly moments?: readonly ChartMoment[];
	/** Since when perch knows of weight changes, where that is within the chart; else null. */
	readonly markersSinceMs: number | null;
	/** Text in place of the lines: loading, no traffic, no series, the failure. */
	readonly empty: SafeText | null;
}

export interface ChartLine {
	readonly label: SafeText;
	/** The role decides colour and glyph: each role looks the same on every screen. */
	readonly role: 'all' | 'stable' | 'canary' | 'other' | 'p50' | 'p95' | 'p99';
	/** Ascending in time, already in the chart's unit; null is a gap. */
	readonly points: readonly {readonly atMs: number; readonly value: number | null}[];
}

export interface ChartMarker {
	readonly atMs: number;
	/** The weight that was set. */
	readonly percent: number;
}

export interface ChartMoment {
	readonly atMs: number;
	/** `WORSE`, `rolled back`; of the moment that is shown its time. */
	readonly text: SafeText;
	readonly tone: 'cursor' | 'warning' | 'critical';
}

type Point = ChartLine['points'][number];

/** Errors, latency, throughput of one row, by version where versions can be told apart. */
export function selectCharts(
	context: EngineContext,
	state: State,
	anchor: AnchorKey,
	release: Release | null,
	latencyBy: 'quantile' | 'version',
): readonly [ChartView, ChartView, ChartView] {
	const charts = chartsOf(state.metrics, anchor);
	const range = ranges[state.screen.rangeIndex] ?? ranges[0];
	const isThis = charts?.rangeSeconds === range.seconds;
	const endMs = isThis ? charts.endMs : state.nowMs + state.cluster.clockOffsetMs;
	const startMs = isThis ? charts.startMs : endMs - range.seconds * 1000;
	const instants = isThis ? chartRows(context, state, charts, release) : [];
	const markers = markersOf(state, release, startMs, endMs);
	const empty = isThis
		? instants.every(({row}) => row === null)
			? (whichMeshText(context, state, anchorRow(context, state, anchor, release)) ?? safe`no series in this range`)
			: null
		: awaitedBecause(context, state, anchor);
	const chart = (id: ChartView['id'], title: SafeText, lines: readonly ChartLine[], past: PastFigure): ChartView => ({
		id,
		title,
		short: id === 'latency' && latencyBy === 'version' ? safe`p95 ms` : shortTitles[id],
		startMs,
		endMs,
		lines,
		pastCanaries: past && pastBandOf(state, release, instants, past),
		mostValue: id === 'errors' ? 100 : null,
		markers: markers.within,
		markersSinceMs: markers.sinceMs,
		empty: empty ?? (lines.some(isDrawn) ? null : nothingDrawn[id]),
	});
	const byVersion = (figure: (figures: TrafficFigures) => number | null) => versionLines(release, instants, figure);
	return [
		chart(
			'errors',
			safe`errors %`,
			byVersion(({requestsPerSecond, errorsPerSecond}) =>
				requestsPerSecond > 0 ? (errorsPerSecond / requestsPerSecond) * 100 : null,
			),
			({errorRatio}) => (errorRatio === null ? null : errorRatio * 100),
		),
		latencyBy === 'quantile'
			? // Of all versions together: no line of it is the canary's.
				chart('latency', safe`latency ms`, quantileLines(instants), null)
			: chart(
					'latency',
					safe`latency p95 ms`,
					byVersion(figures => quantileOf(figures, 0.95)),
					({p95Ms}) => p95Ms,
				),
		chart(
			'throughput',
			safe`requests/s`,
			byVersion(({requestsPerSecond}) => requestsPerSecond),
			({requestsPerSecond}) => requestsPerSecond,
		),
	];
}

/** Which figure of earlier canaries a chart's band shows; null where it has none. */
type PastFigure = ((figures: AgedFigures) => number | null) | null;

/** Without words an empty chart looks like zeros that nobody measured. */
export const nothingDrawn = {
	errors: safe`no requests in this range`,
	latency: safe`no latency in the metrics`,
	throughput: safe`no series in this range`,
} as const satisfies Readonly<Record<ChartView['id'], SafeText>>;

export function isDrawn({points}: ChartLine): boolean {
	return points.some(({value}) => value !== null);
}

export const shortTitles = {
	errors: safe`errors %`,
	latency: safe`latency ms`,
	throughput: safe`req/s`,
} as const satisfies Readonly<Record<ChartView['id'], SafeText>>;

/** The row in which the requests of the chart are counted. */
function anchorRow(context: EngineContext, state: State, anchor: AnchorKey, release: Release | null): AnchorKey {
	return (release && context.derive.rows(state).byRelease.get(release.key)) ?? anchor;
}

/** Why there is no chart yet: it is loading, its question failed, the display was frozen before it was read, or there is
 * nothing to ask. */
function awaitedBecause(context: EngineContext, state: State, anchor: AnchorKey): SafeText {
	const {connectError, source} = state.metrics;
	const traffic = trafficOf(state.metrics);
	const problem = chartsError(state.metrics, anchor) ?? (source ? pollError(state.metrics) : connectError);
	// Read alone, `connection refused` could be anybody's.
	if (problem) return saysWhatToSet(problem) ? problem.message : safe`Prometheus: ${problem.message}`;
	if (isShownFrozen(state)) return safe`FROZEN: not read · ${verb('freeze')} thaws`;
	if (!source || !traffic || !areServicesRead(state)) return safe`loading …`;
	return servicesOfRow(context, state, anchor).length === 0
		? safe`no Service leads to it: nothing to ask`
		: safe`loading …`;
}

function versionLines(
	release: Release | null,
	instants: readonly ChartInstant[],
	figure: (figures: TrafficFigures) => number | null,
): readonly ChartLine[] {
	const points = (of: (row: RowTraffic) => TrafficFigures | undefined): readonly Point[] =>
		instants.map(({atMs, row}) => {
			const figures = row ? of(row) : undefined;
			return {atMs, value: figures ? figure(figures) : null};
		});
	const all: ChartLine = {label: safe`all`, role: 'all', points: points(row => row.total)};
	const revisionsSeen = new Set<RevisionKey>(
		instants.flatMap(({row}) => (row?.split.kind === 'known' ? [...row.split.byRevision.keys()] : [])),
	);
	// One name for all requests, and no canary: nothing tells which version answered them in the past.
	if (!release?.canary && revisionsSeen.size <= 1) return [all];
	const lines = (release?.revisions ?? [])
		.filter(revision => revisionsSeen.has(revision.key))
		.map(
			(revision): ChartLine => ({
				label: revision.tag,
				role: revision.key === release?.canary ? 'canary' : revision.key === release?.stable ? 'stable' : 'other',
				points: points(row => (row.split.kind === 'known' ? row.split.byRevision.get(revision.key) : undefined)),
			}),
		);
	if (lines.length > 0) return lines;
	return [all];
}

function quantileLines(instants: readonly ChartInstant[]): readonly ChartLine[] {
	return ([0.5, 0.95, 0.99] as const).map(quantile => {
		const role = quantile === 0.5 ? 'p50' : quantile === 0.95 ? 'p95' : 'p99';
		const points = instants.map(({atMs, row}) => ({atMs, value: row ? quantileOf(row.total, quantile) : null}));
		return {label: ident(role), role, points};
	});
}

export function quantileOf(figures: TrafficFigures, quantile: number): number | null {
	return figures.buckets ? drawnQuantile(figures.buckets, quantile) : null;
}

/** Weight changes from the controller's Events, and those that perch has seen itself. */
function markersOf(
	state: State,
	release: Release | null,
	startMs: number,
	endMs: number,
): {readonly within: readonly ChartMarker[]; readonly sinceMs: number | null} {
	if (!release || (release.steps.length === 0 && release.canary === null)) return {within: [], sinceMs: null};
	const key: ReleaseKey = release.key;
	const seen = state.cluster.weightChanges[key] ?? [];
	const told = release.timeline.flatMap(({atMs, weightPercent}) =>
		weightPercent === null ? [] : [{atMs, percent: weightPercent}],
	);
	const firstSeenMs = seen[0]?.atMs ?? Number.POSITIVE_INFINITY;
	const changes = [...told.filter(({atMs}) => atMs < firstSeenMs), ...seen.filter(({isBaseline}) => !isBaseline)];
	const within = changes
		.filter(({atMs}) => atMs >= startMs && atMs <= endMs)
		.sort((one, other) => one.atMs - other.atMs)
		.map(({atMs, percent}) => ({atMs, percent: Math.round(percent)}));
	const sinceMs = Math.min(firstSeenMs, ...told.map(({atMs}) => atMs));
	return {within, sinceMs: sinceMs > startMs && sinceMs <= endMs ? sinceMs : null};
}
