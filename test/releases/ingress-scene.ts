import type {RawObject} from '../../source/domain/cluster/kube-object.ts';

const prefix = 'nginx.ingress.kubernetes.io/';

/** Where one of ingress-nginx's annotations stands, as a JSON pointer. */
export function noted(name: string): string {
	return `/metadata/annotations/${prefix.replace('/', '~1')}${name}`;
}

/** An Ingress of the recorded host, with these annotations of ingress-nginx. */
export function ingress(
	name: string,
	annotations: Readonly<Record<string, string>>,
	{path = '/'}: {readonly path?: string} = {},
): RawObject {
	const backend = {service: {name, port: {number: 80}}};
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'Ingress',
		metadata: {
			name,
			namespace: 'default',
			uid: `uid-${name}`,
			annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}${key}`, value])),
		},
		spec: {
			ingressClassName: 'nginx',
			rules: [{host: 'echo.prod.mydomain.com', http: {paths: [{path, pathType: 'Prefix', backend}]}}],
		},
	};
}

/** A Rollout whose stable Ingress is this one. */
export function rollout(name: string, stableIngress: string): RawObject {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Rollout',
		metadata: {name, namespace: 'default', uid: `uid-${name}`},
		spec: {strategy: {canary: {trafficRouting: {nginx: {stableIngress}}}}},
	};
}
