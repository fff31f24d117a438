import type {AnchorKey, RevisionKey} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {countedBy} from '../../../domain/settings/failure-rule.ts';
import type {Bucket, TrafficSample} from '../../../domain/signals/signals.ts';
import {toldText} from '../../../domain/signals/told-name.ts';
import {block, ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {revisionOfSample} from '../../../traffic/fold-traffic.ts';
import {type LeftOut, samplesOfRow} from '../../../traffic/row-samples.ts';
import type {RowTraffic} from '../../../traffic/row-traffic.ts';
import type {RawSample} from '../../queries/read-series.ts';
import {trafficOf} from '../../questions/poll.ts';
import {seriesOf} from '../../questions/series.ts';
import type {Measured, SentQuery} from '../../state/metrics-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {Point} from '../comparison/mean-of.ts';
import type {Asked, Label, Raw, RawSeries} from './proof.ts';

/** Longer lists are cut, the smallest or the oldest first. */
const mostShown = 10;

/** The series of the last poll that the figures of a row, or of one version, are made of, the biggest first. */
export interface FoundSeries {
	readonly series: readonly RawSeries[];
	readonly leftOut: readonly LeftOut[];
	/** Null before the series are told. */
	readonly again: Asked | null;
}

/** `anchor`: the key of the open place, under which the series are asked for. Without `revision` all that the row
 * counts. */
export function seriesOfRow(
	context: EngineContext,
	state: State,
	row: {readonly key: AnchorKey; readonly anchor: AnchorKey; readonly folded: RowTraffic | null},
	release: Release | null,
	revision: RevisionKey | null = null,
): FoundSeries {
	const index = context.derive.polledAnchors(state);
	const again = seriesOf(state.metrics, row.anchor);
	const traffic: readonly (TrafficSample & Partial<RawSample>)[] =
		again?.value ?? trafficOf(state.metrics)?.value ?? [];
	const found = samplesOfRow(index, row, traffic);
	const rule = row.folded?.failures?.chosen.rule;
	const tags = new Map(release?.revisions.map(({key, tag}) => [key, tag] as const));
	const series = found.counted.flatMap((sample): readonly RawSeries[] => {
		const key = revisionOfSample(index, sample);
		if (revision !== null && key !== revision) return [];
		return [
			{
				labels: labelsOf(sample),
				version: key === null ? null : (tags.get(key) ?? null),
				requestsPerSecond: sample.requestsPerSecond,
				failuresPerSecond: (rule ? countedBy(rule, sample) : sample).errorsPerSecond,
			},
		];
	});
	return {series, leftOut: found.leftOut, again: again && askedAt(state, again)};
}

export function seriesRaw({series, again}: FoundSeries): Raw {
	const sum = (of: (one: RawSeries) => number) => series.reduce((total, one) => total + of(one), 0);
	// Failed requests first: they are what the operator looks for.
	const ordered = series.toSorted(
		(one, other) => other.failuresPerSecond - one.failuresPerSecond || other.requestsPerSecond - one.requestsPerSecond,
	);
	return {
		kind: 'series',
		series: ordered.slice(0, mostShown),
		total: series.length,
		sums: {
			requestsPerSecond: sum(one => one.requestsPerSecond),
			failuresPerSecond: sum(one => one.failuresPerSecond),
		},
		again,
	};
}

/** The newest first. */
export function instantsRaw(points: readonly Point[], side: 'stable' | 'canary'): Raw {
	const instants = points.map(({atMs, [side]: {requestsPerSecond, errorsPerSecond}}) => ({
		atMs,
		requestsPerSecond,
		failuresPerSecond: errorsPerSecond,
	}));
	return {kind: 'instants', instants: instants.toReversed().slice(0, mostShown), total: instants.length};
}

export function bucketsRaw(buckets: readonly Bucket[] | null): Raw {
	return buckets === null ? {kind: 'none'} : {kind: 'buckets', buckets};
}

/** The queries of a figure of one instant, whole, however many services they name. */
export function askedAt({metrics: {source}}: State, {atMs, sent}: Measured<unknown>): Asked {
	return {queries: shownQueries(sent), windowSeconds: source?.windowSeconds ?? 0, at: {kind: 'instant', atMs}};
}

export function shownQueries(sent: readonly SentQuery[] = []): Asked['queries'] {
	return sent.map(({mesh, promql}) => ({mesh, promql: block(promql)}));
}

/** Leaves out labels without a value. What perch keeps of an answer has names of its own. */
function labelsOf({labels, identity}: TrafficSample & Partial<RawSample>): readonly Label[] {
	const all: Readonly<Record<string, SafeText | null>> = labels ?? {
		namespace: identity.told?.namespace ?? identity.namespace,
		service: identity.service,
		name: identity.told ? toldText(identity.told) : null,
		workload: identity.workload,
		version: identity.version,
	};
	return Object.entries(all).flatMap(([name, value]) =>
		value === null || value === safe`` ? [] : [{name: ident(name), value}],
	);
}
