import type {Key} from '../../../source/engine/state/terminal-input.ts';

/** `p`, `enter`: what the terminal says of that key. */
export function keyOf(name: string): Key {
	return {name, text: [...name].length === 1 ? name : ''};
}
