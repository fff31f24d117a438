import type {AnchorKey} from '../../../domain/cluster/keys.ts';
import {countedBy} from '../../../domain/settings/failure-rule.ts';
import type {Bucket, TrafficSample} from '../../../domain/signals/signals.ts';
import type {AnchorIndex} from '../../../traffic/anchor-index.ts';
import {foldTraffic} from '../../../traffic/fold-traffic.ts';
import {middleOf} from '../../questions/past/middle-of-past.ts';
import {type Past, pastOf} from '../../questions/past/past.ts';
import {pastLatencyOf} from '../../questions/past/past-latency.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {meshOrder} from '../../world/derive.ts';

/** The failure ratio (0–1) of each row at the same times in the past; rows of an unknown past are absent. */
export function usualRatios(context: EngineContext, state: State): ReadonlyMap<AnchorKey, number> {
	const {derive} = context;
	const past = pastOf(state.metrics);
	if (!past) return noneUsual;
	const index = derive.pastAnchors(state);
	const {times} = past;
	const traffic = times
		? derive.rememberWhile(state, 'usual traffic', [past, index], () => usualTraffic(index, past.traffic, times))
		: past.traffic;
	const {rows} = derive.folded(state, index, traffic);
	return derive.rememberWhile(
		state,
		'usual ratios',
		[rows],
		() =>
			new Map(
				[...rows].flatMap(([key, {total}]) =>
					total.requestsPerSecond > 0 ? [[key, total.errorsPerSecond / total.requestsPerSecond] as const] : [],
				),
			),
	);
}

const noneUsual: ReadonlyMap<AnchorKey, number> = new Map();

/** The middle one of the times, in rows for which it is configured what a failure is by that. */
function usualTraffic(
	index: AnchorIndex,
	traffic: readonly TrafficSample[],
	times: NonNullable<Past['times']>,
): readonly TrafficSample[] {
	const ruleOf = ({identity}: TrafficSample) => index.anchorOfIdentity(identity)?.failures?.rule;
	const ruled = times.map(time => ({
		...time,
		value: time.value.flatMap(sample => {
			const rule = ruleOf(sample);
			return rule ? [countedBy(rule, sample)] : [];
		}),
	}));
	return [...traffic.filter(sample => !ruleOf(sample)), ...middleOf(ruled)];
}

/** The latency histogram of each row at the same times in the past, of rows whose latency is read. */
export function usualBuckets(context: EngineContext, state: State): ReadonlyMap<AnchorKey, readonly Bucket[]> {
	const latency = pastLatencyOf(state.metrics);
	const index = context.derive.pastAnchors(state);
	return context.derive.rememberWhile(state, 'usual buckets', [index, latency, state.metrics.source], () => {
		if (!latency) return new Map();
		// A histogram is folded only beside figures of the same viewpoint: its count is its rate of requests.
		const counts = latency.map(
			({buckets, ...sample}): TrafficSample => ({
				...sample,
				requestsPerSecond: buckets.at(-1)?.perSecond ?? 0,
				errorsPerSecond: 0,
			}),
		);
		const {rows} = foldTraffic(index, counts, latency, meshOrder(state));
		return new Map([...rows].flatMap(([key, {total}]) => (total.buckets ? [[key, total.buckets] as const] : [])));
	});
}
