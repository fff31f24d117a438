import {type AnchorKey, isReleaseKey, namedBy} from '../../domain/cluster/keys.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from './context.ts';

/** The row that holds a Service now; the same key where the Service has its own row, or none. */
export function rowNow(context: EngineContext, state: State, key: AnchorKey): AnchorKey {
	if (isReleaseKey(key)) return key;
	const {namespace, name} = namedBy(key);
	const now = context.derive.anchors(state).anchorOf(namespace, name)?.key ?? key;
	// To fold the rows costs most: after each change of an object only where the Service may have another row.
	return now === key || context.derive.rows(state).rows.has(key) ? key : now;
}
