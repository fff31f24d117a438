import {go} from 'fuzzysort';
import type {SafeText} from '../../../domain/text/safe-text.ts';

/** What the typed text fits, the best first, each with how well it fits, 0 to 1. */
export function narrowed<Item extends {readonly text: SafeText}>(
	items: readonly Item[],
	text: string,
): readonly (Item & {readonly fit: number})[] {
	return go(text, items, {key: 'text', limit: 0, threshold: leastFit}).map(({obj, score}) => ({...obj, fit: score}));
}

/** Below this the letters of the text only happen to stand in the sentence. */
const leastFit = 0.5;
