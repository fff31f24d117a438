import type {Refusal} from '../../domain/refusal.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Verb} from '../../domain/verb.ts';
import {canAct} from '../intents/can-act.ts';
import {opened} from '../lists/places.ts';
import {targetRelease} from '../lists/selection.ts';
import type {ActionId, OpeningId, OwnActionId} from '../state/action-id.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext, Screen} from '../world/context.ts';
import {frozenOrThawed} from './freeze.ts';
import {logsChanges} from './logs-actions.ts';
import {
	changedRange,
	inNextCluster,
	invertedSort,
	moved,
	openedHelp,
	openedSelected,
	sortedByNext,
	startedFilter,
	wentBackOnce,
	withChart,
} from './navigation.ts';
import {pressVerb} from './press-verb.ts';
import {askToQuit} from './quit.ts';
import {said} from './said.ts';

/** Something that perch can be asked to do, by a key, the palette, the tour or a test. */
export interface Action {
	readonly group: 'move' | 'view' | 'verb';
	/** The verb that the action asks for; left out where the action changes the screen alone. */
	readonly verb?: Verb;
	/** One word for the footer. */
	readonly label: SafeText;
	/** A sentence for the help screen and the palette; empty where another action's sentence covers this one. */
	readonly help: SafeText;
	run(context: EngineContext, state: State): Reduction;
	/** Why the action does nothing now; null where it works. */
	permitted(context: EngineContext, state: State): Refusal | null;
}

export const actions: Readonly<Record<OwnActionId, Action>> = {
	promote: verb('promote', safe`promote`, safe`promote by one step, or fully, after confirmation`),
	promoteFull: verb('promoteFull', safe`promote fully`, safe`promote fully, past what is left of its steps`),
	hold: verb('hold', safe`hold`, safe`hold: the release stays where it is until resumed`),
	resume: verb('resume', safe`resume`, safe`resume what was held, without skipping anything`),
	back: verb('back', safe`back`, safe`back to stable, by whatever the situation needs`),
	toRevision: verb('toRevision', safe`other revision`, safe`go to another revision, chosen from a list`),
	retry: verb('retry', safe`retry`, safe`start the aborted release again from its first step`),
	restart: verb(
		'restart',
		safe`new pods`,
		safe`restart: new pods of the same version, within the limits of the rollout`,
	),
	setWeight: verb('setWeight', safe`weight`, safe`set the weight of the canary, or the partition`),
	setImage: verb('setImage', safe`image`, safe`set the image of a container`),
	jump: verb('jump', safe`jump`, safe`stand at another step`),
	terminate: verb('terminate', safe`terminate`, safe`end an analysis before its time`),
	undo: verb('undo', safe`undo`, safe`take back something that this session wrote, while it still applies`),
	open: view(safe`open`, safe`open the selected row`, openedSelected),
	goBack: view(safe`back`, safe`back to the screen before`, wentBackOnce),
	filter: view(safe`filter`, safe`filter by name; ! inverts; esc clears`, (_context, state) => startedFilter(state)),
	sort: view(safe`sort`, safe`sort by the next column`, (_context, state) => sortedByNext(state)),
	invertSort: view(safe`invert`, safe`invert the sort order`, (_context, state) => invertedSort(state)),
	chartErrors: view(safe`chart`, safe`errors, latency, throughput`, (_context, state) => withChart(state, 0)),
	chartLatency: view(safe`latency`, safe``, (_context, state) => withChart(state, 1)),
	chartThroughput: view(safe`throughput`, safe``, (_context, state) => withChart(state, 2)),
	rangeShorter: view(safe`range`, safe`a shorter or longer range, 5 min to 6 h`, (_context, state) =>
		changedRange(state, -1),
	),
	rangeLonger: view(safe`longer`, safe``, (_context, state) => changedRange(state, 1)),
	logsFilter: logs(safe`filter`, safe`logs: lines with this text; ! inverts; esc clears`, logsChanges.startFilter),
	logsFollow: logs(safe`follow`, safe`logs: follow the newest line, or stop`, logsChanges.follow),
	logsShorter: logs(safe`since`, safe`logs: less or more of the past, 1 min to all`, logsChanges.shorter),
	logsLonger: logs(safe`longer`, safe``, logsChanges.longer),
	logsPatterns: logs(
		safe`patterns`,
		safe`logs: patterns that the canary writes and stable does not`,
		logsChanges.patterns,
	),
	logsLayout: logs(safe`apart`, safe`logs: stable and canary apart, or in one order of time`, logsChanges.layout),
	logsSide: logs(safe`version`, safe`logs: both versions, stable, canary`, logsChanges.side),
	logsPrevious: logs(
		safe`previous`,
		safe`logs: the run before the present one, of containers that restarted`,
		logsChanges.previous,
	),
	logsTimes: logs(safe`times`, safe`logs: the time of each line`, logsChanges.times),
	logsWrap: logs(safe`wrap`, safe`logs: long lines over several rows`, logsChanges.wrap),
	nextCluster: view(safe`cluster`, safe`the next cluster`, (_context, state) => inNextCluster(state)),
	freeze: view(
		safe`freeze`,
		safe`freeze the display; verbs are off while it is frozen, x thaws it`,
		(_context, state) => frozenOrThawed(state),
	),
	palette: view(
		safe`palette`,
		safe`everything that can be done here, by name; rare verbs are only there`,
		(_context, state) => ({...state, screen: {...state.screen, palette: {text: safe``, marked: null}}}),
	),
	help: view(safe`help`, safe`this page`, (_context, state) => openedHelp(state)),
	quit: act(safe`quit`, safe`quit, from the home screen; ctrl-c quits from anywhere`, (_context, state) =>
		askToQuit(state),
	),
	down: move(safe`next row`, 'down'),
	up: move(safe`row before`, 'up'),
	pageDown: move(safe`a page down`, 'pageDown'),
	pageUp: move(safe`a page up`, 'pageUp'),
	first: move(safe`first row`, 'first'),
	last: move(safe`last row`, 'last'),
};

