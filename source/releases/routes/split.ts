import type {Split, SplitPlace, SplitShare} from '../../domain/release/release.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {leadsTo, type NamedEntry, shareIn} from './named-entries.ts';
import type {Situation} from './situation.ts';

/**
 * The split of a route. The configured weight is also the desired one: no controller wants another. The entry
 * with the largest share counts.
 */
export function splitOf(situation: Situation, route: SafeText, changedAtMs: number | null): Split {
	const head = {configuredBy: 'route', changedAtMs} as const;
	if (situation.roles.canary === null) {
		return {...head, desiredPercent: 'unknown', configuredPercent: 'unknown', shares: unnamedShares(situation)};
	}
	const places = placesOf(situation, route);
	const shares = places.map(({percent}) => percent);
	const worst: Split['configuredPercent'] = shares.length === 0 ? 'unknown' : Math.max(...shares);
	const split: Split = {...head, desiredPercent: worst, configuredPercent: worst};
	return new Set(shares).size > 1 ? {...split, places} : split;
}

/** Whether requests reach more than one of the weighed destinations, by any entry. */
export function isSplit(entries: readonly NamedEntry[], candidates: readonly NamedEntry[]): boolean {
	const weighed = new Set(candidates.flatMap(({destinations}) => destinations.map(({name}) => name)));
	return [...weighed].filter(name => entries.some(entry => leadsTo(entry, name))).length > 1;
}

/** `v1 90%, v2 10%`; `default: v1 90%, v2 10%; mobile: v1 95%, v2 5%` where entries differ. */
export function sharesText({candidates}: Situation): SafeText {
	const texts = candidates.map(({title, destinations}) => {
		const shares = destinations.map(({name, share}) => safe`${name} ${share}%`);
		return {title, text: shares.reduce((one, other) => safe`${one}, ${other}`)};
	});
	const [first] = texts;
	if (!first) return safe``;
	if (texts.every(({text}) => text === first.text)) return first.text;
	return texts.map(({title, text}) => safe`${title}: ${text}`).reduce((one, other) => safe`${one}; ${other}`);
}

/** Every entry that names stable or the canary: `VirtualService reviews, beta-users (header x-beta = yes)`. */
function placesOf({entries, roles}: Situation, route: SafeText): readonly (SplitPlace & {readonly percent: number})[] {
	return entries.flatMap(entry => {
		const share = shareIn(entry, roles.canary);
		if (share === null && shareIn(entry, roles.stable) === null) return [];
		if (entry.isDiverted) return [];
		const match = entry.match === null ? safe`` : safe` (${entry.match})`;
		return [{where: safe`${route}, ${entry.title}${match}`, percent: share ?? 0}];
	});
}

function unnamedShares({candidates}: Situation): readonly SplitShare[] {
	return candidates.flatMap(({title, destinations}) =>
		destinations.map(({name, share}) => ({
			to: candidates.length === 1 ? name : safe`${name} (${title})`,
			percent: share,
		})),
	);
}
