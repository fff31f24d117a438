import {safe} from '../../../domain/text/safe-text.ts';
import type {Question} from '../../../releases/contract.ts';
import {withIntent} from '../../intents/intents.ts';
import {canAct} from '../../intents/prepare/can-act.ts';
import {openQuestion, replan} from '../../intents/prepare/prepare.ts';
import type {Intent} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {Dialog} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {Key} from '../../state/terminal-input.ts';
import type {EngineContext} from '../../world/context.ts';
import {inputBlockedReason, withDialog, withDialogMessage} from '../dialog.ts';
import {edited} from './text-input.ts';

/** Handles a key while the operator must choose or type something for a verb: a revision, a rule, a weight. */
export function chooseKey(context: EngineContext, state: State, dialog: Dialog, intent: Intent, key: Key): Reduction {
	const question = openQuestion(context, state, intent);
	if (!question) return only(state);
	const move = moveOf(question, key);
	if (move !== 0) {
		const at = Math.max(0, Math.min(question.options.length - 1, markedOption(dialog, question) + move));
		const markedAnswer = question.options[at]?.value ?? null;
		return only(withDialog(state, {...dialog, markedAnswer, entryText: safe``, message: null}));
	}
	if (key.name === 'enter') return answer(context, state, dialog, intent, question);
	const entryText = edited(dialog.entryText, key);
	const message = question.entry || entryText === '' ? null : chooseByArrows;
	return only(withDialog(state, {...dialog, entryText, message}));
}

/** The index of the marked answer among the present options; -1 where it is no longer one of them. */
export function markedOption({markedAnswer}: Dialog, {options}: Question): number {
	return markedAnswer === null ? 0 : options.findIndex(({value}) => value === markedAnswer);
}

/** Text typed where nothing can be typed is kept: enter must not take an option that the operator did not choose. */
const chooseByArrows = safe`nothing is typed here: choose with up and down`;

/** Where text may be typed, `j` and `k` are text. */
function moveOf({entry}: Question, {name}: Key): -1 | 0 | 1 {
	if (name === 'up' || (entry === null && name === 'k')) return -1;
	return name === 'down' || (entry === null && name === 'j') ? 1 : 0;
}

function answer(context: EngineContext, state: State, dialog: Dialog, intent: Intent, question: Question): Reduction {
	const hands = inputBlockedReason(state, dialog);
	if (hands) return withDialogMessage(state, dialog, hands);
	const given = givenAnswer(dialog, question);
	if (!given.ok) return withDialogMessage(state, dialog, given.error.reason);
	const answers = [...intent.answers, given.value];
	const allowed = canAct(context, state, intent.release.key, intent.verb, answers);
	if (!allowed.ok) return withDialogMessage(state, dialog, allowed.error.reason);
	const answered: Intent = {...intent, answers};
	const next = openQuestion(context, state, answered);
	const markedAnswer = next?.start ?? null;
	const fresh: Dialog = {...dialog, markedAnswer, entryText: safe``, openedAtMs: state.nowMs, message: null};
	if (next) return only(withDialog(withIntent(state, answered), fresh));
	return replan(context, withDialog(state, {...fresh, mode: 'confirm'}), answered, intent.verb, answers);
}

function givenAnswer(dialog: Dialog, question: Question): ReturnType<typeof parseNothing> {
	const {entryText} = dialog;
	const {entry, options} = question;
	if (entryText !== '')
		return entry ? entry.parse(entryText) : {ok: false, error: {code: 'answer-invalid', reason: chooseByArrows}};
	const option = options[markedOption(dialog, question)];
	return option ? {ok: true, value: option.value} : parseNothing(entry !== null);
}

function parseNothing(mayType: boolean): ReturnType<NonNullable<Question['entry']>['parse']> {
	const reason = mayType ? safe`type it first` : safe`there is nothing to choose from`;
	return {ok: false, error: {code: 'answer-needed', reason}};
}
