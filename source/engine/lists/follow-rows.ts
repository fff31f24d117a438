import {type AnchorKey, isReleaseKey, releaseParts} from '../../domain/cluster/keys.ts';
import {ident, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import type {WatchNews} from '../state/events.ts';
import type {Place} from '../state/screen-state.ts';
import {serverTime} from '../state/server-time.ts';
import type {State, WatchId} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {rowNow} from '../world/row-now.ts';

/** Moves the selection and the open screens of a Service to the row that it folded into, as when its release
 * was listed late. */
export function followRows(context: EngineContext, state: State): State {
	const {screen} = state;
	const {homeSelected, stack} = screen;
	const selected = homeSelected === null ? null : rowNow(context, state, homeSelected);
	const places = stack.map(place =>
		place.key === undefined ? place : moved(place, rowNow(context, state, place.key)),
	);
	if (selected === homeSelected && places.every((place, at) => place === stack[at])) return state;
	const [root = stack[0], ...rest] = places;
	return {...state, screen: {...screen, homeSelected: selected, stack: [root, ...rest]}};
}

function moved(place: Place, key: AnchorKey): Place {
	return place.key === key ? place : {...place, key};
}

/** Tells the operator that the selected or open release was deleted: a filtered list would only say that
 * nothing matches. */
export function noteDeletions(before: State, after: State, updates: readonly WatchNews[]): State {
	const ids = new Set(updates.flatMap(({id, update}) => (update.kind === 'proof' ? [] : [id])));
	return [...ids].reduce((state, id) => noteDeletion(before, state, id), after);
}

function noteDeletion(before: State, after: State, id: WatchId): State {
	const [old, now] = [before.cluster.watches[id], after.cluster.watches[id]];
	if (!old || !now || now.status !== 'live') return after;
	const {homeSelected, releasesSelected, stack} = after.screen;
	const open = stack.flatMap(place => ('key' in place ? [place.key] : []));
	for (const key of [homeSelected, releasesSelected, ...open]) {
		if (key === null || !isReleaseKey(key)) continue;
		const {kindId, namespace, name} = releaseParts(key);
		if (kindId !== now.request.kind.id) continue;
		const known = `${namespace}/${name}`;
		if (!old.objects.has(known) || now.objects.has(known) || now.unread.has(known)) continue;
		const text = safe`${ident(known)} was deleted at ${ident(clockTime(serverTime(after)))}`;
		return {...after, screen: {...after.screen, message: {tone: 'warning', text, untilMs: after.nowMs + 30_000}}};
	}
	return after;
}
