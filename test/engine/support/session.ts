import type {LatencySample, TrafficSample} from '../../../source/domain/signals/signals.ts';
import {ident, safe} from '../../../source/domain/text/safe-text.ts';
import type {ClusterError, ClusterTarget} from '../../../source/ports/cluster.ts';
import type {Settings} from '../../../source/ports/settings.ts';

/** A protected production cluster that serves every kind, and its settings without a config file. */
export const target: ClusterTarget = {
	context: safe`prod`,
	contexts: ['prod', 'staging'],
	cluster: safe`prod-eu1`,
	server: safe`api.example:6443`,
	isInsecure: false,
	namespace: safe`shop`,
	isReadOnly: false,
};

export const settings: Settings = {
	isReadOnly: false,
	readOnlyBecause: null,
	configMistakes: [],
	namespaces: 'all',
	fallbackNamespaces: [],
	protection: {kind: 'all'},
	environment: null,
	refreshSeconds: 2,
	pollSeconds: null,
	wall: null,
	isDemo: false,
	version: safe`0.0.0`,
};

export const served: Readonly<Record<string, readonly string[]>> = {
	services: ['v1'],
	pods: ['v1'],
	events: ['v1'],
	'deployments.apps': ['v1'],
	'replicasets.apps': ['v1'],
	'statefulsets.apps': ['v1'],
	'controllerrevisions.apps': ['v1'],
	'endpointslices.discovery.k8s.io': ['v1'],
	'horizontalpodautoscalers.autoscaling': ['v2'],
	'rollouts.argoproj.io': ['v1alpha1'],
	'analysisruns.argoproj.io': ['v1alpha1'],
	'virtualservices.networking.istio.io': ['v1'],
};

/** A screen on which the first list has nothing beside it. */
export const narrow = {columns: 80, rows: 24};
export const wide = {columns: 160, rows: 45};

export const scrapeSeconds = 5;
export const windowSeconds = 20;

export const down: ClusterError = {kind: 'unreachable', status: null, message: safe`connection refused`, missing: null};

export function forbidden(missing: string): ClusterError {
	return {kind: 'forbidden', status: 403, message: safe`forbidden`, missing: ident(missing)};
}

/** What the callers' proxies report of a Service of shop/checkout. */
export function sample(service: string, requestsPerSecond: number, errorsPerSecond = 0): TrafficSample {
	return {
		identity: {namespace: ident('shop'), service: ident(service), workload: ident('checkout'), version: null},
		viewpoint: 'source',
		requestsPerSecond,
		errorsPerSecond,
	};
}

/** The same by the status with which they were answered; 5xx fails by the mesh's own rule. */
export function answered(service: string, byStatus: Readonly<Record<string, number>>): TrafficSample {
	const outcomes = Object.entries(byStatus).map(([status, perSecond]) => ({
		status: ident(status),
		grpcStatus: null,
		isFailed: status.startsWith('5'),
		perSecond,
	}));
	const sum = (all: typeof outcomes) => all.reduce((total, {perSecond}) => total + perSecond, 0);
	return {...sample(service, sum(outcomes), sum(outcomes.filter(({isFailed}) => isFailed))), outcomes};
}

/** The durations of its requests: how many a second take at most so many milliseconds; the last bound is infinite. */
export function durations(
	service: string,
	buckets: readonly (readonly [upperMs: number, perSecond: number])[],
): LatencySample {
	const {identity, viewpoint} = sample(service, 0);
	return {identity, viewpoint, buckets: buckets.map(([upperMs, perSecond]) => ({upperMs, perSecond}))};
}
