import type {SafeText} from '../../domain/text/safe-text.ts';
import type {State} from '../state/state.ts';

export const messageMs = 4_000;

/** Shows a line at the foot of the screen, for a few seconds. */
export function said(state: State, tone: 'info' | 'warning' | 'critical', text: SafeText): State {
	return {...state, screen: {...state.screen, message: {tone, text, untilMs: state.nowMs + messageMs}}};
}
