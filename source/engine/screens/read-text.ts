import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {MaskedObject} from '../../manifests/mask.ts';
import type {ClusterError} from '../../ports/cluster.ts';
import type {ObjectsRead, State} from '../state/state.ts';
import {objectsKey} from '../world/objects-read.ts';
import {awaited} from './awaited.ts';

/** What was read of the objects that a screen shows. */
export type ReadText =
	/** Nothing to show yet, or nothing at all. */
	| {readonly kind: 'none'; readonly because: SafeText}
	/** `note`: why what is shown may be out of date; null where it is not. */
	| {
			readonly kind: 'read';
			readonly objects: readonly MaskedObject[];
			readonly readAt: SafeText;
			readonly note: SafeText | null;
	  };

/** An object that was first read while the display was frozen is shown as it is now. `what` says what cannot be read where
 * it is not the objects' names. */
export function readText(live: State, shown: State, refs: readonly ObjectRef[], what?: SafeText): ReadText {
	const key = objectsKey(refs);
	const kept = shown.cluster.objects[key];
	const entry = kept?.last ? kept : (live.cluster.objects[key] ?? kept);
	const names = line(refs.map(({name}) => name).join(' and '));
	if (!entry?.last)
		return {
			kind: 'none',
			because: entry?.error ? failed(entry.error, what ?? names) : awaited(live, safe`reading ${names}`),
		};
	const {results, atMs} = entry.last;
	const at = results.findIndex(result => !result.ok);
	const bad = results[at];
	if (bad && !bad.ok) return {kind: 'none', because: missing(bad.error, line(refs[at]?.name ?? ''))};
	const readAt = ident(clockTime(atMs + shown.cluster.clockOffsetMs));
	return {
		kind: 'read',
		objects: results.flatMap(result => (result.ok ? [result.value] : [])),
		readAt,
		note: noteOf(entry, what ?? names, readAt),
	};
}

function noteOf({error}: ObjectsRead, names: SafeText, readAt: SafeText): SafeText | null {
	return error && safe`as it was at ${readAt}: ${names} cannot be read now, ${error.message}`;
}

function failed({message}: ClusterError, names: SafeText): SafeText {
	return safe`${names} cannot be read: ${message} — trying again`;
}

function missing({kind, message, missing}: ClusterError, name: SafeText): SafeText {
	switch (kind) {
		case 'forbidden':
			return safe`forbidden: ${missing ?? message} — ask for a role that may read it`;
		case 'notFound':
			return safe`${name} is gone`;
		default:
			return safe`${name} cannot be shown: ${message}`;
	}
}
