/** Identity is a key, never an index or a display name. */

/** What a row on screen stands for: the release if there is one, else the Service, else a name known from metrics. */
export type AnchorKey = ReleaseKey | ServiceKey | MetricsKey;

/** A release object, such as `release:rollouts.argoproj.io/shop/checkout`. */
export type ReleaseKey = `release:${string}/${string}/${string}`;
export type ServiceKey = `service:${string}/${string}`;
/** A destination that only the metrics know. */
export type MetricsKey = `metrics:${string}/${string}`;

/** A version of a release: the release object's uid and the pod-template hash, or the controller revision's name. */
export type RevisionKey = `${string}@${string}`;

export function releaseKey(kindId: string, namespace: string, name: string): ReleaseKey {
	return `release:${kindId}/${namespace}/${name}`;
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
	const [kindId = '', namespace = '', name = ''] = key.slice('release:'.length).split('/');
	return {kindId, namespace, name};
}

export function serviceKey(namespace: string, name: string): ServiceKey {
	return `service:${namespace}/${name}`;
}

export function metricsKey(namespace: string, name: string): MetricsKey {
	return `metrics:${namespace}/${name}`;
}

export function revisionKey(ownerUid: string, hash: string): RevisionKey {
	return `${ownerUid}@${hash}`;
}
