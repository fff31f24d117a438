import type {RevisionKey} from './keys.ts';
import type {SafeText} from './safe-text.ts';

/** One version of a workload. People read the tag; the hash and the number are details. */
export interface Revision {
	readonly key: RevisionKey;
	readonly hash: SafeText;
	/** The controller's number, as in `r42`; null when unknown. */
	readonly number: number | null;
	/** The image tag (or short digest) of the container that changed, else of the first. */
	readonly tag: SafeText;
	readonly images: readonly SafeText[];
	readonly role: 'stable' | 'canary' | 'previous';
	readonly pods: PodCount;
	/** The object that holds the template: a ReplicaSet or a ControllerRevision. */
	readonly holder: SafeText | null;
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

/** `registry.example/checkout:2.9.0` → `2.9.0`; `…@sha256:abcdef…` → `abcdef0`; no tag → `latest`. */
export function imageTag(image: string): string {
	const digest = /@sha256:([0-9a-f]{7})/.exec(image);
	if (digest?.[1]) return digest[1];
	return /:([^:/]+)$/.exec(image)?.[1] ?? 'latest';
}
