import type {MeshId} from '../../source/domain/signals/mesh-id.ts';

/** The expositions in `test/fixtures/metrics` that each provider is read from in tests. */
export const triedOn: Readonly<Record<Exclude<MeshId, 'own'>, string>> = {
	istio: 'sidecars of 1.14 and of public labs, waypoints of 2023 and 2024',
	linkerd: 'proxies of 2026',
	consul: 'a dataplane without upstreams, labels of an edge of 2023',
	kuma: 'what its own tests merge',
	hubble: 'what its own tests collect, sums of two clusters of 2026',
	ztunnel: '1.24',
	'ingress-nginx': 'a controller of 2026',
	haproxy: '2.6.12 behind its own controller’s names, and the community’s haproxy-ingress',
	kong: '2, 3.0, and 3 with workspaces',
	traefik: '2 and 3, the latter with one service',
	'envoy-gateway': 'two proxies of 2026',
	kgateway: 'lines of its documentation',
	contour: 'names of its source',
	gloo: 'names of its source and of a tutorial',
	opentelemetry: 'the SDKs of Node and Go, scraped and pushed into Prometheus 3',
	application:
		'prom-client, express-prom-bundle, client_golang, prometheus-flask-exporter; lines of Micrometer and axum-prometheus',
	'service-graph': 'what its own tests expect',
	'span-metrics': 'the connector 0.165; with the names of the older processor and of Tempo',
};
