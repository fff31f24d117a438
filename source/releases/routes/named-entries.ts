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
	/** Percent of the entry's requests. */
	readonly share: number;
}

/** Whether there is anything to weigh: several destinations, which count. */
export function isCandidate({isDiverted, destinations}: RouteEntry): boolean {
	return !isDiverted && destinations.length > 1;
}

/** No weights, but one destination that takes all. */
export function isPinned({isDiverted, destinations}: RouteEntry): boolean {
	return !isDiverted && destinations.length === 1;
}

/** Kept for each object: it is asked of every route again and again. */
const known = new WeakMap<KubeObject, readonly NamedEntry[]>();

export function namedEntries<T extends KubeObject>(kind: RouteKind<T>, route: T): readonly NamedEntry[] {
	const found = known.get(route) ?? nameEntries(kind, kind.entries(route));
	known.set(route, found);
	return found;
}

function nameEntries<T extends KubeObject>(
	{unsetWeight}: RouteKind<T>,
	entries: readonly RouteEntry[],
): readonly NamedEntry[] {
	const nameOf = namer(entries);
	const titles = distinct(entries.map(({title}) => title));
	return entries.map((entry, at) => {
		const names = distinct(entry.destinations.map(nameOf));
		// A single destination takes all, whatever its weight says.
		const isAlone = entry.destinations.length === 1;
		const weights = entry.destinations.map(({weight}) => (isAlone ? 1 : (weight ?? unsetWeight)));
		const shares = sharesOf(weights);
		return {
			...entry,
			title: titles[at] ?? entry.title,
			destinations: entry.destinations.map((destination, index) => ({
				...destination,
				name: names[index] ?? destination.host,
				effectiveWeight: weights[index] ?? 0,
				share: shares[index] ?? 0,
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

/**
 * What leads to the same pods has the same name in every entry, however its host is spelled there: as the first entry
 * spells it. Ports are named where an entry tells destinations apart by them alone.
 */
function namer(entries: readonly RouteEntry[]): (destination: Destination) => SafeText {
	const all = entries.flatMap(({destinations}) => destinations);
	const hosts = new Map(all.toReversed().map(destination => [hostKey(destination), destination.host]));
	const byPort = new Set(
		entries.flatMap(({destinations}) => {
			const keys = destinations.map(backendKey);
			return keys.filter((key, at) => keys.indexOf(key) !== at);
		}),
	);
	return destination => {
		const {subset, port} = destination;
		const host = hosts.get(hostKey(destination)) ?? destination.host;
		const name = subset === null ? host : hosts.size === 1 ? subset : safe`${host}/${subset}`;
		return port !== null && byPort.has(backendKey(destination)) ? safe`${name}:${port}` : name;
	};
}

function backendKey(destination: Destination): string {
	return `${hostKey(destination)} ${destination.subset ?? ''}`;
}

/** A domain that may not be this cluster's is not taken for it: two of them are two destinations. */
function hostKey({host, service}: Destination): string {
	const isElsewhere = /\.svc\.(?!cluster\.local\.?$)/.test(host);
	return service === null || isElsewhere ? host : `${service.namespace}/${service.name}`;
}

/** Whether it names this destination, and lets requests come to it. */
export function leadsTo({isDiverted, destinations}: NamedEntry, name: SafeText | null): boolean {
	return !isDiverted && destinations.some(one => one.name === name && one.effectiveWeight > 0);
}

/** Percent of one destination; null where the entry does not name it. */
export function shareIn({destinations}: NamedEntry, name: SafeText | null): number | null {
	return destinations.find(other => other.name === name)?.share ?? null;
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
