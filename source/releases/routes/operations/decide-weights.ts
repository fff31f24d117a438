import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {leftText} from '../back.ts';
import {type EntryWeights, pinsTo, type RouteRelease} from '../detail.ts';
import {destinationOf} from '../facts.ts';
import {shareWeights} from '../share-weights.ts';
import {type Choice, shareOf, type WeightReading} from './choose.ts';

/** The chosen entries with their new weights, without the entries that need no change; or the refusal. */
export function decideWeights(
	reading: WeightReading,
	release: RouteRelease,
	{entries, destination, percent}: Choice,
): Result<readonly EntryWeights[], Refusal> {
	const changing = entries.filter(
		entry =>
			entry.destinations.some(({name}) => name === destination) && shareOf(reading, entry, destination) !== percent,
	);
	if (changing.length === 0) {
		const left = pinsTo(release, destination);
		if (percent !== 0) return refuse('already-so', safe`${destination} has ${percent}% already`);
		if (left.length === 0) return refuse('already-so', safe`${destination} takes nothing already`);
		return refuse(
			'weights-impossible',
			safe`no weight leads to ${destination}; ${leftText(left, destination)}: change that by hand`,
		);
	}
	const {ready} = release.revisions.find(({key}) => destinationOf(key) === destination)?.pods ?? {ready: 'unknown'};
	const isRaised = changing.some(entry => shareOf(reading, entry, destination) < percent);
	if (isRaised && ready === 0)
		return refuse('pods-not-ready', safe`${destination} leads to no ready pod: its requests would fail`);
	const decided: EntryWeights[] = [];
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

/** The share of one destination of an entry, in percent, before and after. */
export interface Move {
	readonly title: SafeText;
	readonly name: SafeText;
	readonly from: number;
	readonly to: number;
}

/** Every share that differs between `before` and `after`. */
export function movesBetween(
	reading: WeightReading,
	before: readonly EntryWeights[],
	after: readonly EntryWeights[],
): readonly Move[] {
	return after.flatMap(entry => {
		const old = before.find(({title}) => title === entry.title);
		if (!old) return [];
		return entry.destinations.flatMap(({name}) => {
			const [from, to] = [shareOf(reading, old, name), shareOf(reading, entry, name)];
			return from === to ? [] : [{title: entry.title, name, from, to}];
		});
	});
}

/** `default: v2 10% → 25%` */
export function moveText({title, name, from, to}: Move): SafeText {
	return safe`${title}: ${name} ${from}% → ${to}%`;
}
