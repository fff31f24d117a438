/** Who counts requests, the closest to all of them first: proxies beside every pod, a proxy at the edge, the
 * application itself, or whoever gathers its traces. */
export const standpoints = ['mesh', 'gateway', 'application', 'traces'] as const;
export type Standpoint = (typeof standpoints)[number];

/** The providers of metrics that perch reads, as a flag or the configuration names them, each with its standpoint. */
export const standpointOf = {
	istio: 'mesh',
	linkerd: 'mesh',
	consul: 'mesh',
	kuma: 'mesh',
	hubble: 'mesh',
	ztunnel: 'mesh',
	'ingress-nginx': 'gateway',
	haproxy: 'gateway',
	kong: 'gateway',
	traefik: 'gateway',
	'envoy-gateway': 'gateway',
	kgateway: 'gateway',
	contour: 'gateway',
	gloo: 'gateway',
	opentelemetry: 'application',
	application: 'application',
	// What the configuration's `metrics` describes.
	own: 'application',
	'service-graph': 'traces',
	'span-metrics': 'traces',
} as const satisfies Readonly<Record<string, Standpoint>>;

export type MeshId = keyof typeof standpointOf;

export const meshIds = Object.keys(standpointOf) as readonly MeshId[];

export function isMeshId(text: string): text is MeshId {
	return meshIds.some(id => id === text);
}
