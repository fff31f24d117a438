import type {KubeObject} from '../../../domain/kube-object.ts';
import type {Release} from '../../../domain/release.ts';
import {type SafeText, safe} from '../../../domain/safe-text.ts';
import {destinationOf, stableEvidence} from '../facts.ts';
import {namedEntries} from '../named-entries.ts';
import type {RouteKind} from '../route-kind.ts';
import {type Choice, shareOf} from './choose.ts';

/** What a change of weights does not do, and what is not known of it. */
export function caveatsOf<T extends KubeObject>(
	kind: RouteKind<T>,
	release: Release,
	route: T,
	{entries, destination, percent}: Choice,
): readonly SafeText[] {
	const isRaised = entries.some(entry => shareOf(kind, entry, destination) < percent);
	const readyOf = (name: SafeText | null) =>
		release.revisions.find(({key}) => destinationOf(key) === name)?.pods.ready ?? 'unknown';
	const stable = destinationOf(release.stable);
	const evidence = stableEvidence(release);
	return [
		evidence === null
			? safe`which destination is stable is not proven: this may lead away from it`
			: safe`stable is taken to be ${evidence}`,
		...(isRaised && readyOf(destination) === 'unknown'
			? [safe`whether ${destination} has ready pods is not known`]
			: []),
		...(!isRaised && stable !== null && readyOf(stable) === 0 ? [safe`${stable} has no ready pod`] : []),
		...elsewhere(kind, route, entries, destination, percent),
		...(isRaised ? release.contradictions : []),
	];
}

/** Rules that keep sending requests there. */
function elsewhere<T extends KubeObject>(
	kind: RouteKind<T>,
	route: T,
	entries: Choice['entries'],
	destination: SafeText,
	percent: number,
): readonly SafeText[] {
	if (percent !== 0) return [];
	const chosen = new Set<string>(entries.map(({title}) => title));
	return namedEntries(kind, route)
		.filter(({title, isDiverted}) => !isDiverted && !chosen.has(title))
		.filter(({destinations}) => destinations.some(one => one.name === destination && one.effectiveWeight > 0))
		.map(({title}) => safe`${title} still sends requests to ${destination}`);
}
