import type {AnchorKey, ReleaseKey} from '../../domain/keys.ts';
import {line, type SafeText, safe} from '../../domain/safe-text.ts';
import {rowOfRelease} from '../../traffic/rows.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** `set --mesh istio,linkerd or --mesh linkerd,istio: both count it, and the first will`. Null where
 * one mesh counts the row's requests, or the operator said which does. */
export function whichMeshText(context: EngineContext, state: State, row: AnchorKey): SafeText | null {
	const meshes = context.derive.traffic(state)?.ambiguous.get(row);
	if (!meshes) return null;
	const orders = meshes.map(first => [first, ...meshes.filter(other => other !== first)].join(','));
	const choices = line(orders.map(order => `--mesh ${order}`).join(' or '));
	return safe`set ${choices}: both count it, and the first will`;
}

/** The same for a release: the text of the row in which its requests are counted. */
export function whichMeshOf(context: EngineContext, state: State, release: ReleaseKey): SafeText | null {
	const row = rowOfRelease(context.derive.rows(state), release);
	return row === null ? null : whichMeshText(context, state, row);
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
