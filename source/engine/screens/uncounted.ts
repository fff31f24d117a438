import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {unreadOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** Why services have no requests though Prometheus is read: none of its meshes counts any, or none of a provider's series
 * could be read. Null where neither is so. */
export function uncountedText(context: EngineContext, state: State): SafeText | null {
	const unknown = requestsUnknown(context, state);
	if (unknown) return safe`REQUESTS UNKNOWN: ${unknown}`;
	const unread = unreadOf(state.metrics);
	return unread && safe`NOT READ: ${unread}`;
}

/** Why no mesh counts requests; null where one does. */
export function requestsUnknown({meshes}: EngineContext, {metrics: {source}}: State): SafeText | null {
	const limits = meshes
		.filter(({id}) => source?.meshes.includes(id))
		.map(({limits}) => limits.find(({code}) => code === 'requests')?.text ?? null);
	const [first] = limits;
	return first && limits.every(limit => limit !== null) ? first : null;
}
