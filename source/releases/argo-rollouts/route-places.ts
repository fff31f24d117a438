import type {ObjectRef, Snapshot} from '../../domain/cluster/kube-object.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {VIRTUAL_SERVICES} from '../../kinds/virtual-service.ts';
import {trafficObjectsOf} from '../claims/traffic-objects.ts';
import type {RouteEntry} from '../routes/route-kind.ts';
import {type DestinationRole, roleOfDestination} from './destination-role.ts';
import {type RouteReader, readerOf} from './route-readers.ts';
import {canaryServiceOf} from './services.ts';
import {hasCanary, isAborted} from './situation.ts';

/** One entry of a route that may lead to the canary. */
export interface RoutePlace {
	readonly ref: ObjectRef;
	/** `VirtualService checkout-public`, `VirtualService checkout, route b2b`, `HTTPRoute checkout, rule 2`. */
	readonly where: SafeText;
	/** The share that it sends to the canary; unknown if the object was not read, or if its weights do not tell. */
	readonly percent: number | 'unknown';
	/** Argo writes the weight of this entry; the object may have entries that Argo does not write. */
	readonly isWritten: boolean;
	/** Null where no entry leads to the canary, or where the object was not read. */
	readonly entry: RouteEntry | null;
	readonly roles: readonly DestinationRole[];
}

export interface RouteReading {
	readonly places: readonly RoutePlace[];
	/** True if every object that carries weights is of a kind that perch reads. */
	readonly isWhole: boolean;
	/** Routes for headers and mirrors that are still there though the release was aborted. */
	readonly leftBehind: readonly SafeText[];
}

/**
 * Reads every entry of the Rollout's routes that may lead to the canary. The weights of Ingresses,
 * TraefikServices and similar kinds are known from the controller only.
 */
export function readRoutes(rollout: RolloutObject, snapshot: Snapshot): RouteReading {
	const objects = routeObjects(rollout);
	const found = objects.flatMap(ref => {
		const reader = readerOf(ref);
		return reader ? [{ref, reader, entries: reader.read(snapshot, ref)}] : [];
	});
	return {
		places: found.flatMap(object => placesIn(rollout, snapshot, object)),
		isWhole: found.length === objects.length,
		leftBehind: isAborted(rollout)
			? found.flatMap(({entries}) => managedRoutesIn(rollout, entries ?? []).map(({title}) => title))
			: [],
	};
}

/** The header and mirror routes in the Rollout's VirtualServices; null if none of these was read. */
export function writtenManagedRoutes(rollout: RolloutObject, snapshot: Snapshot): readonly SafeText[] | null {
	const read = routeObjects(rollout)
		.filter(({kindId}) => kindId === VIRTUAL_SERVICES.id)
		.map(ref => readerOf(ref)?.read(snapshot, ref) ?? null)
		.filter(entries => entries !== null);
	return read.length === 0 ? null : read.flatMap(entries => managedRoutesIn(rollout, entries)).map(({title}) => title);
}

/** The objects that Argo writes weights into, each once. */
function routeObjects(rollout: RolloutObject): readonly ObjectRef[] {
	const refs = trafficObjectsOf(rollout).filter(({kindId}) => !withoutWeights.has(kindId));
	const isSame = (a: ObjectRef, b: ObjectRef) =>
		a.kindId === b.kindId && a.namespace === b.namespace && a.name === b.name;
	return refs.filter((ref, at) => refs.findIndex(other => isSame(other, ref)) === at);
}

const withoutWeights: ReadonlySet<string> = new Set(['services', 'destinationrules.networking.istio.io']);

