import {safe} from '../../domain/safe-text.ts';
import type {Command} from '../state/commands.ts';
import {isInFlight} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import {messageMs} from './said.ts';

export function quit(state: State): Reduction {
	const exit: Command = {kind: 'exit'};
	return {state: {...state, screen: {...state.screen, isQuitting: true}}, commands: [exit]};
}

export function askToQuit(state: State): Reduction {
	const underWay = [state, ...state.elsewhere].flatMap(({intents}) => intents).filter(isInFlight);
	const isOpen = underWay.some(({plan}) => (plan?.cleanup?.length ?? 0) > 0);
	const asks = isOpen ? 'leaveOpen' : 'leave';
	if (underWay.length === 0 || state.screen.message?.asks === asks) return quit(state);
	const text = isOpen
		? safe`something is open that perch closes at its end: press q again to leave it open`
		: safe`a request is under way: press q again to leave all the same`;
	const message = {tone: 'warning', text, untilMs: state.nowMs + messageMs, asks} as const;
	return only({...state, screen: {...state.screen, message}});
}
