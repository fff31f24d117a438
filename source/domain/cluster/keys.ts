/** Identity is a key, never an index or a display name. */

/** What a row on screen stands for: the release if there is one, else the Service, else a name known from metrics. */
export type AnchorKey = ReleaseKey | ServiceKey | MetricsKey;

/** A release object, such as `release:prod/rollouts.argoproj.io/shop/checkout`: its cluster comes first. */
export type ReleaseKey = `release:${string}/${string}/${string}/${string}`;
export type ServiceKey = `service:${string}/${string}/${string}`;
/** A destination that only the metrics know. */
export type MetricsKey = `metrics:${string}/${string}/${string}`;

declare const clusterBrand: unique symbol;
/** One of the clusters that this run of perch reads: its context's name. Holds no `/`. */
export type ClusterId = string & {readonly [clusterBrand]: true};

/** Encodes the name, because a context's name may hold any character. */
export function clusterId(contextName: string): ClusterId {
	return encodeURIComponent(contextName) as ClusterId;
}

/** The namespace and name in a key of any kind. */
export function namedBy(key: AnchorKey): {readonly namespace: string; readonly name: string} {
	const [namespace = '', name = ''] = key.split('/').slice(-2);
	return {namespace, name};
}

export function isMetricsKey(key: AnchorKey): key is MetricsKey {
	return key.startsWith('metrics:');
}

export function clusterOf(key: AnchorKey): ClusterId {
	return key.slice(key.indexOf(':') + 1, key.indexOf('/')) as ClusterId;
}

/** A version of a release: the release object's uid and the pod-template hash, or the controller revision's name. */
export type RevisionKey = `${string}@${string}`;

export function releaseKey(cluster: ClusterId, kindId: string, namespace: string, name: string): ReleaseKey {
	return `release:${cluster}/${kindId}/${namespace}/${name}`;
}

export function isReleaseKey(key: AnchorKey): key is ReleaseKey {
	return key.startsWith('release:');
}

/** Kinds, namespaces and names hold no `/`. */
export function releaseParts(key: ReleaseKey): {
	readonly kindId: string;
	readonly namespace: string;
	readonly name: string;
} {
	const [, kindId = '', namespace = '', name = ''] = key.slice('release:'.length).split('/');
	return {kindId, namespace, name};
}

export function serviceKey(cluster: ClusterId, namespace: string, name: string): ServiceKey {
	return `service:${cluster}/${namespace}/${name}`;
}

export function metricsKey(cluster: ClusterId, namespace: string, name: string): MetricsKey {
	return `metrics:${cluster}/${namespace}/${name}`;
}

export function revisionKey(ownerUid: string, hash: string): RevisionKey {
	return `${ownerUid}@${hash}`;
}
