import type {Command} from '../../state/commands.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {State} from '../../state/state.ts';
import {askToLeave} from './ask-to-leave.ts';

export function quit(state: State): Reduction {
	const exit: Command = {kind: 'exit'};
	return {state: {...state, screen: {...state.screen, isQuitting: true}}, commands: [exit]};
}

export function askToQuit(state: State): Reduction {
	const asked = askToLeave(state, 'leave', [state, ...state.elsewhere]);
	return asked ? only(asked) : quit(state);
}
