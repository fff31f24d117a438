import type {AnchorKey, ReleaseKey} from '../../domain/cluster/keys.ts';
import {line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** `set --mesh istio,linkerd or --mesh linkerd,istio: both count its requests, and the first one named is believed`.
 * Null for a row that one mesh counts, or where the operator's order decides. */
export function whichMeshText(context: EngineContext, state: State, row: AnchorKey): SafeText | null {
	const found = context.derive.traffic(state)?.ambiguous.get(row);
	if (!found) return null;
	const {meshes, whole} = found;
	const names = line(meshes.join(' and '));
	if (whole.length === 0) return safe`${names} each count a part of its requests: no figures until one counts them all`;
	const orders = whole.map(first => [first, ...meshes.filter(other => other !== first)].join(','));
	const choices = line(orders.map(order => `--mesh ${order}`).join(' or '));
	return whole.length === 1
		? safe`set ${choices}: ${line(whole[0] ?? '')} counts all of its requests, the other a part`
		: safe`set ${choices}: both count its requests, and the first one named is believed`;
}

/** The same for a release: the text of the row in which its requests are counted. */
export function whichMeshOf(context: EngineContext, state: State, release: ReleaseKey): SafeText | null {
	const row = context.derive.rows(state).byRelease.get(release);
	return row === undefined ? null : whichMeshText(context, state, row);
}

/** The same for all rows together: the first by name, and how many more there are. */
export function anyWhichMeshText(context: EngineContext, state: State): SafeText | null {
	const {rows} = context.derive.rows(state);
	const found = [...(context.derive.traffic(state)?.ambiguous.keys() ?? [])].flatMap(key => rows.get(key) ?? []);
	const [first, ...others] = found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
	if (!first) return null;
	const more = others.length === 0 ? safe`` : safe` and ${others.length} more`;
	return safe`${first.name}${more}: ${whichMeshText(context, state, first.key) ?? safe``}`;
}
