import type {ChosenFailures} from '../domain/failure-rule.ts';
import {
	type AnchorKey,
	type ClusterId,
	metricsKey,
	type ReleaseKey,
	type RevisionKey,
	serviceKey,
} from '../domain/keys.ts';
import type {Labels} from '../domain/kube-object.ts';
import type {RouteRule} from '../domain/service-host.ts';
import {type TrafficIdentity, toldKey} from '../domain/signals.ts';
import type {ToldName} from '../domain/told-name.ts';
import type {AnchorRelease, AnchorRoute, AnchorService} from './anchor-parts.ts';
import {type ConfiguredRow, configuredRow} from './configured-row.ts';
import {type Naming, namingsOf, pathOf, revisionBySelector} from './service-namings.ts';
import {createToldServices, rulesByService, type ToldServices} from './told-services.ts';
import {withoutHash} from './without-hash.ts';

/** Where the series of a Service belong: its row, and the releases behind it. */
export interface Anchor {
	readonly key: AnchorKey;
	/** The release that names the Service, or the releases whose pods its selector finds. */
	readonly releases: readonly AnchorRelease[];
	/** The only revision that the Service leads to; null when it leads to several or this is unknown. */
	readonly revision: RevisionKey | null;
	/** What is configured to be a failure there; left out where nothing is. */
	readonly failures?: ChosenFailures;
}

export interface AnchorIndex {
	/** The row of a Service as the metrics name it; null outside the namespaces in scope. */
	anchorOf(namespace: string, service: string): Anchor | null;
	/** The row of the workload that made a pod, for example a ReplicaSet; for series that name no Service. */
	anchorOfWorkload(namespace: string, workload: string): Anchor | null;
	/** The row of what a provider names in place of a Service; null where nothing is found, or several rows may be
	 * meant. */
	anchorOfTold(told: ToldName): Anchor | null;
	/** The Services that such a name means, all of one row; none where `anchorOfTold` is null. */
	servicesOfTold: ToldServices;
	/** The rules of HTTPRoutes that lead to a Service. */
	rulesTo(namespace: string, service: string): readonly RouteRule[];
}

/** The row of a series; null outside the namespaces in scope, and if the series names neither a Service nor a
 * workload. */
export function anchorOfIdentity(
	index: AnchorIndex,
	{namespace, service, workload, told}: TrafficIdentity,
): Anchor | null {
	if (told) return index.anchorOfTold(told);
	if (service !== null) return index.anchorOf(namespace, service);
	return workload === null ? null : index.anchorOfWorkload(namespace, workload);
}

