import {ident, line, type SafeText, safe} from './safe-text.ts';

/** Values that labels must have, by label; an empty one is that of series without the label. */
export type Matchers = Readonly<Record<string, string>>;

/** Which series of a Prometheus are asked: several clusters, and copies of one, may lie in it side by side. */
export interface SeriesScope {
	readonly matchers: Matchers;
	/** Labels that may tell clusters apart. */
	readonly clusterLabels: readonly string[];
	/** Labels that may tell copies of one series apart, of servers that scrape the same. */
	readonly replicaLabels: readonly string[];
	/** Of these, the labels that there are: copies count once. */
	readonly copiesBy: readonly string[];
}

/** Everything that a server has, from the names of the labels as far as they are known. */
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

/** The braces of a selector, `{reporter="source",cluster="prod-eu1"}`: its own matchers first; nothing without any. */
export function selectorOf(matchers: Matchers, own: readonly string[] = []): string {
	const all = [...own, ...Object.entries(matchers).map(([label, value]) => `${labelName(label)}=${quoted(value)}`)];
	return all.length === 0 ? '' : `{${all.join(',')}}`;
}

/** A PromQL string: `"…"`, with what would end or change it escaped. Halves of a surrogate pair are no text: U+FFFD. */
export function quoted(text: string): string {
	const escaped = text.toWellFormed().replace(/["\\\n\r]/g, character => escapes[character] ?? character);
	return `"${escaped}"`;
}

/** As they are written in the configuration file: `{cluster: prod-eu1}`. */
export function matchersText(matchers: Matchers): SafeText {
	const entries = Object.entries(matchers).map(
		([label, value]) => safe`${ident(label)}: ${value === '' ? safe`""` : ident(value)}`,
	);
	return safe`{${line(entries.join(', '))}}`;
}

const usualClusterLabels = ['cluster', 'cluster_name', 'cluster_id', 'k8s_cluster', 'k8s_cluster_name', 'tenant_id'];
const usualReplicaLabels = ['prometheus_replica', 'replica', '__replica__'];

/** `source_cluster` and `destination_cluster` are Istio's: calls from one cluster to another are of both. */
const clusterName = /^(?!.*(?:source|destination)_).*cluster/i;
const replicaName = /(?:^|_)replica_*$/;

const escapes: Readonly<Record<string, string>> = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r'};

/** Names that need no quotes; others are written in them, as Prometheus 3 reads them. */
function isPlain(label: string): boolean {
	return /^[a-zA-Z_]\w*$/.test(label);
}

function labelName(label: string): string {
	return isPlain(label) ? label : quoted(label);
}
