import type {RevisionKey} from '../../source/domain/cluster/keys.ts';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {Release} from '../../source/domain/release/release.ts';
import {type Scene, sceneFrom} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/** A part of an object that a test changes. */
export type Part = Record<string, Json>;

export interface Cluster {
	/** The Canary's spec, its analysis and its status. */
	readonly spec: Part;
	readonly analysis: Part;
	readonly status: Part;
	object(kind: string, name?: string): {metadata: Part; spec: Part; status: Part};
	add(object: RawObject): void;
	remove(kind: string, name?: string): void;
}

/** Documented rules whose situations were not recorded: a recorded one with the fields in question changed. */
export function flaggerScene(name: string, change: (cluster: Cluster) => void, laterMs = 0): Scene {
	const {objects, nowMs} = readSituation(`flagger/${name}`);
	let changed: RawObject[] = structuredClone([...objects]);
	const object: Cluster['object'] = (kind, own) =>
		rawOf(changed, kind, own) as unknown as ReturnType<Cluster['object']>;
	const canary = object('Canary');
	change({
		spec: canary.spec,
		analysis: canary.spec.analysis as Part,
		status: canary.status,
		object,
		add: added => {
			changed = [...changed, added];
		},
		remove: (kind, own) => {
			changed = changed.filter(
				({kind: found, metadata}) => found !== kind || (own !== undefined && (metadata as Part).name !== own),
			);
		},
	});
	return sceneFrom(changed, nowMs + laterMs);
}

/** A gate of the load tester in the cluster, as its chart installs it. */
export function gate(type: string, url = 'http://flagger-loadtester.test/gate/check'): Part {
	return {name: `ask ${type}`, type, url};
}

/** The Canary's route with this weight for the canary. */
export function routed(cluster: Cluster, percent: number): void {
	cluster.object('VirtualService').spec.http = [
		{
			route: [
				{destination: {host: 'cart-primary'}, weight: 100 - percent},
				{destination: {host: 'cart-canary'}, weight: percent},
			],
		},
	];
}

/** A time of the day of the recordings. */
export const at = (clock: string): number => Date.parse(`2026-11-21T${clock}Z`);

/** Which versions a release names. */
export function tags({stable, canary, back, revisions}: Release) {
	const tag = (key: RevisionKey | null) => revisions.find(revision => revision.key === key)?.tag ?? null;
	return {stable: tag(stable), canary: tag(canary), back: tag(back.to)};
}
