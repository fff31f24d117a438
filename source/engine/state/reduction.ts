import type {Command} from './commands.ts';
import type {State} from './state.ts';

export interface Reduction {
	readonly state: State;
	readonly commands: readonly Command[];
}
