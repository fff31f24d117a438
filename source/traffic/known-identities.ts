import {sameValue} from '../domain/same-value.ts';
import {type SeriesKey, seriesKey, type TrafficIdentity, type TrafficSample} from '../domain/signals/signals.ts';

/** The samples of an answer with the identities of the answer before where they are equal. Most answers name the same
 * series: what follows from who they are is then found once, and not kept twice. */
export function withKnownIdentities(
	before: readonly TrafficSample[],
	now: readonly TrafficSample[],
): readonly TrafficSample[] {
	const knownOf = knownIn(before);
	return now.map((sample, at) => {
		const known = knownOf(sample.identity, at);
		return known ? {...sample, identity: known} : sample;
	});
}

/** Mostly a series stands where it stood; else it is found by what it names. */
function knownIn(before: readonly TrafficSample[]): (identity: TrafficIdentity, at: number) => TrafficIdentity | null {
	let byName: ReadonlyMap<SeriesKey, TrafficIdentity> | undefined;
	return (identity, at) => {
		const there = before[at]?.identity;
		if (there && isSame(there, identity)) return there;
		byName ??= new Map(before.map(({identity: one}) => [seriesKey(one), one]));
		const found = byName.get(seriesKey(identity));
		return found && isSame(found, identity) ? found : null;
	};
}

function isSame(one: TrafficIdentity, other: TrafficIdentity): boolean {
	return (
		one.service === other.service &&
		one.workload === other.workload &&
		one.version === other.version &&
		one.namespace === other.namespace &&
		one.isOfAnyVersion === other.isOfAnyVersion &&
		sameValue(one.told, other.told)
	);
}
