import {ident, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import type {Intent} from '../../state/intent.ts';
import type {Dialog} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {intentLines} from '../intent-line.ts';
import type {ConfirmParts, ConfirmView} from './confirm-view.ts';
import {headlineOf} from './headline.ts';

/** The dialog after a way back was sent: its outcome, and an input for the reason. */
export function reasonParts(context: EngineContext, state: State, dialog: Dialog, intent: Intent): ConfirmParts {
	const now = context.derive.releases(state).get(intent.release.key) ?? intent.release;
	const lines = intentLines(context, state, now);
	const isTyping = dialog.focus === 'reason';
	const keys = isTyping ? safe`enter saves · esc leaves it out` : safe`Why? (optional) tab types, enter saves`;
	const {state: outcome, text} = outcomeOf(intent);
	return {
		headline: intent.plan?.headline ?? headlineOf(intent.verb, intent.release),
		lines: [lines?.progress, lines?.recovery].flatMap(one => (one ? [{tone: 'plain', text: one.text} as const] : [])),
		checks: {state: outcome, text: safe`${text}. ${keys}`},
		request: [],
		choices: [],
		inputs: [{label: safe`reason (optional)`, text: dialog.reasonText, isFocused: isTyping, isSatisfied: true}],
		options: [],
	};
}

/** The outcome in a few words; the lines above say more. */
function outcomeOf({phase, confirmedAtMs}: Intent): ConfirmView['checks'] {
	switch (phase.kind) {
		case 'effective': {
			const took = confirmedAtMs === null ? null : ident(formatDuration(phase.atMs - confirmedAtMs));
			return {state: 'ok', text: took === null ? safe`done` : safe`done after ${took}`};
		}
		case 'accepted':
			if (phase.effect.kind === 'notReverted') return {state: 'blocked', text: safe`it has not come about`};
			return phase.isOverdue
				? {state: 'warning', text: safe`it was taken, and nothing came of it yet`}
				: {state: 'ok', text: safe`accepted, not done yet`};
		case 'unconfirmed':
		case 'unknown':
			return {state: 'warning', text: safe`whether it was taken is not known`};
		default:
			return {state: 'warning', text: safe`it did not hold`};
	}
}