/** Built once for a set of objects; finds each anchor on first use. */
export function indexAnchors(objects: {
	readonly cluster: ClusterId;
	readonly releases: Iterable<AnchorRelease>;
	readonly services: Iterable<AnchorService>;
	/** By which providers that name routes are read; none where left out. */
	readonly routes?: Iterable<AnchorRoute>;
	readonly namespaces: readonly string[] | 'all';
	/** `selector`: the revision that a named Service leads to now. `role`: the revision of the Service's role; right
	 * for past samples. */
	readonly by?: 'selector' | 'role';
	/** Releases whose weight changed within the samples' window: for most of it, `role` is right for their Services. */
	readonly recentlyReweighted?: ReadonlySet<ReleaseKey>;
	/** What is configured to be a failure; left out where nothing is, anywhere. */
	readonly failuresOf?: (row: ConfiguredRow) => ChosenFailures | null;
}): AnchorIndex {
	const {namespaces, failuresOf} = objects;
	const scope = namespaces === 'all' ? null : new Set(namespaces);
	const services = new Map<string, AnchorService>();
	for (const service of objects.services)
		services.set(pathOf(service.metadata.namespace, service.metadata.name), service);
	const bySelector = Map.groupBy(objects.services, firstLabel);
	const named = new Map<string, Naming>();
	const byLabel = new Map<string, AnchorRelease[]>();
	const byName = new Map<string, AnchorRelease[]>();
	for (const release of objects.releases) {
		const own = pathOf(release.namespace, release.name);
		for (const path of new Set([own, ...(release.workloads ?? []).map(({name}) => pathOf(release.namespace, name))]))
			byName.set(path, [...(byName.get(path) ?? []), release]);
		for (const naming of namingsOf(release)) {
			const known = named.get(naming.path);
			if (!known || (naming.isOwn && !known.isOwn)) named.set(naming.path, naming);
		}
		for (const [label, value] of Object.entries(release.podLabels)) {
			const found = byLabel.get(labelPath(release.namespace, label, value));
			if (found) found.push(release);
			else byLabel.set(labelPath(release.namespace, label, value), [release]);
		}
	}

	function find(namespace: string, name: string): Anchor {
		const path = pathOf(namespace, name);
		const service = services.get(path);
		const naming = named.get(path);
		if (naming) {
			const {release} = naming;
			const isPast =
				objects.by === 'role' || (naming.revision !== null && objects.recentlyReweighted?.has(release.key));
			const bySelector = isPast ? null : revisionBySelector(release, service);
			return {key: release.key, releases: [release], revision: bySelector ?? naming.revision};
		}
		if (!service) {
			const own = withoutService(byName.get(path) ?? [], bySelector);
			return {
				key: own?.key ?? metricsKey(objects.cluster, namespace, name),
				releases: own ? [own] : [],
				revision: null,
			};
		}
		return {
			key: serviceKey(objects.cluster, namespace, name),
			releases: selected(namespace, service.selector, byLabel),
			revision: null,
		};
	}

	let held: ReadonlyMap<string, readonly AnchorRelease[]> | undefined;
	/** The release that made the workload, in the row of the Service in front of it. */
	function findWorkload(namespace: string, workload: string): Anchor {
		const own = pathOf(namespace, workload);
		held ??= byHolder(objects.releases);
		// If the objects of the template are not read, the name without the template's hash identifies the release.
		const named = held.get(own) ?? byName.get(own) ?? byName.get(withoutHash(own)) ?? [];
		const [release] = named.toSorted(
			(one, other) => Number(namesNoService(one.services)) - Number(namesNoService(other.services)),
		);
		const service = release && namesNoService(release.services) ? serviceInFront(release, bySelector) : undefined;
		if (service) return anchorIn(namespace, service.metadata.name);
		const key = release?.key ?? metricsKey(objects.cluster, namespace, workload);
		return ruled({key, releases: release ? [release] : [], revision: null}, namespace, workload);
	}

	const anchors = new Map<string, Anchor>();
	const remembered = (path: string, make: () => Anchor): Anchor => {
		const known = anchors.get(path);
		if (known) return known;
		const anchor = make();
		anchors.set(path, anchor);
		return anchor;
	};
	const ruled = (anchor: Anchor, namespace: string, name: string): Anchor => {
		const failures = failuresOf?.(configuredRow(anchor, namespace, name));
		return failures ? {...anchor, failures} : anchor;
	};
	const anchorIn = (namespace: string, service: string) =>
		remembered(pathOf(namespace, service), () => ruled(find(namespace, service), namespace, service));
	const toldServices = createToldServices({routes: [], ...objects});
	const told = new Map<string, Anchor | null>();
	/** Several Services of one row are that row. */
	function findTold(name: ToldName): Anchor | null {
		const found = toldServices(name).map(one => inScope(one.namespace, one.name));
		const [first, ...others] = found;
		if (!first || others.some(other => other?.key !== first.key)) return null;
		return others.length === 0 ? first : {...first, revision: null};
	}

	let rules: ReadonlyMap<string, readonly RouteRule[]> | undefined;
	const inScope = (namespace: string, service: string) =>
		scope && !scope.has(namespace) ? null : anchorIn(namespace, service);
	function anchorOfTold(name: ToldName): Anchor | null {
		const key = toldKey(name);
		if (!told.has(key)) told.set(key, findTold(name));
		return told.get(key) ?? null;
	}
	return {
		anchorOf: inScope,
		anchorOfTold,
		servicesOfTold: name => (anchorOfTold(name) ? toldServices(name) : []),
		rulesTo(namespace, service) {
			rules ??= rulesByService(objects.routes ?? []);
			return rules.get(pathOf(namespace, service)) ?? [];
		},
		anchorOfWorkload: (namespace, workload) =>
			scope && !scope.has(namespace)
				? null
				: remembered(`workload ${pathOf(namespace, workload)}`, () => findWorkload(namespace, workload)),
	};
}

/** The only release of that name, if no Service leads to its pods: a mesh then reports them by the workload's name. */
function withoutService(
	named: readonly AnchorRelease[],
	bySelector: ReadonlyMap<string | null, readonly AnchorService[]>,
): AnchorRelease | null {
	// A route of the same name has no pods of its own.
	const [release, ...others] = named.filter(
		({services, podLabels}) => namesNoService(services) && Object.keys(podLabels).length > 0,
	);
	if (!release || others.length > 0) return null;
	return serviceInFront(release, bySelector) ? null : release;
}

/** Releases by the holders of their revisions; built on demand, as only some meshes name pods. */
function byHolder(releases: Iterable<AnchorRelease>): ReadonlyMap<string, readonly AnchorRelease[]> {
	const found = new Map<string, AnchorRelease[]>();
	for (const release of releases) {
		for (const {holder} of release.revisions) {
			if (holder === null) continue;
			const path = pathOf(release.namespace, holder);
			const known = found.get(path);
			if (known) known.push(release);
			else found.set(path, [release]);
		}
	}
	return found;
}

/** The first Service whose selector the release's pods satisfy. */
function serviceInFront(
	{namespace, podLabels}: AnchorRelease,
	bySelector: ReadonlyMap<string | null, readonly AnchorService[]>,
): AnchorService | undefined {
	return Object.entries(podLabels)
		.flatMap(([label, value]) => bySelector.get(labelPath(namespace, label, value)) ?? [])
		.find(({selector}) => Object.entries(selector).every(([key, wanted]) => podLabels[key] === wanted));
}

/** The key of a Service by the first label of its selector: every pod that the Service selects has this label. */
function firstLabel({metadata, selector}: AnchorService): string | null {
	const [first] = Object.entries(selector);
	return first ? labelPath(metadata.namespace, ...first) : null;
}

function namesNoService({apex, stable, canary}: AnchorRelease['services']): boolean {
	return apex.length + stable.length + canary.length === 0;
}

function selected(
	namespace: string,
	selector: Labels,
	byLabel: ReadonlyMap<string, AnchorRelease[]>,
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
