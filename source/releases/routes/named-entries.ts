import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Destination, RouteEntry, RouteKind} from './route-kind.ts';

/**
 * An entry whose title is unique within the route, and whose destinations have names that are unique within the
 * entry.
 */
export interface NamedEntry extends RouteEntry {
	readonly destinations: readonly NamedDestination[];
}

export interface NamedDestination extends Destination {
	/** `v2` where all are subsets of one host, else `reviews/v2` or `reviews-v2`. */
	readonly name: SafeText;
	/** The weight that counts, written or not. */
	readonly effectiveWeight: number;
	/** Percent of the entry's requests. */
	readonly share: number;
}

/** Whether the entry can split by weight: it has several destinations, and they count. */
export function isCandidate({isDiverted, destinations}: RouteEntry): boolean {
	return !isDiverted && destinations.length > 1;
}

/** Whether the entry has no weights but one destination, which takes all its requests. */
export function isPinned({isDiverted, destinations}: RouteEntry): boolean {
	return !isDiverted && destinations.length === 1;
}

/** Cached for each object: perch asks for the entries of every route again and again. */
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

/** The entry that stands for the route: the first that takes every request, else the first of all. */
export function leadingEntry<E extends RouteEntry>(candidates: readonly E[]): E | null {
	return candidates.find(({match}) => match === null) ?? candidates[0] ?? null;
}

/** Percent, by the effective weights; 0 where all of them are 0. */
export function sharesOf(weights: readonly number[]): readonly number[] {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return weights.map(weight => (total === 0 ? 0 : Math.round((weight * 10_000) / total) / 100));
}

/**
 * Destinations that lead to the same pods have the same name in every entry, with the host as the first entry
 * spells it. The name contains the port if an entry tells destinations apart by the port alone.
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

/** A host in a domain that may not be this cluster's keeps its own key: it may be another destination. */
function hostKey({host, service}: Destination): string {
	const isElsewhere = /\.svc\.(?!cluster\.local\.?$)/.test(host);
	return service === null || isElsewhere ? host : `${service.namespace}/${service.name}`;
}

/** Whether the entry sends requests to this destination. */
export function leadsTo({isDiverted, destinations}: NamedEntry, name: SafeText | null): boolean {
	return !isDiverted && destinations.some(one => one.name === name && one.effectiveWeight > 0);
}

/** The share of one destination, in percent; null if the entry does not name it. */
export function shareIn({destinations}: NamedEntry, name: SafeText | null): number | null {
	return destinations.find(other => other.name === name)?.share ?? null;
}

/** The same names, with a number behind each name that occurred before. */
function distinct(names: readonly SafeText[]): readonly SafeText[] {
	const seen = new Map<SafeText, number>();
	return names.map(name => {
		const count = (seen.get(name) ?? 0) + 1;
		seen.set(name, count);
		return count === 1 ? name : safe`${name} #${count}`;
	});
}
