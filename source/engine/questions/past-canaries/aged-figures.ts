import type {FailureRule} from '../../../domain/settings/failure-rule.ts';
import type {MeshId} from '../../../domain/signals/mesh-id.ts';
import type {SafeText} from '../../../domain/text/safe-text.ts';
import {drawnQuantile} from '../../../statistics/histogram.ts';
import type {TrafficFigures} from '../../../traffic/row-traffic.ts';
import {foldVersions} from '../../../traffic/versions/fold-versions.ts';
import type {VersionNames} from '../../../traffic/versions/version-names.ts';
import type {VersionsRead} from '../../queries/read-steps.ts';

/** What a canary did at one age: rates over the window that ends then. */
export interface AgedFigures {
	/** Since the step in which it first had requests began, milliseconds. */
	readonly ageMs: number;
	readonly requestsPerSecond: number;
	/** The share of its requests that failed, 0–1; null where it had none. */
	readonly errorRatio: number | null;
	/** Null where no histogram is told. */
	readonly p95Ms: number | null;
}

/** The time in which a version was a canary. */
export interface CanarySpan {
	/** As its series name it. */
	readonly version: SafeText;
	readonly fromMs: number;
	readonly toMs: number;
}

/** What the version did at each time within the span of which something is told, youngest first. */
export function agedFigures(
	{traffic, latency}: VersionsRead,
	{version, fromMs, toMs}: CanarySpan,
	names: VersionNames,
	order: readonly MeshId[] | null,
	rule: FailureRule | null,
): readonly AgedFigures[] {
	const latencyAt = new Map(latency.map(({atMs, value}) => [atMs, value]));
	return traffic.flatMap(({atMs, value}) => {
		if (atMs <= fromMs || atMs > toMs) return [];
		const figures = foldVersions(names, value, latencyAt.get(atMs), order, rule)?.get(version);
		return figures ? [agedAt(atMs - fromMs, figures)] : [];
	});
}

function agedAt(ageMs: number, figures: TrafficFigures): AgedFigures {
	const {requestsPerSecond, errorsPerSecond, buckets} = figures;
	const errorRatio = requestsPerSecond > 0 ? errorsPerSecond / requestsPerSecond : null;
	return {ageMs, requestsPerSecond, errorRatio, p95Ms: buckets ? drawnQuantile(buckets, 0.95) : null};
}
