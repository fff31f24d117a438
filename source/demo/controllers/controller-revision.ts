import {sameJson} from '../api/frozen-json.ts';
import type {KubeObject} from '../contract.ts';
import type {PodTemplate} from './kube-types.ts';
import {controlledBy} from './owned.ts';
import {templateHash, withDefaults} from './pod-template.ts';
import type {Write} from './writes.ts';

/** An earlier pod template of a StatefulSet or DaemonSet, as a strategic merge patch that restores it. */
export interface ControllerRevision extends KubeObject {
	readonly data: {readonly spec: {readonly template: PodTemplate & {readonly $patch: 'replace'}}};
	readonly revision: number;
}

/** An object that keeps its history in ControllerRevisions. */
interface Revisioned extends KubeObject {
	readonly spec: {readonly template: PodTemplate; readonly revisionHistoryLimit?: number};
}

const resource = 'controllerrevisions.apps';

/** The revision of `owner`'s present template, and the write that it needs: none if it is the newest, a new number
 * if it is an older one, else its creation. `hashLabel` is the label that holds the revision's hash. */
export function wantedRevision(
	owner: Revisioned,
	revisions: readonly ControllerRevision[],
	hashLabel: string,
): {readonly wanted: ControllerRevision; readonly writes: readonly Write[]} {
	const data = dataOf(owner.spec.template);
	const newest = Math.max(0, ...revisions.map(({revision}) => revision));
	const equal = oldestFirst(revisions).findLast(revision => sameJson(revision.data, data));
	if (equal?.revision === newest) return {wanted: equal, writes: []};
	if (equal !== undefined) {
		const wanted = {...equal, revision: newest + 1};
		return {wanted, writes: [{kind: 'replace', resource, object: wanted}]};
	}
	const {name, namespace, annotations} = owner.metadata;
	const hash = templateHash(data);
	const wanted: ControllerRevision = {
		apiVersion: 'apps/v1',
		kind: 'ControllerRevision',
		metadata: {
			name: `${name}-${hash}`,
			...(namespace === undefined ? {} : {namespace}),
			labels: {...owner.spec.template.metadata?.labels, [hashLabel]: hash},
			...(annotations === undefined ? {} : {annotations}),
			ownerReferences: [controlledBy(owner)],
		},
		data,
		revision: newest + 1,
	};
	return {wanted, writes: [{kind: 'create', resource, object: wanted}]};
}

/** Removes the oldest unused revisions beyond `revisionHistoryLimit`. */
export function trimmedRevisions(
	{spec}: Revisioned,
	revisions: readonly ControllerRevision[],
	isInUse: (revision: ControllerRevision) => boolean,
): readonly Write[] {
	const idle = oldestFirst(revisions).filter(revision => !isInUse(revision));
	const surplus = Math.max(0, idle.length - (spec.revisionHistoryLimit ?? 10));
	return idle.slice(0, surplus).map(object => ({kind: 'remove', resource, object}));
}

/** The template that a revision stores. */
export function templateOf({data}: ControllerRevision): PodTemplate {
	const {$patch: _, ...template} = data.spec.template;
	return template;
}

function dataOf(template: PodTemplate): ControllerRevision['data'] {
	return {spec: {template: {$patch: 'replace', ...withDefaults(template)}}};
}

function oldestFirst(revisions: readonly ControllerRevision[]): readonly ControllerRevision[] {
	return revisions.toSorted((left, right) => left.revision - right.revision);
}
