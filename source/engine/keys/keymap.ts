import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {ActionId} from '../state/action-id.ts';
import type {Place} from '../state/screen-state.ts';

export interface Binding {
	readonly action: ActionId;
	/** Key names as the input router gives them. */
	readonly keys: readonly [string, ...string[]];
	/** How they are written in the footer and in the help. */
	readonly shown: SafeText;
	readonly places: readonly Place['kind'][];
	/** `footer`: in the help as well. `nowhere`: another binding of the action is shown already. */
	readonly listed: 'footer' | 'help' | 'nowhere';
}

const everywhere: readonly Place['kind'][] = ['home', 'releases', 'release', 'service', 'help'];
const lists: readonly Place['kind'][] = ['home', 'releases'];
const charts: readonly Place['kind'][] = ['release', 'service'];
const acting: readonly Place['kind'][] = ['home', 'releases', 'release', 'service'];
const rows: readonly Place['kind'][] = ['home', 'releases', 'help'];

/** Every key that does something, in the order in which the footer and the help screen show them.
 * `a` is unbound: half its readers would expect abort, half approve. Upper case never changes a verb's meaning. */
export const keymap: readonly Binding[] = [
	on('promote', acting, ['p']),
	on('hold', acting, ['h']),
	on('resume', acting, ['r']),
	on('back', acting, ['x']),
	on('other', acting, ['b']),
	on('retry', acting, ['t'], 'help'),
	on('restart', acting, ['n'], 'help'),
	on('setWeight', acting, ['w']),
	on('undo', acting, ['u']),
	on('open', lists, ['enter']),
	on('goBack', ['releases', 'release', 'service', 'help'], ['escape'], 'footer', safe`esc`),
	// At home there is nothing to go back to but the whole list.
	on('goBack', ['home'], ['escape'], 'nowhere'),
	on('filter', lists, ['/']),
	on('sort', ['home'], ['s']),
	on('invertSort', ['home'], ['S'], 'help'),
	on('releases', ['home', 'release', 'service'], ['R']),
	on('service', ['home', 'release'], ['c'], 'help'),
	on('chartErrors', charts, ['1'], 'footer', safe`1 2 3`),
	on('chartLatency', charts, ['2'], 'nowhere'),
	on('chartThroughput', charts, ['3'], 'nowhere'),
	on('rangeShorter', charts, ['['], 'footer', safe`[ ]`),
	on('rangeLonger', charts, [']'], 'nowhere'),
	on('freeze', everywhere, ['z'], 'help'),
	on('palette', everywhere, [':']),
	on('help', everywhere, ['?']),
	on('quit', ['home'], ['q'], 'help'),
	on('down', rows, ['down', 'j'], 'help', safe`down j`),
	on('up', rows, ['up', 'k'], 'help', safe`up k`),
	on('pageDown', rows, ['pagedown', 'ctrl-d', 'ctrl-f'], 'help', safe`pgdn ^d`),
	on('pageUp', rows, ['pageup', 'ctrl-u', 'ctrl-b'], 'help', safe`pgup ^u`),
	on('first', rows, ['home', 'g'], 'help', safe`home g`),
	on('last', rows, ['end', 'G'], 'help', safe`end G`),
];

export function bindingFor(place: Place['kind'], key: string): Binding | undefined {
	return keymap.find(binding => binding.places.includes(place) && binding.keys.includes(key));
}

/** The binding that is shown of an action; undefined where only the palette has it. */
export function bindingOf(action: ActionId): Binding | undefined {
	return keymap.find(binding => binding.action === action && binding.listed !== 'nowhere');
}

/** `e`, `space`: how a key is named to who pressed it. */
export function keyWord(name: string): SafeText {
	return name === 'unknown' ? safe`that key` : ident(name === ' ' ? 'space' : name);
}

function on(
	action: ActionId,
	places: Binding['places'],
	keys: Binding['keys'],
	listed: Binding['listed'] = 'footer',
	shown = ident(keys[0]),
): Binding {
	return {action, keys, shown, places, listed};
}
