import {safe} from '../../domain/text/safe-text.ts';
import {plainClusters} from './cluster-names.ts';
import {envoyMesh, gatewayLimits} from './envoy-mesh.ts';

const title = safe`kgateway`;

/** kgateway's Envoys, which count by `kube_NAMESPACE_SERVICE_PORT`. A series that never counted is not exposed. */
export const kgateway = envoyMesh(
	{
		id: 'kgateway',
		title,
		installed: {groups: ['gateway.kgateway.dev'], scrape: safe`its Envoys at /metrics`},
		evidence: {requests: 'recorded', latency: 'documentation', versions: 'documentation'},
		clusters: plainClusters([(namespace, name) => `kube_${namespace}_${name}_[0-9]+`]),
	},
	gatewayLimits(title),
);
