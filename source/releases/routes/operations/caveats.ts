import type {KubeObject} from '../../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {RouteRelease} from '../detail.ts';
import {destinationOf} from '../facts.ts';
import {leadsTo, namedEntries} from '../named-entries.ts';
import type {RouteKind} from '../route-kind.ts';
import {type Choice, shareOf} from './choose.ts';

/** The caveats of a change of weights: what it does not change, and what is not known of it. */
export function caveatsOf<T extends KubeObject>(
	kind: RouteKind<T>,
	release: RouteRelease,
	route: T,
	{entries, destination, percent}: Choice,
): readonly SafeText[] {
	const isRaised = entries.some(entry => shareOf(kind, entry, destination) < percent);
	const readyOf = (name: SafeText | null) =>
		release.revisions.find(({key}) => destinationOf(key) === name)?.pods.ready ?? 'unknown';
	const stable = destinationOf(release.stable);
	const {roles} = release.detail;
	return [
		roles.stable === null || roles.evidence === null
			? safe`which destination is stable is not proven: this may lead away from it`
			: safe`stable is taken to be ${roles.stable}: ${roles.evidence}`,
		...(isRaised && readyOf(destination) === 'unknown'
			? [safe`whether ${destination} has ready pods is not known`]
			: []),
		...(!isRaised && stable !== null && readyOf(stable) === 0 ? [safe`${stable} has no ready pod`] : []),
		...elsewhere(kind, route, entries, destination, percent),
		...(isRaised || release.detail.unsettable !== null ? release.contradictions.map(({text}) => text) : []),
	];
}

/** Rules that the plan leaves alone and that still send requests to a destination which should get none. */
function elsewhere<T extends KubeObject>(
	kind: RouteKind<T>,
	route: T,
	entries: Choice['entries'],
	destination: SafeText,
	percent: number,
): readonly SafeText[] {
	const chosen = new Set<string>(entries.map(({title}) => title));
	const others = namedEntries(kind, route).filter(({title}) => !chosen.has(title));
	const names = [...new Set(entries.flatMap(({destinations}) => destinations.map(({name}) => name)))];
	// 100% and 0% hold only for the entries that the plan writes.
	const left = percent === 0 ? [destination] : percent === 100 ? names.filter(name => name !== destination) : [];
	return left.flatMap(name =>
		others.filter(entry => leadsTo(entry, name)).map(({title}) => safe`${title} still sends requests to ${name}`),
	);
}
