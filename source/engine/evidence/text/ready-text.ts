import type {PodCount} from '../../../domain/release/revision.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';

/** `7/8`: ready of desired. */
export function readyText(pods: PodCount): SafeText {
	const count = (value: number | 'unknown') => (value === 'unknown' ? safe`?` : safe`${value}`);
	return safe`${count(pods.ready)}/${count(pods.desired)}`;
}
