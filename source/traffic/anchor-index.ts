import {
	type AnchorKey,
	type ClusterId,
	metricsKey,
	type ReleaseKey,
	type RevisionKey,
	serviceKey,
} from '../domain/cluster/keys.ts';
import type {RouteRule} from '../domain/cluster/service-host.ts';
import {sameValue} from '../domain/same-value.ts';
import type {ChosenFailures} from '../domain/settings/failure-rule.ts';
import {type TrafficIdentity, toldKey} from '../domain/signals/signals.ts';
import type {ToldName} from '../domain/signals/told-name.ts';
import type {AnchorRelease} from './anchor-parts.ts';
import {type ConfiguredRow, configuredRow} from './configured-row.ts';
import {
	type AnchorObjects,
	type FindableAnchors,
	findableAnchors,
	namesNoService,
	selected,
	serviceInFront,
	withoutService,
} from './findable-anchors.ts';
import {pathOf, revisionBySelector} from './service-namings.ts';
import type {ToldServices} from './told-services.ts';
import {withIdentities} from './with-identities.ts';
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

export type KnownAnchors = ReadonlyMap<string, Anchor>;

export interface AnchorIndex {
	/** The row of a Service as the metrics name it; null outside the namespaces in scope. */
	anchorOf(namespace: string, service: string): Anchor | null;
	/** The row of the workload that made a pod, for example a ReplicaSet; for series that name no Service. */
	anchorOfWorkload(namespace: string, workload: string): Anchor | null;
	/** The row of what a provider names in place of a Service; null where nothing is found, or several rows may be
	 * meant. */
	anchorOfTold(told: ToldName): Anchor | null;
	/** The row of a series; null outside the namespaces in scope, and if the series names neither a Service nor a
	 * workload. */
	anchorOfIdentity(identity: TrafficIdentity): Anchor | null;
	/** The Services that such a name means, all of one row; none where `anchorOfTold` is null. */
	servicesOfTold: ToldServices;
	/** The rules of HTTPRoutes that lead to a Service. */
	rulesTo(namespace: string, service: string): readonly RouteRule[];
	/** The anchors that were found so far. */
	readonly known?: KnownAnchors;
}

interface IndexOptions {
	readonly namespaces: readonly string[] | 'all';
	/** `selector`: the revision that a named Service leads to now. `role`: the revision of the Service's role; right
	 * for past samples. */
	readonly by?: 'selector' | 'role';
	/** Releases whose weight changed within the samples' window: for most of it, `role` is right for their Services. */
	readonly recentlyReweighted?: ReadonlySet<ReleaseKey>;
	/** What is configured to be a failure; left out where nothing is, anywhere. */
	readonly failuresOf?: (row: ConfiguredRow) => ChosenFailures | null;
}

/** Built once for a set of objects; finds each anchor on first use. */
export function indexAnchors({
	cluster,
	releases,
	services,
	routes = [],
	...options
}: IndexOptions & AnchorObjects & {readonly cluster: ClusterId}): AnchorIndex {
	return anchorIndex(cluster, findableAnchors({releases, services, routes}), options);
}

/** `before`: the anchors of an earlier index, which are taken over where they are equal. */
export function anchorIndex(
	cluster: ClusterId,
	objects: FindableAnchors,
	options: IndexOptions,
	before?: KnownAnchors,
): AnchorIndex {
	const {services, bySelector, named, byLabel, byName} = objects;
	const {namespaces, failuresOf} = options;
	const scope = namespaces === 'all' ? null : new Set(namespaces);
	function find(namespace: string, name: string): Anchor {
		const path = pathOf(namespace, name);
		const service = services.get(path);
		const naming = named.get(path);
		if (naming) {
			const {release} = naming;
			const isPast =
				options.by === 'role' || (naming.revision !== null && options.recentlyReweighted?.has(release.key));
			const bySelector = isPast ? null : revisionBySelector(release, service);
			return {key: release.key, releases: [release], revision: bySelector ?? naming.revision};
		}
		if (!service) {
			const own = withoutService(byName.get(path) ?? [], bySelector);
			return {
				key: own?.key ?? metricsKey(cluster, namespace, name),
				releases: own ? [own] : [],
				revision: null,
			};
		}
		return {
			key: serviceKey(cluster, namespace, name),
			releases: selected(namespace, service.selector, byLabel),
			revision: null,
		};
	}

	/** The release that made the workload, in the row of the Service in front of it. */
	function findWorkload(namespace: string, workload: string): Anchor {
		const own = pathOf(namespace, workload);
		// If the objects of the template are not read, the name without the template's hash identifies the release.
		const named = objects.byHolder().get(own) ?? byName.get(own) ?? byName.get(withoutHash(own)) ?? [];
		const [release] = named.toSorted(
			(one, other) => Number(namesNoService(one.services)) - Number(namesNoService(other.services)),
		);
		const service = release && namesNoService(release.services) ? serviceInFront(release, bySelector) : undefined;
		if (service) return anchorIn(namespace, service.metadata.name);
		const key = release?.key ?? metricsKey(cluster, namespace, workload);
		return ruled({key, releases: release ? [release] : [], revision: null}, namespace, workload);
	}

	const anchors = new Map<string, Anchor>();
	const remembered = (path: string, make: () => Anchor): Anchor => {
		const known = anchors.get(path);
		if (known) return known;
		const made = make();
		const earlier = before?.get(path);
		const anchor = earlier && isSameAnchor(earlier, made) ? earlier : made;
		anchors.set(path, anchor);
		return anchor;
	};
	const ruled = (anchor: Anchor, namespace: string, name: string): Anchor => {
		const failures = failuresOf?.(configuredRow(anchor, namespace, name));
		return failures ? {...anchor, failures} : anchor;
	};
	const anchorIn = (namespace: string, service: string) =>
		remembered(pathOf(namespace, service), () => ruled(find(namespace, service), namespace, service));
	const {toldServices} = objects;
	const told = new Map<string, Anchor | null>();
	/** Several Services of one row are that row. */
	function findTold(name: ToldName): Anchor | null {
		const found = toldServices(name).map(one => inScope(one.namespace, one.name));
		const [first, ...others] = found;
		if (!first || others.some(other => other?.key !== first.key)) return null;
		return others.length === 0 ? first : {...first, revision: null};
	}

	const inScope = (namespace: string, service: string) =>
		scope && !scope.has(namespace) ? null : anchorIn(namespace, service);
	function anchorOfTold(name: ToldName): Anchor | null {
		const key = toldKey(name);
		if (!told.has(key)) told.set(key, findTold(name));
		return told.get(key) ?? null;
	}
	const anchorOfWorkload = (namespace: string, workload: string) =>
		scope && !scope.has(namespace)
			? null
			: remembered(`workload ${pathOf(namespace, workload)}`, () => findWorkload(namespace, workload));
	const index: Omit<AnchorIndex, 'anchorOfIdentity'> = {
		anchorOf: inScope,
		anchorOfTold,
		servicesOfTold: name => (anchorOfTold(name) ? toldServices(name) : []),
		rulesTo: (namespace, service) => objects.rules().get(pathOf(namespace, service)) ?? [],
		anchorOfWorkload,
		known: anchors,
	};
	return withIdentities(index);
}

function isSameAnchor(one: Anchor, other: Anchor): boolean {
	return (
		one.key === other.key &&
		one.revision === other.revision &&
		one.releases.length === other.releases.length &&
		one.releases.every((release, at) => release === other.releases[at]) &&
		sameValue(one.failures, other.failures)
	);
}
