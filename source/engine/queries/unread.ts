import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {TrafficRead} from './read-traffic.ts';

/** Why no series of a provider is read, though it has some. What the operator has described is named whatever else is
 * measured; of others that is no news where one is read. */
export function unreadIn(reads: readonly Pick<TrafficRead, 'value' | 'unread' | 'connection'>[]): SafeText | null {
	const isNothingRead = reads.every(({value}) => value.length === 0);
	const told = reads.flatMap(({unread, connection: {mesh}}) =>
		unread && (isNothingRead || mesh.id === 'own') ? [safe`${mesh.title}: ${unread}`] : [],
	);
	return told[0] ?? null;
}
