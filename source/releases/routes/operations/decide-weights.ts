import type {Refusal} from '../../../domain/refusal.ts';
import type {Release} from '../../../domain/release.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {refuse} from '../../common/checked.ts';
import {leftText} from '../back.ts';
import {destinationOf, type EntryView, pinsTo} from '../facts.ts';
import {shareWeights} from '../share-weights.ts';
import {type Choice, shareOf, type WeightReading} from './choose.ts';

/** The chosen entries with their new weights, those left out that are so already; or why it must not be. */
export function decideWeights(
	reading: WeightReading,
	release: Release,
	{entries, destination, percent}: Choice,
): Result<readonly EntryView[], Refusal> {
	const changing = entries.filter(
		entry =>
			entry.destinations.some(({name}) => name === destination) && shareOf(reading, entry, destination) !== percent,
	);
	if (changing.length === 0) {
		const left = pinsTo(release, destination);
		if (percent !== 0) return refuse(safe`${destination} has ${percent}% already`);
		if (left.length === 0) return refuse(safe`${destination} takes nothing already`);
		return refuse(safe`no weight leads to ${destination}; ${leftText(left, destination)}: change that by hand`);
	}
	const {ready} = release.revisions.find(({key}) => destinationOf(key) === destination)?.pods ?? {ready: 'unknown'};
	const isRaised = changing.some(entry => shareOf(reading, entry, destination) < percent);
	if (isRaised && ready === 0) return refuse(safe`${destination} leads to no ready pod: its requests would fail`);
	const decided: EntryView[] = [];
	for (const entry of changing) {
		const at = entry.destinations.findIndex(({name}) => name === destination);
		const heir = entry.destinations.findIndex(({name}) => name === destinationOf(release.stable));
		const weights = shareWeights({
			weights: entry.destinations.map(({weight}) => weight ?? reading.unsetWeight),
			at,
			percent,
			heir: heir === -1 ? null : heir,
			scale: reading.scale,
		});
		if (!weights.ok) return weights;
		decided.push({
			...entry,
			destinations: entry.destinations.map(({name}, index) => ({name, weight: weights.value[index] ?? 0})),
		});
	}
	return ok(decided);
}

/** Every share that is another one: `default: v2 10% → 25%`. */
export function movesBetween(
	reading: WeightReading,
	before: readonly EntryView[],
	after: readonly EntryView[],
): readonly SafeText[] {
	return after.flatMap(entry => {
		const old = before.find(({title}) => title === entry.title);
		if (!old) return [];
		return entry.destinations.flatMap(({name}) => {
			const [from, to] = [shareOf(reading, old, name), shareOf(reading, entry, name)];
			return from === to ? [] : [safe`${entry.title}: ${name} ${from}% → ${to}%`];
		});
	});
}
