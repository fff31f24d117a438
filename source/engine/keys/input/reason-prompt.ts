import {safe} from '../../../domain/text/safe-text.ts';
import {formatTime} from '../../../domain/time.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import type {Dialog} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {Key} from '../../state/terminal-input.ts';
import {withDialog, withDialogMessage} from '../dialog.ts';
import {disarmedBecause} from '../key-guard.ts';
import {keyWord} from './keymap.ts';
import {edited} from './text-input.ts';

/** Toward stable perch asks for the reason after the fact, and nothing waits for it: until tab begins the text,
 * a key that is bound on the screen beneath closes the prompt and goes to that screen (`passedOn`). */
export function reasonKey(
	state: State,
	dialog: Dialog,
	key: Key,
	isBoundBeneath: boolean,
): Reduction & {readonly passedOn: boolean} {
	if (dialog.focus === 'reason') return {...typed(state, dialog, key), passedOn: false};
	switch (key.name) {
		case 'escape':
		case 'enter':
			return {state: withDialog(state, null), commands: [], passedOn: false};
		case 'tab':
			return {
				state: withDialog(state, {...dialog, focus: 'reason', message: null}),
				commands: [],
				passedOn: false,
			};
		default:
			if (isBoundBeneath) return {state: withDialog(state, null), commands: [], passedOn: true};
			return {...unbound(state, dialog, key), passedOn: false};
	}
}

function typed(state: State, dialog: Dialog, key: Key): Reduction {
	switch (key.name) {
		case 'escape':
			return only(withDialog(state, null));
		case 'enter': {
			const closed = withDialog(state, null);
			if (dialog.reasonText === '') return only(closed);
			const record = {
				record: 'outcome',
				intentId: dialog.intentId,
				at: formatTime(state.nowMs),
				outcome: 'reason',
				evidence: '',
				reason: dialog.reasonText,
			} as const;
			return {state: closed, commands: [{kind: 'record', record, intentId: dialog.intentId, isIntent: false}]};
		}
		default:
			return only(withDialog(state, {...dialog, reasonText: edited(dialog.reasonText, key)}));
	}
}

/** Tells an operator who types the reason at once that tab begins it. */
function unbound(state: State, dialog: Dialog, {name}: Key): Reduction {
	if (disarmedBecause(state.screen.guard, state.nowMs)) return only(state);
	return withDialogMessage(state, dialog, safe`${keyWord(name)} does nothing here: tab begins the reason`);
}
