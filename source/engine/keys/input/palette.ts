import type {Refusal} from '../../../domain/release/refusal.ts';
import {type Verb, verbs} from '../../../domain/release/verb.ts';
import {ident, type SafeText, safe, sentenceCase} from '../../../domain/text/safe-text.ts';
import {operationOf} from '../../intents/prepare/operation.ts';
import {targetRelease} from '../../lists/selection.ts';
import type {ActionId} from '../../state/action-id.ts';
import type {Palette} from '../../state/screen-state.ts';
import type {State} from '../../state/state.ts';
import type {Key} from '../../state/terminal-input.ts';
import {currentScreen, type EngineContext} from '../../world/context.ts';
import {actionOf, actions} from '../actions/actions.ts';
import {contextName, isContextShown, knownContexts} from '../actions/contexts.ts';
import {isShown, knownNamespaces, namespaceNamed} from '../actions/namespaces.ts';
import {type Binding, bindingOf, bindingsAt} from './keymap.ts';
import {narrowed} from './palette-search.ts';
import {edited} from './text-input.ts';

export interface Command {
	readonly text: SafeText;
	/** The key that does the same, or the word that lists its like (`ns`); null where only the palette does it. */
	readonly key: SafeText | null;
	/** Why the command does nothing now; null when it works. */
	readonly refusal: Refusal | null;
	readonly action: ActionId;
	readonly isVerb: boolean;
	/** Marked only by the arrows or by its whole name: a verb toward the canary, and what leaves the namespace or the
	 * cluster where the operator did not say `ns` or `ctx`. */
	readonly mustBeNamed: boolean;
	/** How well the typed text fits it, 0 to 1. */
	readonly fit: number;
}

/** All commands that are possible here and fit the typed text, by their words or by their key: views first, then
 * namespaces and contexts, then the release's verbs, those that apply before those that do not. `ns` and `ctx` list
 * their like alone. */
export function paletteCommands(context: EngineContext, state: State): readonly Command[] {
	const text = (state.screen.palette?.text ?? '').trim();
	const [, list, name = ''] = /^(ns|ctx)(?:\s+(.*))?$/i.exec(text) ?? [];
	if (list?.toLowerCase() === 'ns') return namespacesNamed(state, name);
	if (list !== undefined) return name === '' ? contextCommands(state) : narrowed(contextCommands(state), name);
	const views = viewCommands(context, state);
	const acting = verbCommands(context, state);
	const sorted = [...acting.filter(({refusal}) => !refusal), ...acting.filter(({refusal}) => refusal)];
	if (text === '') return [...views, ...sorted];
	const places = [namespaceCommands(state), contextCommands(state)].map(group =>
		group.map(command => ({...command, mustBeNamed: true})),
	);
	const isKey = ({key}: Command) => key === text;
	return [views, ...places, sorted].flatMap(group => [
		...group.filter(isKey).map(command => ({...command, fit: 1})),
		...narrowed(
			group.filter(command => !isKey(command)),
			text,
		),
	]);
}

function viewCommands(context: EngineContext, state: State): readonly Command[] {
	const bindings = bindingsAt(context, currentScreen(context, state)).filter(
		({action, listed}) => listed !== 'nowhere' && isOffered(context, action),
	);
	const opens = ({action}: Binding) => action.startsWith('open ');
	const views = [...bindings.filter(opens), ...bindings.filter(binding => !opens(binding))].map(({action, shown}) => {
		const {help, permitted} = actionOf(context, action);
		return {...view(action, help, shown), refusal: permitted(context, state)};
	});
	const others = state.clusters.length === 1 ? [] : [view('nextCluster', actions.nextCluster.help, null)];
	const picks = [
		view('pickNamespace', actions.pickNamespace.help, safe`ns`),
		view('pickContext', actions.pickContext.help, safe`ctx`),
	];
	return [...views, ...picks, ...others];
}

function view(action: ActionId, text: SafeText, key: SafeText | null): Command {
	return {action, text: sentenceCase(text), key, refusal: null, isVerb: false, mustBeNamed: false, fit: 0};
}

function isOffered(context: EngineContext, action: ActionId): boolean {
	return actionOf(context, action).group === 'view' && action !== 'palette';
}

function namespaceCommands(state: State): readonly Command[] {
	return knownNamespaces(state).map(id => namespaceCommand(state, id));
}

function namespaceCommand(state: State, id: Parameters<typeof isShown>[1]): Command {
	const name = id === 'namespace *' ? safe`all namespaces` : ident(id.slice('namespace '.length));
	return {...view(id, safe``, safe`ns`), text: isShown(state, id) ? safe`${name} (shown)` : name};
}

/** One that perch does not know of can be typed in full. */
function namespacesNamed(state: State, name: string): readonly Command[] {
	const known = namespaceCommands(state);
	if (name === '') return known;
	const typed = namespaceNamed(name);
	const isKnown = typed === null || known.some(({action}) => action === typed);
	const other = isKnown ? [] : [{...namespaceCommand(state, typed), text: safe`${ident(name)}: not seen yet`}];
	return [...narrowed(known, name), ...other];
}

function contextCommands(state: State): readonly Command[] {
	return knownContexts(state).map(id => {
		const name = contextName(id);
		return {...view(id, safe``, safe`ctx`), text: isContextShown(state, id) ? safe`${name} (shown)` : name};
	});
}

function verbCommands(context: EngineContext, state: State): readonly Command[] {
	const target = targetRelease(context, state);
	if (target === null || state.session.settings.isReadOnly) return [];
	const release = context.derive.releases(state).get(target);
	return (Object.keys(verbs) as Verb[]).map(action => ({
		...view(action, verbs[action].heading, bindingOf(action)?.shown ?? null),
		refusal: actions[action].permitted(context, state),
		isVerb: true,
		mustBeNamed: !release || operationOf(context, state, release, action)?.direction !== 'towardStable',
	}));
}

/** The command that enter would take: the marked one, else the one that the typed text fits best, views before the
 * others. Enter must not run what the operator did not name. */
export function markedCommand(palette: Palette, commands: readonly Command[]): Command | null {
	if (palette.marked !== null) return commands.find(({action}) => action === palette.marked) ?? null;
	const typed = palette.text.trim().toLowerCase();
	const [best] = commands
		.filter(({fit, mustBeNamed, text}) => fit > 0 && (!mustBeNamed || text.toLowerCase() === typed))
		.toSorted((one, other) => other.fit - one.fit);
	return best ?? null;
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
