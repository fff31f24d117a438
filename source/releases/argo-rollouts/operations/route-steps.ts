import * as v from 'valibot';
import {type ClusterId, clusterOf} from '../../../domain/cluster/keys.ts';
import type {KubeObject, ObjectRef, RawObject, Snapshot, WatchedKind} from '../../../domain/cluster/kube-object.ts';
import type {PatchStep} from '../../../domain/release/plan.ts';
import {type Refusal, refuse} from '../../../domain/release/refusal.ts';
import {ok, type Result} from '../../../domain/result.ts';
import {ident, safe} from '../../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../../kinds/argo-rollouts/rollout.ts';
import {weightsStep} from '../../routes/operations/weights-patch.ts';
import type {RolloutRequest} from '../detail.ts';
import {type RoutePlace, readRoutes} from '../route-places.ts';
import {readerOf} from '../route-readers.ts';

/** Steps that give stable all weight in every entry that still leads to the canary: one patch for each object. */
export function routeSteps(
	{release, live}: RolloutRequest,
	rollout: RolloutObject,
): Result<readonly [PatchStep, ...PatchStep[]], Refusal> {
	const {way} = release.detail;
	const refs = way.kind === 'route' ? way.refs : [];
	const objects = refs.map((ref, at) => ({ref, raw: live[at + 1] ?? null}));
	const {places} = readRoutes(rollout, liveSnapshot(clusterOf(release.key), objects));
	const steps: PatchStep[] = [];
	for (const {ref, raw} of objects) {
		const leading = places.filter(place => isSame(place.ref, ref) && place.percent !== 0);
		const step = raw && weightsStep(ref, raw, leading.flatMap(toStable));
		if (!step || leading.some(({entry}) => entry === null)) {
			return refuse(
				'object-not-read',
				safe`${ident(ref.name)} was not read, or has other destinations now: look again`,
			);
		}
		if (step.patch.some(({op}) => op !== 'test'))
			steps.push({...step, label: safe`all weight to stable in ${ident(ref.name)}`});
	}
	const [first, ...more] = steps;
	return first ? ok([first, ...more]) : refuse('already-so', safe`the routes send nothing to the canary`);
}

function toStable({ref, entry, roles}: RoutePlace) {
	if (entry === null) return [];
	const written = entry.destinations.map(({weight}) => weight ?? readerOf(ref)?.unsetWeight ?? 0);
	const sum = written.reduce((all, weight) => all + weight, 0);
	// Old versions of Istio demand a sum of 100.
	const total = ref.kindId.startsWith('virtualservices') || sum === 0 ? 100 : sum;
	return [{entry, weights: roles.map((_, at) => (at === roles.indexOf('stable') ? total : 0))}];
}

/** A snapshot of the objects from the live read, and nothing else. */
function liveSnapshot(
	cluster: ClusterId,
	objects: readonly {readonly ref: ObjectRef; readonly raw: RawObject | null}[],
): Snapshot {
	function get<T extends KubeObject>(kind: WatchedKind<T>, namespace: string, name: string): T | undefined {
		const found = objects.find(({ref}) => isSame(ref, {kindId: kind.id, namespace, name}))?.raw;
		const parsed = found ? v.safeParse(kind.schema, found) : null;
		return parsed?.success ? parsed.output : undefined;
	}
	return {cluster, get, list: () => []};
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
	return a.kindId === b.kindId && a.namespace === b.namespace && a.name === b.name;
}
