import type {ObjectRef, Snapshot} from '../../domain/kube-object.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
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
	/** What it sends to the canary; unknown where the object was not read, or its weights say nothing. */
	readonly percent: number | 'unknown';
	/** Argo writes its weight; others may stand beside it. */
	readonly isWritten: boolean;
	/** Null where no entry leads to the canary, or where the object was not read. */
	readonly entry: RouteEntry | null;
	readonly roles: readonly DestinationRole[];
}

export interface RouteReading {
	readonly places: readonly RoutePlace[];
	/** Every object that carries weights is of a kind that perch reads. */
	readonly isWhole: boolean;
	/** Routes for headers and mirrors that are still there though the release was aborted. */
	readonly leftBehind: readonly SafeText[];
}

/**
 * Every entry of its routes that may lead to the canary, as the objects say it. The weights of Ingresses, TraefikServices
 * and the like are known from the controller only.
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

/** The routes for headers and mirrors that stand in its VirtualServices; null where none of those was read. */
export function writtenManagedRoutes(rollout: RolloutObject, snapshot: Snapshot): readonly SafeText[] | null {
	const read = routeObjects(rollout)
		.filter(({kindId}) => kindId === VIRTUAL_SERVICES.id)
		.map(ref => readerOf(ref)?.read(snapshot, ref) ?? null)
		.filter(entries => entries !== null);
	return read.length === 0 ? null : read.flatMap(entries => managedRoutesIn(rollout, entries)).map(({title}) => title);
}

/** The objects that its controller writes weights into, each once. */
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
	// What another object decides, or nobody wrote yet, is not known here.
	if (leading.length === 0) return whole(entries.every(({isDiverted}) => isDiverted) ? 'unknown' : 0);
	const named = namedRoutes(rollout, ref);
	const isWritten = ({title}: RouteEntry) => named.length === 0 || named.includes(title);
	const weighs = leading.some(({roles}) => roles.some(role => role !== 'canary'));
	const isAside = ({entry, roles}: (typeof leading)[number]) =>
		isManagedRoute(rollout, entry) ||
		// Requests with a header or the like, beside an entry that weighs.
		(weighs && entry.match !== null && roles.every(role => role === 'canary') && !named.includes(entry.title));
	const counted = leading
		// A rule for some requests is no share of all while the release goes on; after an abort it should be gone.
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

/** Where neither a Service nor a subset is the canary's, no destination can be told to lead to it. */
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
		// By `name`, or `name.namespace`.
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
	// A VirtualService's single destination takes all, whatever its weight; several without one say nothing.
	if (total === 0 && unsetWeight === 0) return weights.length === 1 ? 100 : 'unknown';
	if (total === 0) return 0;
	const canary = weights.filter((_, at) => roles[at] === 'canary').reduce((sum, weight) => sum + weight, 0);
	return Math.round((canary * 10_000) / total) / 100;
}
