import {type SafeText, safe} from '../../domain/text/safe-text.ts';

/** `pod is`, or `pods are`, behind their number. */
export function podsAre(count: number): SafeText {
	return count === 1 ? safe`pod is` : safe`pods are`;
}

/** `1 restart`, `2 restarts`. */
export function restartsText(count: number): SafeText {
	return count === 1 ? safe`1 restart` : safe`${count} restarts`;
}
