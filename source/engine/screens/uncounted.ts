import {type SafeText, safe} from '../../domain/safe-text.ts';
import {unreadOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';

/** Why services have no requests though Prometheus is read: none of its meshes counts any, or none of a provider's series
 * could be read. Null where neither is so. */
export function uncountedText({meshes}: EngineContext, {metrics}: State): SafeText | null {
	const limits = meshes
		.filter(({id}) => metrics.source?.meshes.includes(id))
		.map(({limits}) => limits.find(({code}) => code === 'requests')?.text ?? null);
	const [first] = limits;
	if (first && limits.every(limit => limit !== null)) return safe`REQUESTS UNKNOWN: ${first}`;
	const unread = unreadOf(metrics);
	return unread && safe`NOT READ: ${unread}`;
}
