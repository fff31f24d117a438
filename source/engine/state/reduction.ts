import type {Command} from './commands.ts';
import type {State} from './state.ts';

export interface Reduction {
	readonly state: State;
	readonly commands: readonly Command[];
}

/** A change that asks nothing of the world. */
export function only(state: State): Reduction {
	return {state, commands: []};
}
