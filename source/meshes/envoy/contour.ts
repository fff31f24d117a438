import {safe} from '../../domain/text/safe-text.ts';
import {plainClusters} from './cluster-names.ts';
import {envoyMesh, gatewayLimits} from './envoy-mesh.ts';

const title = safe`Contour`;
const named = plainClusters([(namespace, name) => `${namespace}_${name}_[0-9]+`]);

/** Contour's Envoys, which count by `NAMESPACE_SERVICE_PORT`. Kuma calls a service outside of Kubernetes alike. */
export const contour = envoyMesh(
	{
		id: 'contour',
		title,
		installed: {groups: ['projectcontour.io'], scrape: safe`its Envoys at port 8002, /stats/prometheus`},
		evidence: {requests: 'source', latency: 'source', versions: 'source'},
		clusters: {...named, own: [...named.own, 'kuma_io_mesh_traffic=""']},
	},
	gatewayLimits(title),
);
