import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {ClusterError} from '../../ports/cluster.ts';
import type {Event} from '../state/events.ts';
import {done, isCurrent} from '../state/query.ts';
import type {ObjectsKey, ObjectsRead, State} from '../state/state.ts';

/** An object on screen is read again this often: its status goes on. */
const everyMs = 10_000;
const retryMs = 3_000;

export function objectsKey(refs: readonly ObjectRef[]): ObjectsKey {
	return refs.map(({kindId, namespace, name}) => `${kindId}/${namespace}/${name}`).join(' ');
}

export function objectsRead(state: State, event: Extract<Event, {kind: 'objectsRead'}>): State {
	const entry = state.cluster.objects[event.key];
	if (!entry || !isCurrent(entry.query, event.generation)) return state;
	return {
		...state,
		cluster: {...state.cluster, objects: {...state.cluster.objects, [event.key]: answered(entry, event)}},
	};
}

/** Where one of them could not be read for a passing reason, all stay as they were: they were masked together, and
 * only so can they be compared. */
function answered(entry: ObjectsRead, {results, atMs}: Extract<Event, {kind: 'objectsRead'}>): ObjectsRead {
	const failed = results.find(result => !result.ok && isPassing(result.error));
	const error = failed && !failed.ok ? failed.error : null;
	const query = done(entry.query, atMs + (error ? retryMs : everyMs));
	return error ? {...entry, query, error} : {...entry, query, error, last: {results, atMs}};
}

/** Whether the next read may tell what this one did not. */
function isPassing({kind}: ClusterError): boolean {
	return kind !== 'forbidden' && kind !== 'notFound' && kind !== 'malformed' && kind !== 'refusedLocally';
}
