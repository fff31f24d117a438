import {safe} from '../../../domain/text/safe-text.ts';
import {openQuestion} from '../../intents/prepare/prepare.ts';
import {markedOption} from '../../keys/input/ask-questions.ts';
import {age} from '../../lists/attention.ts';
import type {Intent} from '../../state/intent.ts';
import type {Dialog} from '../../state/screen-state.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import type {ConfirmParts} from './confirm-view.ts';
import {headlineOf} from './headline.ts';

/** The dialog while the operator must choose or type something for a verb. */
export function chooseParts(context: EngineContext, state: State, dialog: Dialog, intent: Intent): ConfirmParts {
	const question = openQuestion(context, state, intent);
	const options = question?.options ?? [];
	const entry = question?.entry ?? null;
	const isTyping = dialog.entryText !== '';
	const marked = question === null ? -1 : markedOption(dialog, question);
	return {
		headline: headlineOf(intent.verb, intent.release),
		lines: [
			{
				tone: 'plain',
				text: options.length === 0 && !entry ? safe`There is nothing to choose from.` : (question?.title ?? safe``),
			},
		],
		checks: {
			state: 'ok',
			text: safe`${entry === null ? safe`up and down choose` : options.length === 0 ? safe`type it` : safe`up and down choose, or type`} · enter goes on · esc cancels`,
		},
		request: [],
		choices: [],
		inputs: entry ? [{label: entry.label, text: dialog.entryText, isFocused: true, isSatisfied: true}] : [],
		options: options.map(({text, createdAtMs}, at) => ({
			text: createdAtMs === null ? text : safe`${text} · ${age(createdAtMs, serverTime(state))} old`,
			isSelected: !isTyping && at === marked,
		})),
	};
}
