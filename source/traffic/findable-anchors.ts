import type {Labels} from '../domain/cluster/kube-object.ts';
import type {RouteRule} from '../domain/cluster/service-host.ts';
import type {AnchorRelease, AnchorRoute, AnchorService} from './anchor-parts.ts';
import {type Naming, namingsOf, pathOf} from './service-namings.ts';
import {createToldServices, rulesByService, type ToldServices} from './told-services.ts';

export interface AnchorObjects {
	readonly releases: Iterable<AnchorRelease>;
	readonly services: Iterable<AnchorService>;
	/** By which providers that name routes are read; none where left out. */
	readonly routes?: Iterable<AnchorRoute>;
}

/** Objects by what series name of them. Paths are `namespace/name`. */
export interface FindableAnchors {
	readonly services: ReadonlyMap<string, AnchorService>;
	/** Services by the first label of their selector, as `namespace/label=value`. */
	readonly bySelector: ServicesBySelector;
	/** The Services that releases name. */
	readonly named: ReadonlyMap<string, Naming>;
	/** Releases by each label of their pods. */
	readonly byLabel: ReadonlyMap<string, readonly AnchorRelease[]>;
	/** Releases by their own name and those of their workloads. */
	readonly byName: ReadonlyMap<string, readonly AnchorRelease[]>;
	/** Releases by the holders of their revisions; found on demand, as only some meshes name pods. */
	byHolder(): ReadonlyMap<string, readonly AnchorRelease[]>;
	readonly toldServices: ToldServices;
	/** The rules that lead to each Service. */
	rules(): ReadonlyMap<string, readonly RouteRule[]>;
}

export type ServicesBySelector = ReadonlyMap<string | null, readonly AnchorService[]>;

export function findableAnchors({releases, services, routes = []}: AnchorObjects): FindableAnchors {
	const named = new Map<string, Naming>();
	const byLabel = new Map<string, AnchorRelease[]>();
	const byName = new Map<string, AnchorRelease[]>();
	for (const release of releases) {
		const paths = pathsOf(release);
		for (const path of paths.names) add(byName, path, release);
		for (const path of paths.labels) add(byLabel, path, release);
		for (const naming of paths.namings) {
			const known = named.get(naming.path);
			if (!known || (naming.isOwn && !known.isOwn)) named.set(naming.path, naming);
		}
	}
	let held: ReadonlyMap<string, readonly AnchorRelease[]> | undefined;
	let rules: ReadonlyMap<string, readonly RouteRule[]> | undefined;
	return {
		services: new Map(Array.from(services, service => [keysOf(service).path, service])),
		bySelector: Map.groupBy(services, service => keysOf(service).firstLabel),
		named,
		byLabel,
		byName,
		byHolder() {
			held ??= byHolder(releases);
			return held;
		},
		toldServices: createToldServices({releases, services, routes}),
		rules() {
			rules ??= rulesByService(routes);
			return rules;
		},
	};
}

function add<T>(found: Map<string, T[]>, path: string, one: T): void {
	const known = found.get(path);
	if (known) known.push(one);
	else found.set(path, [one]);
}

interface ReleasePaths {
	readonly names: readonly string[];
	readonly labels: readonly string[];
	readonly namings: readonly Naming[];
}

// Of thousands of objects a change concerns a few: the texts of the others are made once.
const releasePaths = new WeakMap<AnchorRelease, ReleasePaths>();
const serviceKeys = new WeakMap<AnchorService, {readonly path: string; readonly firstLabel: string | null}>();

function pathsOf(release: AnchorRelease): ReleasePaths {
	const known = releasePaths.get(release);
	if (known) return known;
	const {namespace, name, workloads = [], podLabels} = release;
	const made = {
		names: [...new Set([name, ...workloads.map(workload => workload.name)])].map(one => pathOf(namespace, one)),
		labels: Object.entries(podLabels).map(([label, value]) => labelPath(namespace, label, value)),
		namings: namingsOf(release),
	};
	releasePaths.set(release, made);
	return made;
}

/** `firstLabel`: every pod that the Service selects has this label. */
function keysOf(service: AnchorService): {readonly path: string; readonly firstLabel: string | null} {
	const known = serviceKeys.get(service);
	if (known) return known;
	const {namespace, name} = service.metadata;
	const [first] = Object.entries(service.selector);
	const made = {path: pathOf(namespace, name), firstLabel: first ? labelPath(namespace, ...first) : null};
	serviceKeys.set(service, made);
	return made;
}

function byHolder(releases: Iterable<AnchorRelease>): ReadonlyMap<string, readonly AnchorRelease[]> {
	const found = new Map<string, AnchorRelease[]>();
	for (const release of releases)
		for (const {holder} of release.revisions)
			if (holder !== null) add(found, pathOf(release.namespace, holder), release);
	return found;
}

/** The only release of that name, if no Service leads to its pods: a mesh then reports them by the workload's name. */
export function withoutService(named: readonly AnchorRelease[], bySelector: ServicesBySelector): AnchorRelease | null {
	// A route of the same name has no pods of its own.
	const [release, ...others] = named.filter(
		({services, podLabels}) => namesNoService(services) && Object.keys(podLabels).length > 0,
	);
	if (!release || others.length > 0) return null;
	return serviceInFront(release, bySelector) ? null : release;
}

/** The first Service whose selector the release's pods satisfy. */
export function serviceInFront(
	{namespace, podLabels}: AnchorRelease,
	bySelector: ServicesBySelector,
): AnchorService | undefined {
	return Object.entries(podLabels)
		.flatMap(([label, value]) => bySelector.get(labelPath(namespace, label, value)) ?? [])
		.find(({selector}) => Object.entries(selector).every(([key, wanted]) => podLabels[key] === wanted));
}

export function namesNoService({apex, stable, canary}: AnchorRelease['services']): boolean {
	return apex.length + stable.length + canary.length === 0;
}

export function selected(
	namespace: string,
	selector: Labels,
	byLabel: FindableAnchors['byLabel'],
): readonly AnchorRelease[] {
	const wanted = Object.entries(selector);
	const candidates = wanted.map(([label, value]) => byLabel.get(labelPath(namespace, label, value)) ?? []);
	// The rarest label leaves the fewest releases to compare.
	const [fewest] = candidates.toSorted((one, other) => one.length - other.length);
	return (fewest ?? []).filter(release => wanted.every(([label, value]) => release.podLabels[label] === value));
}

function labelPath(namespace: string, label: string, value: string): string {
	return `${namespace}/${label}=${value}`;
}
