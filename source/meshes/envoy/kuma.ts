import {safe} from '../../domain/text/safe-text.ts';
import {type NameForm, plainClusters} from './cluster-names.ts';
import {envoyMesh} from './envoy-mesh.ts';

/** By the tag `kuma.io/service`, by a MeshService, and by a MeshService where resources are named the same everywhere. */
const forms: readonly NameForm[] = [
	(namespace, name) => `${name}_${namespace}_svc_[0-9]+`,
	(namespace, name) => `[^_]+_${name}_${namespace}_[^_]*_msvc_[0-9]+`,
	(namespace, name) => `kri_msvc_[^_]+_[^_]*_${namespace}_${name}_[^_]*`,
];

/** With the names only once, for the length of a query. */
const asked: NameForm = (namespace, name) =>
	`(?:[^_]+_)?${name}_${namespace}_.*svc_[0-9]+|kri_msvc_[^_]+_[^_]*_${namespace}_.+`;

const named = plainClusters(forms, asked);

/**
 * Kuma's sidecars: callers count, by the clusters that they call. Kuma marks what is traffic of the mesh; that includes
 * a sidecar's own application and what passes it by, which have no name of a Service.
 */
export const kuma = envoyMesh(
	{
		id: 'kuma',
		installed: {groups: ['kuma.io'], scrape: safe`its sidecars at port 5670, /metrics, with a MeshMetric`},
		evidence: {requests: 'source', latency: 'source', versions: 'none'},
		title: safe`Kuma`,
		clusters: {...named, own: ['kuma_io_mesh_traffic="true"', ...named.own]},
	},
	[
		{
			code: 'versions',
			text: safe`Kuma adds up what it splits of one Service: versions can be told only where each has a Service`,
		},
		{
			code: 'outside',
			text: safe`Kuma counts what its sidecars and gateways call: it misses requests that come from outside of the mesh`,
		},
		{code: 'callers', text: safe`Kuma’s metrics do not name who calls: only the scrape may`},
	],
);