/** The action of this id, also of an id that opens a screen by the screen's own `opening`. Throws on an unknown
 * id. */
export function actionOf({screens}: Pick<EngineContext, 'screens'>, id: ActionId): Action {
	if (!isOpening(id)) return actions[id];
	const screen = screens.find(one => openingOf(one) === id);
	if (!screen?.opening) throw new Error(`no action is called ${id}`);
	const {label, help, place, unless} = screen.opening;
	return view(label, help, (context, state) => {
		const to = place(context, state);
		if (to) return {...state, screen: opened(state.screen, to)};
		return unless ? said(state, 'info', unless) : state;
	});
}

export function openingOf({id}: Pick<Screen, 'id'>): OpeningId {
	return `open ${id}`;
}

function isOpening(id: ActionId): id is OpeningId {
	return id.startsWith('open ');
}

function verb(name: Verb, label: SafeText, help: SafeText): Action {
	return {
		group: 'verb',
		verb: name,
		label,
		help,
		run: (context, state) => pressVerb(context, state, name, true),
		permitted(context, state) {
			const allowed = canAct(context, state, targetRelease(context, state), name);
			// A verb that is refused only because something is not read yet is allowed: the key press starts the
			// read.
			return allowed.ok || allowed.error.isUnread ? null : allowed.error;
		},
	};
}

function act(label: SafeText, help: SafeText, run: Action['run']): Action {
	return {group: 'view', label, help, run, permitted: () => null};
}

function view(label: SafeText, help: SafeText, to: (context: EngineContext, state: State) => State): Action {
	return act(label, help, (context, state) => only(to(context, state)));
}

function logs(label: SafeText, help: SafeText, to: (state: State) => State): Action {
	return view(label, help, (_context, state) => to(state));
}

function move(help: SafeText, by: Parameters<typeof moved>[2]): Action {
	return {...view(help, help, (context, state) => moved(context, state, by)), group: 'move'};
}