function placesIn(
	rollout: RolloutObject,
	snapshot: Snapshot,
	{ref, reader, entries}: {ref: ObjectRef; reader: RouteReader; entries: readonly RouteEntry[] | null},
): readonly RoutePlace[] {
	const name = safe`${ident(reader.kind.kind)} ${ident(ref.name)}`;
	const whole = (percent: RoutePlace['percent']): readonly RoutePlace[] => [
		{ref, where: name, percent, isWritten: true, entry: null, roles: []},
	];
	if (entries === null || !isCanaryNamed(rollout)) return whole('unknown');
	const leading = entries
		.filter(({isDiverted}) => !isDiverted)
		.map(entry => ({entry, roles: entry.destinations.map(to => roleOfDestination(rollout, snapshot, ref, to))}))
		.filter(({roles}) => roles.includes('canary'))
		.map(({entry, roles}) => ({entry, roles, percent: share(entry, roles, reader.unsetWeight)}));
	// If another object decides on every entry, or no entry is written yet, the share is unknown.
	if (leading.length === 0) return whole(entries.every(({isDiverted}) => isDiverted) ? 'unknown' : 0);
	const named = namedRoutes(rollout, ref);
	const isWritten = ({title}: RouteEntry) => named.length === 0 || named.includes(title);
	const weighs = leading.some(({roles}) => roles.some(role => role !== 'canary'));
	const isAside = ({entry, roles}: (typeof leading)[number]) =>
		isManagedRoute(rollout, entry) ||
		// An entry for requests with a header or similar, beside an entry that splits by weight.
		(weighs && entry.match !== null && roles.every(role => role === 'canary') && !named.includes(entry.title));
	const counted = leading
		// While the release goes on, a rule for some requests is no share of all. After an abort it should be gone,
		// so it counts.
		.filter(place => isAborted(rollout) || !isAside(place))
		.filter(({entry, percent}) => isWritten(entry) || percent !== 0);
	if (counted.length === 0) return whole(0);
	return counted.map(({entry, roles, percent}) => ({
		ref,
		where: entries.length === 1 ? name : safe`${name}, ${entryName(entry)}`,
		percent,
		isWritten: isWritten(entry),
		entry,
		roles,
	}));
}

/**
 * False if the Rollout names neither a Service nor a subset for its canary: then no destination can be
 * recognised as the canary's.
 */
function isCanaryNamed(rollout: RolloutObject): boolean {
	return !hasCanary(rollout) || canaryServiceOf(rollout) !== null || rollout.canary?.router?.canarySubset !== null;
}

function entryName({title}: RouteEntry): SafeText {
	return /^((tcp|tls) )?rule \d+$/.test(title) ? title : safe`route ${title}`;
}

/** The routes of a VirtualService that the Rollout names; none named means all. */
function namedRoutes({canary, metadata}: RolloutObject, ref: ObjectRef): readonly SafeText[] {
	if (ref.kindId !== VIRTUAL_SERVICES.id) return [];
	return (canary?.router?.virtualServices ?? []).flatMap(({name, routes}) => {
		// A Rollout names a VirtualService as `name` or `name.namespace`.
		const [ownName, namespace = metadata.namespace] = name.split('.');
		return ownName === ref.name && namespace === ref.namespace ? routes : [];
	});
}

function managedRoutesIn(rollout: RolloutObject, entries: readonly RouteEntry[]): readonly RouteEntry[] {
	return entries.filter(entry => isManagedRoute(rollout, entry));
}

function isManagedRoute({canary}: RolloutObject, {title}: RouteEntry): boolean {
	return canary?.router?.managedRoutes.includes(title) ?? false;
}

function share(
	{destinations}: RouteEntry,
	roles: readonly DestinationRole[],
	unsetWeight: RouteReader['unsetWeight'],
): RoutePlace['percent'] {
	const weights = destinations.map(({weight}) => weight ?? unsetWeight);
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	// The only destination of a VirtualService takes all traffic, whatever its weight. Several without a weight
	// do not tell.
	if (total === 0 && unsetWeight === 0) return weights.length === 1 ? 100 : 'unknown';
	if (total === 0) return 0;
	const canary = weights.filter((_, at) => roles[at] === 'canary').reduce((sum, weight) => sum + weight, 0);
	return Math.round((canary * 10_000) / total) / 100;
}
