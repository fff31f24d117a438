import type {RevisionKey} from '../domain/cluster/keys.ts';
import {imageTag} from '../domain/release/revision.ts';
import type {TrafficIdentity} from '../domain/signals/signals.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import type {Anchor} from './anchor-index.ts';
import type {AnchorRelease, AnchorRevision} from './anchor-parts.ts';
import {withoutHash} from './without-hash.ts';

/** The version that a series belongs to. */
export type Attribution =
	| {readonly kind: 'revision'; readonly key: RevisionKey}
	/** Several revisions report under this one identity. */
	| {readonly kind: 'shared'; readonly revisions: readonly AnchorRevision[]}
	/** No version: the request reached no pod, or a pod that no release owns. */
	| {readonly kind: 'none'};

/** Attributes a series by the first of these that applies: the Service's own revision, the version label, the
 * workload. */
export function attributeRevision(anchor: Anchor, identity: TrafficIdentity): Attribution {
	if (anchor.revision !== null) return {kind: 'revision', key: anchor.revision};
	const {workload, version, isOfAnyVersion = false} = identity;
	if (workload === null && !isOfAnyVersion) return none;
	const owners = anchor.releases.filter(
		release => workload === null || release.name === workload || holds(release, workload),
	);
	const revisions = owners.flatMap(release => release.revisions);
	const serving = owners.flatMap(servingRevisions);
	const named = version === null ? [] : [serving, revisions].map(those => those.filter(one => isNamed(one, version)));
	if (workload === null) return ofVersions(serving, single(named));
	const held = revisions.filter(revision => revision.holder === workload);
	const made = [revisionsByPods(anchor.releases, workload), revisionsByName(anchor.releases, workload)];
	const only = single([...named, held]) ?? single(made) ?? single([serving]);
	if (only) return {kind: 'revision', key: only.key};
	return serving.length === 0 ? none : {kind: 'shared', revisions: serving};
}

/** The version that is named; else the only one that serves, for all that are counted together. */
function ofVersions(serving: readonly AnchorRevision[], named: AnchorRevision | undefined): Attribution {
	const only = named ?? single([serving]);
	if (only) return {kind: 'revision', key: only.key};
	return serving.length === 0 ? none : {kind: 'shared', revisions: serving};
}

/** The revisions of a release that serve: stable, then the canary if there is one. */
export function servingRevisions<R extends AnchorRevision>(release: {
	readonly stable: RevisionKey | null;
	readonly canary: RevisionKey | null;
	readonly revisions: readonly R[];
}): readonly R[] {
	return [release.stable, release.canary].flatMap(key => release.revisions.filter(revision => revision.key === key));
}

const none: Attribution = {kind: 'none'};

/** The revision of the first list that names exactly one. */
function single(lists: readonly (readonly AnchorRevision[])[]): AnchorRevision | undefined {
	return lists.find(those => those.length === 1)?.[0];
}

/** The revisions of the pods that the workload made: a controller may run a version under another name. */
function revisionsByPods(releases: readonly AnchorRelease[], workload: SafeText): readonly AnchorRevision[] {
	return releases.flatMap(({pods, revisions}) => {
		const own = new Set(pods.filter(({name}) => name.startsWith(`${workload}-`)).map(({revision}) => revision));
		return revisions.filter(({key}) => own.has(key));
	});
}

/** The revisions by the name of the workload that made the pods; for pods that are not read. */
function revisionsByName(releases: readonly AnchorRelease[], workload: SafeText): readonly AnchorRevision[] {
	return releases.flatMap(({workloads = [], revisions}) => {
		const one =
			workloads.find(({name}) => name === workload) ?? workloads.find(({name}) => name === withoutHash(workload));
		return revisions.filter(({key}) => key === one?.revision);
	});
}

function holds(release: AnchorRelease, workload: SafeText): boolean {
	return release.revisions.some(revision => revision.holder === workload);
}

/** `v2.9.0` and `2.9.0` are the same version. A bare number is not compared with the controller's count of revisions. */
function isNamed(revision: AnchorRevision, version: SafeText): boolean {
	const tags = [revision.tag, ...revision.images.map(image => imageTag(image))];
	return (
		revision.hash === version || revision.subset === version || tags.some(tag => withoutV(tag) === withoutV(version))
	);
}

function withoutV(version: string): string {
	return version.replace(/^v(?=\d)/, '');
}
