import type {Refusal} from '../../domain/refusal.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import {type Verb, verbs} from '../../domain/verb.ts';
import {targetRelease} from '../lists/selection.ts';
import type {ActionId} from '../state/action-id.ts';
import type {Palette} from '../state/screen-state.ts';
import type {State} from '../state/state.ts';
import type {Key} from '../state/terminal-input.ts';
import {currentScreen, type EngineContext} from '../world/context.ts';
import {actionOf, actions} from './actions.ts';
import {bindingOf, bindingsAt} from './keymap.ts';
import {edited} from './text-input.ts';

export interface Command {
	readonly text: SafeText;
	/** The key that does the same; null where only the palette does it. */
	readonly key: SafeText | null;
	/** Why the command does nothing now; null when it works. */
	readonly refusal: Refusal | null;
	readonly action: ActionId;
}

/** All commands that are possible here and match the typed text: the release's verbs first, those that apply
 * before those that do not. */
export function paletteCommands(context: EngineContext, state: State): readonly Command[] {
	const wanted = (state.screen.palette?.text ?? '').toLowerCase().split(' ');
	const views = bindingsAt(context, currentScreen(context, state))
		.filter(({action, listed}) => listed !== 'nowhere' && isOffered(context, action))
		.map(
			({action, shown}): Command => ({
				action,
				text: actionOf(context, action).help,
				key: shown === '' ? null : shown,
				refusal: null,
			}),
		);
	const acting = verbCommands(context, state);
	const all = [
		...acting.filter(({refusal}) => !refusal),
		...acting.filter(({refusal}) => refusal),
		...views,
		...clusterCommands(state),
	];
	return all.filter(({text}) => wanted.every(word => text.toLowerCase().includes(word)));
}

function isOffered(context: EngineContext, action: ActionId): boolean {
	return actionOf(context, action).group === 'view' && action !== 'palette';
}

/** Empty where there is only one cluster: there is no other to go to. */
function clusterCommands({clusters}: State): readonly Command[] {
	if (clusters.length === 1) return [];
	return [{action: 'nextCluster', text: actions.nextCluster.help, key: null, refusal: null}];
}

function verbCommands(context: EngineContext, state: State): readonly Command[] {
	if (targetRelease(context, state) === null || state.session.settings.isReadOnly) return [];
	return (Object.keys(verbs) as Verb[]).map(action => ({
		action,
		text: verbs[action].heading,
		key: bindingOf(action)?.shown ?? null,
		refusal: actions[action].permitted(context, state),
	}));
}

/** The command that enter would take: the marked one, else the one that begins with the typed text. If none
 * does, a command is taken only if it is the only one left: enter must not run what the operator did not name. */
export function markedCommand(palette: Palette, commands: readonly Command[]): Command | null {
	if (palette.marked !== null) return commands.find(({action}) => action === palette.marked) ?? null;
	if (palette.text === '') return null;
	const typed = palette.text.toLowerCase();
	const [begun] = commands
		.filter(({text}) => text.toLowerCase().startsWith(typed))
		.toSorted((one, other) => one.text.length - other.text.length);
	return begun ?? (commands.length === 1 ? (commands[0] ?? null) : null);
}

/** Handles a key in the open palette: gives the palette after the key (null when closed) and the command that
 * was chosen. */
export function paletteKey(
	context: EngineContext,
	state: State,
	palette: Palette,
	key: Key,
): {readonly palette: Palette | null; readonly chosen: Command | 'nothing' | null} {
	const commands = paletteCommands(context, state);
	const marked = markedCommand(palette, commands);
	switch (key.name) {
		case 'escape':
			return {palette: null, chosen: null};
		case 'enter':
			// A command that does not apply leaves the palette open, so that the operator can read the reason.
			return {palette: marked && !marked.refusal ? null : palette, chosen: marked ?? 'nothing'};
		case 'up':
		case 'down':
		case 'tab': {
			const at = marked === null ? -1 : commands.indexOf(marked);
			const next = Math.max(0, Math.min(commands.length - 1, at + (key.name === 'up' ? -1 : 1)));
			return {palette: {...palette, marked: commands[next]?.action ?? null}, chosen: null};
		}
		default:
			return {palette: {text: edited(palette.text, key), marked: null}, chosen: null};
	}
}
