import {ident, safe} from '../../domain/text/safe-text.ts';
import {askedFor, clusterLabel, clusterMatcher, type NameForm, plainClusters} from './cluster-names.ts';
import {envoyMesh, gatewayLimits} from './envoy-mesh.ts';
import type {EnvoyClusters} from './envoy-requests.ts';

const title = safe`Gloo`;

/** By an Upstream and its Kubernetes Service, as newer versions write it. */
const byService: NameForm = (namespace, name) => `kube-(?:svc|upstream)_.+_[^_]+_${namespace}_${name}_[0-9]+`;

/** By an Upstream alone, with the namespace where it is: Gloo's discovery calls it after namespace, Service and port. */
const upstream = /^(?<text>[a-z0-9-]+-[0-9]+)_[a-z0-9-]+$/;
const byUpstream: NameForm = (namespace, name) => `${namespace}-${name}-[0-9]+_[^_]+`;

/** Either, with the names only once, for the length of a query. */
const asked: NameForm = (namespace, name) =>
	`(?:kube-(?:svc|upstream)_.+_)?${namespace}[-_]${name}[-_][0-9]+(?:_[^_]+)?`;

const plain = plainClusters([byService]);

const clusters: EnvoyClusters = {
	own: [clusterMatcher([byUpstream('[a-z0-9]+', '[a-z0-9-]+'), byService('[^_]+', '[^_]+')])],
	by: [clusterLabel],
	identityOf(labels) {
		const text = upstream.exec(labels[clusterLabel] ?? '')?.groups?.text;
		if (text === undefined) return plain.identityOf(labels);
		return {
			namespace: safe``,
			service: null,
			workload: null,
			version: null,
			told: {kind: 'dashed', text: ident(text), namespace: null},
			isOfAnyVersion: true,
		};
	},
	matchersOf: services => [clusterMatcher(askedFor(services, [asked]))],
};

/** Gloo's Envoys, which count by Upstream. One that somebody named otherwise is not read: its name tells no Service. */
export const gloo = envoyMesh(
	{
		id: 'gloo',
		title,
		installed: {groups: ['gloo.solo.io', 'gateway.solo.io'], scrape: safe`its Envoys at port 8081, /metrics`},
		evidence: {requests: 'source', latency: 'documentation', versions: 'documentation'},
		clusters,
	},
	gatewayLimits(title),
);
