import type {Verb} from '../../domain/plan.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {Place} from '../state/screen-state.ts';

export type Action =
	| {readonly kind: 'move'; readonly by: 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'}
	| {readonly kind: 'open'}
	| {readonly kind: 'goBack'}
	| {readonly kind: 'quit'}
	| {readonly kind: 'filter'}
	| {readonly kind: 'sort'}
	| {readonly kind: 'invertSort'}
	| {readonly kind: 'freeze'}
	| {readonly kind: 'help'}
	| {readonly kind: 'releases'}
	| {readonly kind: 'service'}
	| {readonly kind: 'chart'; readonly index: 0 | 1 | 2}
	| {readonly kind: 'range'; readonly by: -1 | 1}
	| {readonly kind: 'palette'}
	| {readonly kind: 'verb'; readonly verb: Verb};

export interface Binding {
	/** Key names as the input router gives them; the first is the one that is shown. */
	readonly keys: readonly [string, ...string[]];
	readonly shown: SafeText;
	/** One word for the footer. */
	readonly label: SafeText;
	/** A sentence for the help screen. */
	readonly help: SafeText;
	readonly group: 'move' | 'view' | 'verb';
	readonly places: readonly Place['kind'][];
	/** Left out of the footer, where room is short. */
	readonly isHelpOnly: boolean;
	readonly action: Action;
}

const everywhere: readonly Place['kind'][] = ['home', 'releases', 'release', 'service', 'help'];
const lists: readonly Place['kind'][] = ['home', 'releases'];
const charts: readonly Place['kind'][] = ['release', 'service'];
const verbs: readonly Place['kind'][] = ['home', 'releases', 'release', 'service'];

/** Every key that does something, in the order in which the footer and the help screen show them.
 * `a` is unbound: half its readers would expect abort, half approve. Upper case never changes a verb's meaning. */
export const keymap: readonly Binding[] = [
	verb('p', 'promote', safe`promote`, safe`promote by one step, or fully, after confirmation`),
	verb('h', 'hold', safe`hold`, safe`hold: the release stays where it is until resumed`),
	verb('r', 'resume', safe`resume`, safe`resume what was held, without skipping anything`),
	verb('x', 'back', safe`back`, safe`back to stable, by whatever the situation needs`),
	verb('b', 'other', safe`other revision`, safe`go to another revision, chosen from a list`),
	verb('t', 'retry', safe`retry`, safe`start the aborted release again from its first step`, true),
	verb(
		'n',
		'restart',
		safe`new pods`,
		safe`restart: new pods of the same version, within the limits of the rollout`,
		true,
	),
	verb('w', 'setWeight', safe`weight`, safe`set the weight of the canary, or the partition`),
	verb('u', 'undo', safe`undo`, safe`take back something that this session wrote, while it still applies`),
	view(['enter'], safe`enter`, safe`open`, safe`open the selected row`, lists, {kind: 'open'}),
	view(['escape'], safe`esc`, safe`back`, safe`back to the screen before`, ['releases', 'release', 'service', 'help'], {
		kind: 'goBack',
	}),
	// At home there is nothing to go back to but the whole list.
	hidden('escape', ['home'], {kind: 'goBack'}),
	view(['/'], safe`/`, safe`filter`, safe`filter by name; ! inverts; esc clears`, lists, {kind: 'filter'}),
	view(['s'], safe`s`, safe`sort`, safe`sort by the next column`, ['home'], {kind: 'sort'}),
	view(['S'], safe`S`, safe`invert`, safe`invert the sort order`, ['home'], {kind: 'invertSort'}, true),
	view(
		['R'],
		safe`R`,
		safe`releases`,
		safe`releases of every kind, those that need a person first`,
		['home', 'release', 'service'],
		{kind: 'releases'},
	),
	view(
		['c'],
		safe`c`,
		safe`service`,
		safe`the service's own screen: charts, versions, pods`,
		['home', 'release'],
		{kind: 'service'},
		true,
	),
	view(['1'], safe`1 2 3`, safe`chart`, safe`errors, latency, throughput`, charts, {kind: 'chart', index: 0}),
	hidden('2', charts, {kind: 'chart', index: 1}),
	hidden('3', charts, {kind: 'chart', index: 2}),
	view(['['], safe`[ ]`, safe`range`, safe`a shorter or longer range, 5 min to 6 h`, charts, {kind: 'range', by: -1}),
	hidden(']', charts, {kind: 'range', by: 1}),
	view(
		['z'],
		safe`z`,
		safe`freeze`,
		safe`freeze the display; verbs are off while it is frozen, x thaws it`,
		everywhere,
		{kind: 'freeze'},
		true,
	),
	view(
		[':'],
		safe`:`,
		safe`palette`,
		safe`everything that can be done here, by name; rare verbs are only there`,
		everywhere,
		{kind: 'palette'},
	),
	view(['?'], safe`?`, safe`help`, safe`this page`, everywhere, {kind: 'help'}),
	view(
		['q'],
		safe`q`,
		safe`quit`,
		safe`quit, from the home screen; ctrl-c quits from anywhere`,
		['home'],
		{kind: 'quit'},
		true,
	),
	move(['down', 'j'], safe`down j`, safe`next row`, 'down'),
	move(['up', 'k'], safe`up k`, safe`row before`, 'up'),
	move(['pagedown', 'ctrl-d', 'ctrl-f'], safe`pgdn ^d`, safe`a page down`, 'pageDown'),
	move(['pageup', 'ctrl-u', 'ctrl-b'], safe`pgup ^u`, safe`a page up`, 'pageUp'),
	move(['home', 'g'], safe`home g`, safe`first row`, 'first'),
	move(['end', 'G'], safe`end G`, safe`last row`, 'last'),
];

export function bindingFor(place: Place['kind'], key: string): Binding | undefined {
	return keymap.find(binding => binding.places.includes(place) && binding.keys.includes(key));
}

/** `e`, `space`: how a key is named to who pressed it. */
export function keyWord(name: string): SafeText {
	return name === 'unknown' ? safe`that key` : ident(name === ' ' ? 'space' : name);
}

function verb(key: string, name: Verb, label: SafeText, help: SafeText, isHelpOnly = false): Binding {
	return {
		keys: [key],
		shown: ident(key),
		label,
		help,
		group: 'verb',
		places: verbs,
		isHelpOnly,
		action: {kind: 'verb', verb: name},
	};
}

function view(
	keys: Binding['keys'],
	shown: SafeText,
	label: SafeText,
	help: SafeText,
	places: Binding['places'],
	action: Action,
	isHelpOnly = false,
): Binding {
	return {keys, shown, label, help, group: 'view', places, isHelpOnly, action};
}

/** A second key of a binding that is shown already. */
function hidden(key: string, places: Binding['places'], action: Action): Binding {
	return {keys: [key], shown: ident(key), label: safe``, help: safe``, group: 'view', places, isHelpOnly: true, action};
}

function move(
	keys: Binding['keys'],
	shown: SafeText,
	help: SafeText,
	by: Extract<Action, {kind: 'move'}>['by'],
): Binding {
	return {
		keys,
		shown,
		label: help,
		help,
		group: 'move',
		places: [...lists, 'help'],
		isHelpOnly: true,
		action: {kind: 'move', by},
	};
}
