import {type AnchorKey, clusterId, metricsKey, type RevisionKey, revisionKey} from '../../domain/cluster/keys.ts';
import {countedBy, type FailureRule} from '../../domain/settings/failure-rule.ts';
import type {MeshId} from '../../domain/signals/mesh-id.ts';
import type {LatencySample, TrafficIdentity, TrafficSample} from '../../domain/signals/signals.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {foldTraffic} from '../fold-traffic.ts';
import type {TrafficFigures} from '../row-traffic.ts';
import {withIdentities} from '../with-identities.ts';
import {type VersionNames, versionNamed} from './version-names.ts';

/** What each version did at one time: rates a second over the window of the query. */
export type VersionFigures = ReadonlyMap<SafeText, TrafficFigures>;

/** Folds the samples of one release, at one time, by the version that they name. Meshes and viewpoints are chosen as
 * for the screen (`foldTraffic`), and failures counted by the rule, if there is one; null where nothing is told, or several meshes count parts of it. */
export function foldVersions(
	names: VersionNames,
	traffic: readonly TrafficSample[],
	latency: readonly LatencySample[] = [],
	order: readonly MeshId[] | null = null,
	rule: FailureRule | null = null,
): VersionFigures | null {
	const only = onlyVersions(names, traffic);
	const onlyVersion = (sample: TrafficSample | LatencySample) =>
		sample.identity.isOfAnyVersion ? null : (only.get(placeOf(sample)) ?? null);
	const named = <S extends TrafficSample | LatencySample>(sample: S): S => ({
		...sample,
		identity: renamed(sample.identity, versionNamed(names, sample.identity) ?? onlyVersion(sample)),
	});
	const counted = rule ? traffic.map(sample => countedBy(rule, sample)) : traffic;
	const row = foldTraffic(byVersion, counted.map(named), latency.map(named), order).rows.get(rowKey);
	if (row?.split.kind !== 'known') return null;
	return new Map(Array.from(row.split.byRevision, ([key, figures]) => [versionOf(key), figures]));
}

/** For each Service, as one viewpoint counts it, the only version whose pods answer: what reached no pod was meant for
 * it. A Service of several versions has none. */
function onlyVersions(names: VersionNames, traffic: readonly TrafficSample[]): ReadonlyMap<string, SafeText> {
	const versions = new Map<string, Set<SafeText>>();
	for (const sample of traffic) {
		const version = sample.requestsPerSecond > 0 ? versionNamed(names, sample.identity) : null;
		if (version === null || sample.identity.service === null) continue;
		const place = placeOf(sample);
		versions.set(place, (versions.get(place) ?? new Set()).add(version));
	}
	return new Map(
		[...versions].flatMap(([place, [first, ...others]]) => (first && others.length === 0 ? [[place, first]] : [])),
	);
}

function placeOf({identity: {namespace, service}, viewpoint, mesh}: TrafficSample | LatencySample): string {
	return `${mesh ?? ''} ${viewpoint} ${namespace}/${service ?? ''}`;
}

// The name of the version takes the place of the Service's, or of the workload's where the series names no Service:
// which of the two is told says who counted.
function renamed({namespace, service, workload}: TrafficIdentity, version: SafeText | null): TrafficIdentity {
	const name = version === null ? nobody : safe`${mark}${version}`;
	return service === null
		? {namespace, service, workload: name, version: null}
		: {namespace, service: name, workload, version: null};
}

const mark = safe`v `;
const nobody = safe`nobody`;

/** One row, whose revisions are the versions. */
const rowKey: AnchorKey = metricsKey(clusterId('past'), 'past', 'release');
const anchorOf = (_namespace: string, name: string) => ({
	key: rowKey,
	releases: [],
	revision: name.startsWith(mark) ? revisionKey('past', name.slice(mark.length)) : null,
});
const byVersion = withIdentities({
	anchorOf,
	anchorOfWorkload: anchorOf,
	anchorOfTold: () => null,
	servicesOfTold: () => [],
	rulesTo: () => [],
});

function versionOf(key: RevisionKey): SafeText {
	return ident(key.slice(key.indexOf('@') + 1));
}
