import type {Key} from '../../../source/engine/state/terminal-input.ts';

/** The key as the terminal reports it: `p`, `enter`. */
export function keyOf(name: string): Key {
	return {name, text: [...name].length === 1 ? name : ''};
}
