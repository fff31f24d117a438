import type {Command} from './commands.ts';
import type {State} from './state.ts';

export interface Reduction {
	readonly state: State;
	readonly commands: readonly Command[];
}

/** A change of the state without commands. */
export function only(state: State): Reduction {
	return {state, commands: []};
}
