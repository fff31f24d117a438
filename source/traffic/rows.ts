import {type AnchorKey, isReleaseKey, type ReleaseKey} from '../domain/cluster/keys.ts';
import {isSameService, type NamedService} from '../domain/cluster/service-host.ts';
import type {TrafficIdentity} from '../domain/signals/signals.ts';
import {type SafeText, safe} from '../domain/text/safe-text.ts';
import type {AnchorIndex} from './anchor-index.ts';
import type {AnchorRelease, AnchorService} from './anchor-parts.ts';

/** A row of the services table, without figures. */
export interface Row {
	readonly key: AnchorKey;
	/** `shop/checkout`: display only. */
	readonly name: SafeText;
	/** The Services that fold into the row. */
	readonly services: readonly NamedService[];
	/** The release behind the row; null when there is none. */
	readonly release: ReleaseKey | null;
}

export interface Rows {
	readonly rows: ReadonlyMap<AnchorKey, Row>;
	/** Services that lead to a release, claimed or by selector. */
	readonly servicesOf: ReadonlyMap<ReleaseKey, readonly NamedService[]>;
	/** The row with a release's figures: its own, or that of the first Service in front of its pods. */
	readonly byRelease: ReadonlyMap<ReleaseKey, AnchorKey>;
}

/** Folds Services into rows: one for a release with the Services that it names, else one for each Service. A
 * release without a Service has no row. A Service or workload that only the metrics know gets a row by its name. */
export function foldRows(
	index: AnchorIndex,
	services: readonly AnchorService[],
	measured: readonly TrafficIdentity[],
): Rows {
	const rows = new Map<AnchorKey, Row>();
	const servicesOf = new Map<ReleaseKey, NamedService[]>();
	const add = (namespace: SafeText, service: SafeText) => {
		const anchor = index.anchorOf(namespace, service);
		if (!anchor) return;
		const [behind] = anchor.releases;
		const known = rows.get(anchor.key);
		const named = {
			namespace,
			name: service,
			rules: index.rulesTo(namespace, service),
			...(behind && {applications: applicationsOf(behind)}),
		};
		if (known?.services.some(other => isSameService(other, named))) return;
		const name = behind && behind.key === anchor.key ? releaseName(behind) : safe`${namespace}/${service}`;
		rows.set(anchor.key, {
			key: anchor.key,
			name,
			services: [...(known?.services ?? []), named],
			release: behind?.key ?? null,
		});
		if (behind) servicesOf.set(behind.key, [...(servicesOf.get(behind.key) ?? []), named]);
	};
	for (const {metadata} of services) add(metadata.namespace, metadata.name);
	for (const identity of measured) {
		const {namespace, service, workload, told} = identity;
		if (service !== null && !told) {
			if (namespace !== '' && service !== '') add(namespace, service);
			continue;
		}
		const anchor = index.anchorOfIdentity(identity);
		if (!anchor || rows.has(anchor.key)) continue;
		const [behind] = anchor.releases;
		const name = behind
			? releaseName(behind)
			: safe`${told?.namespace ?? namespace}/${told?.text ?? workload ?? safe``}`;
		rows.set(anchor.key, {key: anchor.key, name, services: [], release: behind?.key ?? null});
	}
	const byRelease = new Map<ReleaseKey, AnchorKey>();
	for (const {key, release} of rows.values())
		if (release !== null && (key === release || !byRelease.has(release))) byRelease.set(release, key);
	return {rows, servicesOf, byRelease};
}

/** What the pods of a release may call themselves. */
function applicationsOf({name, workloads = []}: AnchorRelease): readonly string[] {
	return [...new Set([name, ...workloads.map(workload => workload.name)])];
}

/** The row of this key, or the row with the figures of the release that has this key; null where there is none. */
export function rowAt(rows: Rows, key: AnchorKey): Row | null {
	const behind = isReleaseKey(key) ? rows.byRelease.get(key) : key;
	return behind === undefined ? null : (rows.rows.get(behind) ?? null);
}

/** `shop/checkout`: the host that callers use, else the release's own name. */
export function releaseName(release: Pick<AnchorRelease, 'namespace' | 'name' | 'services'>): SafeText {
	return safe`${release.namespace}/${release.services.host ?? release.name}`;
}
