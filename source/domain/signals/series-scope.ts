import {ident, line, type SafeText, safe} from '../text/safe-text.ts';

/** Values that labels must have, by label; an empty value matches series without the label. */
export type Matchers = Readonly<Record<string, string>>;

/** Which series of a Prometheus perch asks for: it may hold series of several clusters, and copies of one series. */
export interface SeriesScope {
	readonly matchers: Matchers;
	/** Labels that may tell clusters apart. */
	readonly clusterLabels: readonly string[];
	/** Labels that may tell copies of one series apart, where several servers scrape the same targets. */
	readonly replicaLabels: readonly string[];
	/** Those of the replica labels that the series have: copies of one series count once. */
	readonly copiesBy: readonly string[];
}

/** The scope of these matchers. `labelNames`, as far as they are known, add the server's own labels for
 * clusters and replicas. */
export function scopeOf(matchers: Matchers, labelNames: readonly string[] = []): SeriesScope {
	const named = (usual: readonly string[], pattern: RegExp) => [
		...new Set([...usual, ...labelNames.filter(name => isPlain(name) && pattern.test(name))]),
	];
	const own = Object.keys(matchers).filter(isPlain);
	return {
		matchers,
		clusterLabels: [...new Set([...named(usualClusterLabels, clusterName), ...own])],
		replicaLabels: named(usualReplicaLabels, replicaName),
		copiesBy: [],
	};
}

/** The braces of a selector, `{reporter="source",cluster="prod-eu1"}`, `own` first; empty without any matcher. */
export function selectorOf(matchers: Matchers, own: readonly string[] = []): string {
	const all = [...own, ...Object.entries(matchers).map(([label, value]) => `${labelName(label)}=${quoted(value)}`)];
	return all.length === 0 ? '' : `{${all.join(',')}}`;
}

/** A PromQL string, `"…"`: escapes what would end or change it. Half of a surrogate pair is no text and
 * becomes U+FFFD. */
export function quoted(text: string): string {
	const escaped = text.toWellFormed().replace(/["\\\n\r]/g, character => escapes[character] ?? character);
	return `"${escaped}"`;
}

/** The matchers as the configuration file has them: `{cluster: prod-eu1}`. */
export function matchersText(matchers: Matchers): SafeText {
	const entries = Object.entries(matchers).map(
		([label, value]) => safe`${ident(label)}: ${value === '' ? safe`""` : ident(value)}`,
	);
	return safe`{${line(entries.join(', '))}}`;
}

const usualClusterLabels = ['cluster', 'cluster_name', 'cluster_id', 'k8s_cluster', 'k8s_cluster_name', 'tenant_id'];
const usualReplicaLabels = ['prometheus_replica', 'replica', '__replica__'];

/** Leaves out Istio's `source_cluster` and `destination_cluster`: a call from one cluster to another has both. Leaves out
 * Envoy's as well: `envoy_cluster_name` is what it calls, `local_cluster` what it stands beside. */
const clusterName = /^(?!.*(?:source|destination)_|envoy_|local_cluster$).*cluster/i;
const replicaName = /(?:^|_)replica_*$/;

const escapes: Readonly<Record<string, string>> = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r'};

/** Whether a name needs no quotes. Other names are quoted, as Prometheus 3 reads them. */
function isPlain(label: string): boolean {
	return /^[a-zA-Z_]\w*$/.test(label);
}

function labelName(label: string): string {
	return isPlain(label) ? label : quoted(label);
}
