import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {ActionId, OwnActionId} from '../../state/action-id.ts';
import type {State} from '../../state/state.ts';
import {currentScreen, type EngineContext, type Screen} from '../../world/context.ts';
import {openingOf} from '../actions/actions.ts';

export interface Binding {
	readonly action: ActionId;
	/** Key names as the input router gives them; none where only the palette offers the action. */
	readonly keys: readonly string[];
	/** How the keys are written in the footer and in the help. */
	readonly shown: SafeText;
	/** `footer`: in the help as well. `palette`: there alone. `nowhere`: another action's entry covers this one. */
	readonly listed: 'footer' | 'help' | 'palette' | 'nowhere';
}

/** Every key that does something, in the order in which the footer and the help screen show them. `a` is
 * unbound: half the operators would expect abort, half approve. Upper case never changes a verb's meaning. */
const keymap: readonly Binding[] = [
	on('back', ['x']),
	on('promote', ['p']),
	on('hold', ['h']),
	on('resume', ['r']),
	on('toRevision', ['b']),
	on('retry', ['t'], 'help'),
	on('restart', ['n'], 'help'),
	on('setWeight', ['w']),
	on('undo', ['u']),
	on('open', ['enter']),
	on('goBack', ['escape'], 'footer', safe`esc`),
	on('list', ['v']),
	on('filter', ['/']),
	on('sort', ['s']),
	on('invertSort', ['S'], 'help'),
	on('pin', [' '], 'help', safe`space`),
	on('logsFollow', ['f'], 'footer'),
	on('logsShorter', ['['], 'footer', safe`[ ]`),
	on('logsLonger', [']'], 'nowhere'),
	on('logsPatterns', ['d'], 'footer'),
	on('logsLayout', ['v'], 'footer'),
	on('logsSide', ['tab'], 'footer'),
	on('logsPrevious', ['o'], 'footer'),
	on('logsTimes', ['T'], 'footer'),
	on('logsWrap', ['W'], 'footer'),
	on('chartErrors', ['1'], 'footer', safe`1 2 3`),
	on('chartLatency', ['2'], 'nowhere'),
	on('chartThroughput', ['3'], 'nowhere'),
	on('rangeShorter', ['['], 'footer', safe`[ ]`),
	on('rangeLonger', [']'], 'nowhere'),
	on('taller', ['+'], 'footer', safe`+ -`),
	on('shorter', ['-'], 'nowhere'),
	on('fromOlder', ['['], 'footer', safe`[ ]`),
	on('fromNewer', [']'], 'nowhere'),
	on('toOlder', ['('], 'footer', safe`( )`),
	on('toNewer', [')'], 'nowhere'),
	on('rowBefore', ['left'], 'footer', safe`← →`),
	on('rowAfter', ['right'], 'nowhere'),
	on('rowsBefore', ['['], 'footer', safe`[ ]`),
	on('rowsAfter', [']'], 'nowhere'),
	on('objectBefore', ['['], 'footer', safe`[ ]`),
	on('objectAfter', [']'], 'nowhere'),
	on('topologyGraph', ['g', 'v'], 'footer'),
	on('topologyDeeper', ['+', ']'], 'footer', safe`+ -`),
	on('topologyShallower', ['-', '['], 'nowhere'),
	on('topologyDirection', ['d'], 'footer'),
	on('copyForChat', ['y']),
	on('copyCommand', ['Y'], 'help'),
	on('freeze', ['z'], 'help'),
	on('cost', ['!'], 'help'),
	on('palette', [':']),
	on('help', ['?']),
	on('quit', ['q'], 'help'),
	on('down', ['down', 'j'], 'help', safe`down j`),
	on('up', ['up', 'k'], 'help', safe`up k`),
	on('previous', ['left', 'shift-tab'], 'help', safe`left`),
	on('next', ['right', 'tab'], 'help', safe`right tab`),
	on('pageDown', ['pagedown', 'ctrl-d', 'ctrl-f'], 'help', safe`pgdn ^d`),
	on('nextPage', [')'], 'nowhere'),
	on('pageUp', ['pageup', 'ctrl-u', 'ctrl-b'], 'help', safe`pgup ^u`),
	on('previousPage', ['('], 'nowhere'),
	on('first', ['home', 'g'], 'help', safe`home g`),
	on('last', ['end', 'G'], 'help', safe`end G`),
];

/** Bindings that open a screen are listed before this action's, unless their screen says before which. */
const afterOpenings: ActionId = 'freeze';

/** Every key of every screen; a screen's own `opening` says which keys open it. */
export function bindingsOf({screens}: Pick<EngineContext, 'screens'>): readonly Binding[] {
	const openings = screens.flatMap(screen => {
		const {opening} = screen;
		if (!opening) return [];
		return [{before: opening.before ?? afterOpenings, binding: on(openingOf(screen), opening.keys, opening.listed)}];
	});
	return keymap.flatMap(binding => [
		...openings.filter(({before}) => before === binding.action).map(opening => opening.binding),
		binding,
	]);
}

/** The keys of one screen. */
export function bindingsAt(context: Pick<EngineContext, 'screens'>, screen: Screen): readonly Binding[] {
	const openings = context.screens.filter(({opening}) => opening?.from.includes(screen.id)).map(openingOf);
	const here = new Set<ActionId>([...screen.actions, ...openings]);
	return bindingsOf(context)
		.filter(({action}) => here.has(action))
		.map(binding => (screen.unlisted?.includes(binding.action) ? {...binding, listed: 'nowhere'} : binding));
}

export function bindingFor(context: EngineContext, state: State, key: string): Binding | undefined {
	return bindingsAt(context, currentScreen(context, state)).find(({keys}) => keys.includes(key));
}

/** The binding of an action of perch's own; undefined where only the palette offers the action. */
export function bindingOf(action: OwnActionId): Binding | undefined {
	return keymap.find(binding => binding.action === action && binding.listed !== 'nowhere');
}

/** `e`, `space`: the name of a key, in messages to the operator. */
export function keyWord(name: string): SafeText {
	return name === 'unknown' ? safe`that key` : ident(name === ' ' ? 'space' : name);
}

function on(
	action: ActionId,
	keys: Binding['keys'],
	listed: Binding['listed'] = 'footer',
	shown = ident(keys[0] ?? ''),
): Binding {
	return {action, keys, shown, listed};
}
