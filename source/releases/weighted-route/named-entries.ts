import type {KubeObject} from '../../domain/kube-object.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Destination, RouteEntry, RouteKind} from './route-kind.ts';

/** An entry whose title is its own within the route, and whose destinations have names of their own within it. */
export interface NamedEntry extends RouteEntry {
	readonly destinations: readonly NamedDestination[];
}

export interface NamedDestination extends Destination {
	/** `v2` where all are subsets of one host, else `reviews/v2` or `reviews-v2`. */
	readonly name: SafeText;
	/** What the weight counts, written or not. */
	readonly effectiveWeight: number;
}

/** Whether there is anything to weigh: several destinations, which count. */
export function isCandidate({isDiverted, destinations}: RouteEntry): boolean {
	return !isDiverted && destinations.length > 1;
}

export function namedEntries<T extends KubeObject>(kind: RouteKind<T>, route: T): readonly NamedEntry[] {
	const entries = kind.entries(route);
	const hosts = new Set(entries.flatMap(({destinations}) => destinations.map(({host}) => host)));
	const titles = distinct(entries.map(({title}) => title));
	return entries.map((entry, at) => {
		const names = destinationNames(entry.destinations, hosts.size === 1);
		return {
			...entry,
			title: titles[at] ?? entry.title,
			destinations: entry.destinations.map((destination, index) => ({
				...destination,
				name: names[index] ?? destination.host,
				// A single destination takes all, whatever its weight says.
				effectiveWeight: entry.destinations.length === 1 ? 1 : (destination.weight ?? kind.unsetWeight),
			})),
		};
	});
}

/** The entry that speaks for the route: the first that takes every request, else the first of all. */
export function leadingEntry<E extends RouteEntry>(candidates: readonly E[]): E | null {
	return candidates.find(({match}) => match === null) ?? candidates[0] ?? null;
}

/** Percent, by the effective weights; 0 where all of them are 0. */
export function sharesOf(weights: readonly number[]): readonly number[] {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return weights.map(weight => (total === 0 ? 0 : Math.round((weight * 10_000) / total) / 100));
}

function destinationNames(destinations: readonly Destination[], isOneHost: boolean): readonly SafeText[] {
	const short = destinations.map(({host, subset}) =>
		subset === null ? host : isOneHost ? subset : safe`${host}/${subset}`,
	);
	const isShared = (name: SafeText) => short.filter(other => other === name).length > 1;
	return distinct(
		destinations.map(({port}, at) => {
			const name = short[at] ?? safe``;
			return isShared(name) && port !== null ? safe`${name}:${port}` : name;
		}),
	);
}

/** The same names, with a number behind each that was there before. */
function distinct(names: readonly SafeText[]): readonly SafeText[] {
	const seen = new Map<SafeText, number>();
	return names.map(name => {
		const count = (seen.get(name) ?? 0) + 1;
		seen.set(name, count);
		return count === 1 ? name : safe`${name} #${count}`;
	});
}
