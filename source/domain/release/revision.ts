import type {RevisionKey} from '../cluster/keys.ts';
import type {ObjectRef} from '../cluster/kube-object.ts';
import {ident, type SafeText, safe} from '../text/safe-text.ts';

/** One version of a workload. People read the tag; the hash and the number are details. */
export interface Revision {
	readonly key: RevisionKey;
	readonly hash: SafeText;
	/** The controller's number, as in `r42`; null when unknown. */
	readonly number: number | null;
	/** The image tag (or short digest) of the container that the release is about; of several containers where
	 * that one is not known. */
	readonly tag: SafeText;
	readonly images: readonly SafeText[];
	/** The subset of a Service that a route sends to, as Consul's metrics name it; left out where it is none. */
	readonly subset?: SafeText;
	readonly role: 'stable' | 'canary' | 'previous';
	readonly pods: PodCount;
	/** The object that holds the template: a ReplicaSet or a ControllerRevision. */
	readonly holder: SafeText | null;
	/** Where the template can be read: that object, or the workload itself. Left out where no object is known to
	 * hold it. */
	readonly templateIn?: ObjectRef;
	/** True only where the controller says that this revision was once fully promoted. */
	readonly wasPromoted: boolean | 'unknown';
	readonly createdAtMs: number | null;
}

export interface PodCount {
	/** Unknown until the object that holds the revision was read. */
	readonly desired: number | 'unknown';
	readonly ready: number | 'unknown';
	readonly restarts: number | 'unknown';
}

/**
 * `registry.example/checkout:2.9.0` → `2.9.0`; without a tag the short digest; with neither, `latest`. Where
 * the other image has the same tag, the digest follows it: `2.9.0@abcdef0`.
 */
export function imageTag(image: string, other?: string): string {
	const {tag, digest} = partsOf(image);
	if (tag === null) return digest ?? 'latest';
	const isShared = other !== undefined && other !== image && partsOf(other).tag === tag;
	return isShared && digest !== null ? `${tag}@${digest}` : tag;
}

/** `image 2.8.1 → 2.9.0`; the whole images where they come from different repositories. */
export function imageChange(from: string, to: string): SafeText {
	const repository = (image: string) => image.replace(/@.*$/, '').replace(/:[^:/]+$/, '');
	if (repository(from) === repository(to))
		return safe`image ${ident(imageTag(from, to))} → ${ident(imageTag(to, from))}`;
	return safe`image ${ident(from)} → ${ident(to)}`;
}

function partsOf(image: string): {readonly tag: string | null; readonly digest: string | null} {
	const [name = '', hash = ''] = image.split('@');
	return {tag: /:([^:/]+)$/.exec(name)?.[1] ?? null, digest: /^[a-z0-9+._-]+:([0-9a-f]{7})/.exec(hash)?.[1] ?? null};
}
