import type {AnchorKey} from '../../domain/cluster/keys.ts';
import {areNamedIn, servicesText} from '../../domain/cluster/service-host.ts';
import {type ProvenRow, type RowSeries, readSeries} from '../queries/read-series.ts';
import type {MetricsState} from '../state/metrics-state.ts';
import {poll, trafficOf} from './poll.ts';
import {type MetricsQuestion, toldBy} from './question.ts';

const everyMs = 60_000;
const retryMs = 5_000;

interface SeriesAsked extends ProvenRow {
	readonly windowSeconds: number;
	/** The instant of the poll whose figures are proven. */
	readonly atMs: number;
}

/** Asks for the series of a row whose figures are proven from now on, so that they need not wait for the next poll,
 * which asks for them as well. */
export const series: MetricsQuestion<SeriesAsked, RowSeries> = {
	id: 'series',
	wanted({proven}, {metrics}) {
		const {source, askings} = metrics;
		const traffic = source && trafficOf(metrics);
		if (!proven || !traffic || askings[poll.id]?.query.isRunning) return null;
		if (toldBy(poll, metrics)?.series?.anchor === proven.anchor) return null;
		return {...proven, windowSeconds: source.windowSeconds, atMs: traffic.atMs};
	},
	keyOf: ({anchor}) => anchor,
	covers: (earlier, {services, atMs}) => earlier.atMs === atMs && areNamedIn(servicesText(earlier.services), services),
	ask: (asker, {windowSeconds, atMs, ...row}) => readSeries(asker, row, windowSeconds, atMs),
	dueAtMs: ({answeredAtMs, isOk}) => answeredAtMs + (isOk ? everyMs : retryMs),
};

/** The series of the last poll that this row is made of; null before they are told. */
export function seriesOf(metrics: MetricsState, anchor: AnchorKey): RowSeries | null {
	const own = toldBy(poll, metrics)?.series ?? null;
	if (own?.anchor === anchor) return own;
	const told = toldBy(series, metrics, anchor);
	return told && told.atMs === trafficOf(metrics)?.atMs ? told : null;
}
