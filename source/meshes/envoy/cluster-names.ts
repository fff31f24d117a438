import type {NamedService} from '../../domain/cluster/service-host.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import {ident} from '../../domain/text/safe-text.ts';
import {byNamespace, escapeRegex} from '../promql.ts';
import type {EnvoyClusters} from './envoy-requests.ts';

/** The label in which Envoy names its clusters. Istio's own statistics of Envoy have `cluster_name` in its place. */
export const clusterLabel = 'envoy_cluster_name';

/** How the clusters of a Service are named: a regular expression around those for its namespace and its name. */
export type NameForm = (namespace: string, name: string) => string;

/** Clusters whose names hold the namespace and the Service plainly: no name of Kubernetes has the underscores between
 * them. `asked`: a shorter form that fits whatever any of the forms does. */
export function plainClusters(forms: readonly NameForm[], asked?: NameForm): EnvoyClusters {
	const patterns = forms.map(form => new RegExp(`^${form(`(?<namespace>${label})`, `(?<name>${label})`)}$`));
	return {
		own: [clusterMatcher(forms.map(form => form(label, label)))],
		by: [clusterLabel],
		identityOf(labels) {
			const found = patterns.map(pattern => pattern.exec(labels[clusterLabel] ?? '')?.groups).find(Boolean);
			if (!found?.namespace || !found.name) return null;
			return {
				namespace: ident(found.namespace),
				service: ident(found.name),
				workload: null,
				version: null,
				isOfAnyVersion: true,
			};
		},
		matchersOf: services => [clusterMatcher(askedFor(services, asked ? [asked] : forms))],
		exactMatchersOf: services => [clusterMatcher(askedFor(services, forms))],
	};
}

/** A regular expression for each namespace. */
export function askedFor(services: readonly NamedService[], forms: readonly NameForm[]): readonly string[] {
	return byNamespace(services).flatMap(([namespace, names]) => {
		const own = [...new Set(names)].sort().map(escapeRegex);
		return forms.map(form => form(escapeRegex(namespace), `(?:${own.join('|')})`));
	});
}

/** Matches clusters by any of these regular expressions; none where there are none. */
export function clusterMatcher(patterns: readonly string[]): string {
	return `${clusterLabel}=~${quoted(patterns.join('|'))}`;
}

/** A name of Kubernetes. */
const label = '[a-z0-9-]+';
