import {ok, type Result} from '../../domain/result.ts';
import type {NamedService} from '../../domain/service-host.ts';
import type {LatencySample, TrafficSample} from '../../domain/signals.ts';
import type {MeshQuestions} from '../../meshes/contract.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import type {Measured, MetricsSource} from '../state/metrics-state.ts';
import {type Asker, togetherOver} from './asker.ts';
import {maximumBytes} from './read-traffic.ts';

/** Stable is judged by for so long before the canary. */
export const pastMs = 3_600_000;
/** Rows of one answer. A release that perch finds under way is read in several. */
export const mostRows = 240;

export interface RowsAsked {
	readonly services: readonly NamedService[];
	readonly windowSeconds: number;
	readonly stepSeconds: number;
	/** The rows between these times, by the server's clock: whole steps. */
	readonly fromMs: number;
	readonly toMs: number;
}

/** What the versions did, row by row: rates over windows of which each counts other requests. */
export interface ToldRows {
	readonly traffic: readonly Measured<readonly TrafficSample[]>[];
	readonly latency: readonly Measured<readonly LatencySample[]>[];
}

/** What these Services did, row by row. */
export async function askRows(
	asker: Asker,
	{services, windowSeconds, stepSeconds, fromMs, toMs}: RowsAsked,
): Promise<Result<ToldRows, MetricsError>> {
	const over = {startMs: fromMs + stepSeconds * 1000, endMs: toMs, stepSeconds, maximumBytes};
	const [traffic, latency] = await Promise.all([
		asker.range((questions: MeshQuestions) => questions.trafficOf(services, windowSeconds), over),
		asker.range((questions: MeshQuestions) => questions.latency(services, windowSeconds), over),
	]);
	if (!traffic.ok) return traffic;
	if (!latency.ok) return latency;
	return ok({traffic: togetherOver(traffic.value), latency: togetherOver(latency.value)});
}

/** How far apart rows are: samples within a window span one scrape less than it, and each increase counts once. */
export function stepOf({
	windowSeconds,
	scrapeIntervalSeconds,
}: Pick<MetricsSource, 'windowSeconds' | 'scrapeIntervalSeconds'>): number {
	return Math.ceil(windowSeconds - scrapeIntervalSeconds);
}
