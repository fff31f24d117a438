import type {Command} from '../state/commands.ts';
import {begun, idleQuery, isDue} from '../state/query.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {ObjectsKey, ObjectsRead, State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {objectsKey} from '../world/objects-read.ts';
import {interestOf} from './interest.ts';

/** Reads the objects that screens show, each group again when it is due, and forgets those that no screen shows. */
export function readObjects(context: EngineContext, state: State): Reduction {
	const known = state.cluster.objects;
	const wanted = interestOf(context, state).objects;
	if (wanted.length === 0 && Object.keys(known).length === 0) return only(state);
	const objects: Record<ObjectsKey, ObjectsRead> = {};
	const commands: Command[] = [];
	for (const refs of wanted) {
		const key = objectsKey(refs);
		const entry = known[key] ?? {refs, query: idleQuery, last: null, error: null};
		objects[key] = entry;
		if (!state.cluster.inventory || !isDue(entry.query, state.nowMs)) continue;
		const query = begun(entry.query, state.nowMs);
		objects[key] = {...entry, query};
		commands.push({kind: 'readObjects', key, generation: query.generation, refs});
	}
	const keys = Object.keys(objects);
	const isSame = keys.length === Object.keys(known).length && keys.every(key => objects[key] === known[key]);
	return isSame ? only(state) : {state: {...state, cluster: {...state.cluster, objects}}, commands};
}
