import type {KubeObject, ResourceId} from '../../contract.ts';
import type {Stored} from './manifests.ts';
import {applied} from './route-manifests.ts';

/** The policies for calls in the namespace `pay`: all calls are encrypted, those to the payment gateway have
 * outlier detection. */
export function policyManifests(): readonly Stored[] {
	return [
		policy('peerauthentications.security.istio.io', 'security.istio.io/v1', 'PeerAuthentication', 'default', {
			mtls: {mode: 'STRICT'},
		}),
		policy('destinationrules.networking.istio.io', 'networking.istio.io/v1', 'DestinationRule', 'gateway', {
			host: 'gateway',
			trafficPolicy: {
				connectionPool: {http: {http1MaxPendingRequests: 20, maxRequestsPerConnection: 100}, tcp: {maxConnections: 60}},
				loadBalancer: {simple: 'LEAST_REQUEST'},
				outlierDetection: {
					baseEjectionTime: '30s',
					consecutive5xxErrors: 5,
					interval: '10s',
					maxEjectionPercent: 34,
				},
			},
		}),
		policy('virtualservices.networking.istio.io', 'networking.istio.io/v1', 'VirtualService', 'gateway', {
			hosts: ['gateway'],
			http: [
				{
					retries: {attempts: 2, perTryTimeout: '800ms', retryOn: '5xx,reset,connect-failure'},
					route: [{destination: {host: 'gateway'}}],
					timeout: '2s',
				},
			],
		}),
	];
}

function policy(resource: ResourceId, apiVersion: string, kind: string, name: string, spec: object): Stored {
	const object: KubeObject = {apiVersion, kind, metadata: {name, namespace: 'pay'}, spec};
	return applied({resource, object});
}
