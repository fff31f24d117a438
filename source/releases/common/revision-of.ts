import type {RevisionKey} from '../../domain/cluster/keys.ts';
import {type KubeObject, refOf, type WatchedKind} from '../../domain/cluster/kube-object.ts';
import {imageTag, type Revision} from '../../domain/release/revision.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';
import {leadContainers} from './lead-containers.ts';
import type {ReleasePod} from './release-pods.ts';

/** A ReplicaSet, or a ControllerRevision with the counts of its pods. */
export interface RevisionHolder extends KubeObject {
	readonly template: PodTemplate;
	readonly desired: number | 'unknown';
	readonly ready: number | 'unknown';
	readonly replicas: number | 'unknown';
}

export interface RevisionFacts {
	readonly key: RevisionKey;
	readonly hash: SafeText;
	readonly number: number | null;
	readonly role: Revision['role'];
	readonly holder: RevisionHolder;
	/** The kind of the object that keeps the template. */
	readonly holderKind: Pick<WatchedKind, 'id'>;
	/** The template to compare with: the canary's for stable, stable's for the other revisions. */
	readonly against: PodTemplate | null;
	readonly pods: readonly ReleasePod[];
	readonly wasPromoted: Revision['wasPromoted'];
}

/** Builds the revision whose template `holder` keeps. */
export function revisionOf(facts: RevisionFacts): Revision {
	const {holder} = facts;
	const own = facts.pods.filter(pod => pod.revision === facts.key);
	return {
		key: facts.key,
		hash: facts.hash,
		number: facts.number,
		tag: templateTag(holder.template, facts.against) ?? facts.hash,
		images: holder.template.containers.map(container => container.image),
		role: facts.role,
		pods: {
			desired: holder.desired,
			ready: holder.ready,
			restarts: own.length > 0 || holder.replicas === 0 ? own.reduce((sum, pod) => sum + pod.restarts, 0) : 'unknown',
		},
		holder: holder.metadata.name,
		templateIn: refOf(facts.holderKind, holder),
		wasPromoted: facts.wasPromoted,
		createdAtMs: holder.metadata.createdAtMs,
	};
}

/** The tag of the container that a release of this template is about; several tags if that container is not known. */
export function templateTag(template: PodTemplate, against: PodTemplate | null): SafeText | null {
	const tags = leadContainers(template, against).map(({name, image}) =>
		imageTag(image, against?.containers.find(other => other.name === name)?.image),
	);
	return tags.length === 0 ? null : ident([...new Set(tags)].join(' + '));
}

/** The tag, with the controller's number where another revision has the same tag: `2.8.1`, `2.8.1 (r3)`. */
export function revisionName(key: RevisionKey | null, revisions: readonly Revision[]): SafeText {
	const revision = revisions.find(candidate => candidate.key === key);
	if (!revision) return safe`an unknown version`;
	const isShared = revisions.some(other => other !== revision && other.tag === revision.tag);
	return isShared && revision.number !== null ? safe`${revision.tag} (r${revision.number})` : revision.tag;
}
