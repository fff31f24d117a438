import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {opened, wentBack} from '../../lists/places.ts';
import type {ActionId, OpeningId, OwnActionId} from '../../state/action-id.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext, Screen} from '../../world/context.ts';
import {said} from '../said.ts';
import {type Action, act, chart, move, noRows, ofScreen, onRows, openedHere, own, turn, verb, view} from './action.ts';
import {contextName, inContext, isContextId} from './contexts.ts';
import {copyCommand, copyForChat} from './copy.ts';
import {frozenOrThawed} from './freeze.ts';
import {logsChanges} from './logs-actions.ts';
import {inNamespace, isNamespaceId, namespaceText} from './namespaces.ts';
import {
	changedRange,
	inNextCluster,
	invertedSort,
	openedHelp,
	pinned,
	sortedByNext,
	startedFilter,
	wentBackOnce,
	withPanelRows,
} from './navigation.ts';
import {askToQuit} from './quit.ts';

const firstMoment = safe`this is where the release began`;
const lastMoment = safe`this is where its rows end`;

export const actions: Readonly<Record<OwnActionId, Action>> = {
	promote: verb('promote', safe`promote`, safe`promote by one step, or fully, after confirmation`),
	promoteFull: verb('promoteFull', safe`promote fully`, safe`promote fully, past what is left of its steps`),
	hold: verb('hold', safe`hold`, safe`hold: the release stays where it is until resumed`),
	resume: verb('resume', safe`resume`, safe`resume what was held, without skipping anything`),
	back: verb('back', safe`back`, safe`back to stable, by whatever the situation needs`),
	toRevision: verb('toRevision', safe`revision`, safe`go to another revision, chosen from a list`),
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
	open: onRows(view(safe`open`, safe`open the selected row`, openedHere), safe`there is no row to open`),
	goBack: {
		...view(safe`close`, safe`close this screen: the one before it is shown again`, wentBackOnce),
		idle: safe`this is the first screen: q quits`,
	},
	filter: view(safe`filter`, safe`filter by name, or lines by text; ! inverts; esc clears`, startedFilter),
	list: view(safe`list`, safe`panels: back to the list`, (_context, state) =>
		state.screen.stack.length > 1
			? {...state, screen: wentBack(state.screen)}
			: said(state, 'info', safe`a wall shows the panels alone`),
	),
	pin: {
		...view(safe`pin`, safe`pin the row: the panels then show only pinned rows; esc unpins all`, pinned),
		idle: safe`there is no row to pin`,
	},
	taller: {
		...own(safe`taller`, safe`taller or shorter charts`, state => withPanelRows(state, 1)),
		idle: safe`no taller charts fit`,
	},
	shorter: {
		...own(safe`shorter`, safe``, state => withPanelRows(state, -1)),
		idle: safe`these are the shortest charts`,
	},
	sort: onRows(view(safe`sort`, safe`sort by the next column`, sortedByNext), noRows),
	invertSort: {
		...view(safe`invert`, safe`invert the sort order`, (context, state) =>
			state.screen.sort.column === 'harm'
				? said(state, 'info', safe`the worst comes first: s sorts by a column, which S inverts`)
				: invertedSort(context, state),
		),
		idle: noRows,
	},
	chartErrors: chart(safe`chart`, safe`errors, latency or throughput alone, large; again: all three`, 0),
	chartLatency: chart(safe`latency`, safe``, 1),
	chartThroughput: chart(safe`throughput`, safe``, 2),
	rangeShorter: {
		...view(safe`range`, safe`a shorter or longer range, 5 min to 6 h`, (context, state) =>
			changedRange(context, state, -1),
		),
		idle: safe`this is the shortest range`,
	},
	rangeLonger: {
		...view(safe`longer`, safe``, (context, state) => changedRange(context, state, 1)),
		idle: safe`this is the longest range`,
	},
	logsFollow: own(safe`follow`, safe`logs: follow the newest line, or stop`, logsChanges.follow),
	logsShorter: own(safe`since`, safe`logs: less or more of the past, 1 min to all`, logsChanges.shorter),
	logsLonger: own(safe`longer`, safe``, logsChanges.longer),
	logsPatterns: own(
		safe`patterns`,
		safe`logs: patterns that the canary writes and stable does not`,
		logsChanges.patterns,
	),
	logsLayout: own(safe`apart`, safe`logs: stable and canary apart, or in one order of time`, logsChanges.layout),
	logsSide: own(safe`version`, safe`logs: both versions, stable, canary`, logsChanges.side),
	logsPrevious: own(
		safe`previous`,
		safe`logs: the run before the present one, of containers that restarted`,
		logsChanges.previous,
	),
	logsTimes: own(safe`times`, safe`logs: the time of each line`, logsChanges.times),
	logsWrap: own(safe`wrap`, safe`logs: long lines over several rows`, logsChanges.wrap),
	nextCluster: own(safe`cluster`, safe`the next cluster`, inNextCluster),
	fromOlder: ofScreen('fromOlder', safe`from`, safe`diff: from an older or a newer revision`),
	fromNewer: ofScreen('fromNewer', safe`from newer`, safe``),
	toOlder: ofScreen('toOlder', safe`to`, safe`diff: to an older or a newer revision`),
	toNewer: ofScreen('toNewer', safe`to newer`, safe``),
	rowBefore: {...ofScreen('rowBefore', safe`row`, safe`replay: the row before or after`), idle: firstMoment},
	rowAfter: {...ofScreen('rowAfter', safe`next row`, safe``), idle: lastMoment},
	rowsBefore: {...ofScreen('rowsBefore', safe`10 rows`, safe`replay: ten rows back or on`), idle: firstMoment},
	rowsAfter: {...ofScreen('rowsAfter', safe`10 rows on`, safe``), idle: lastMoment},
	objectBefore: ofScreen('objectBefore', safe`object`, safe`describe: the object before or after this one`),
	objectAfter: ofScreen('objectAfter', safe`next object`, safe``),
	topologyGraph: ofScreen('topologyGraph', safe`graph`, safe`topology: in boxes and lines, or as a tree`),
	topologyDeeper: {
		...ofScreen('topologyDeeper', safe`levels`, safe`topology: more or fewer levels of callers and callees`),
		idle: safe`no more levels are shown`,
	},
	topologyShallower: {...ofScreen('topologyShallower', safe`fewer`, safe``), idle: safe`one level is the least`},
	topologyDirection: ofScreen(
		'topologyDirection',
		safe`direction`,
		safe`topology: callers and callees, or one of them`,
	),
	pickNamespace: own(safe`namespace`, safe`another namespace, or all of them`, state =>
		withPaletteText(state, safe`ns `),
	),
	pickContext: own(safe`context`, safe`another context of the kubeconfig`, state => withPaletteText(state, safe`ctx `)),
	cost: own(safe`cost`, safe`what the metrics cost Prometheus at each poll, in the header; again: hides it`, state => ({
		...state,
		screen: {...state.screen, isCostShown: !state.screen.isCostShown},
	})),
	freeze: own(safe`freeze`, safe`freeze the display; verbs are off while it is frozen, x thaws it`, frozenOrThawed),
	copyForChat: act(safe`copy`, safe`copy for a chat what is marked or open, as Markdown`, copyForChat),
	copyCommand: act(
		safe`kubectl`,
		safe`copy the kubectl command of the open dialog, or the one that shows the object`,
		copyCommand,
	),
	palette: own(safe`more`, safe`everything that can be done here, by name; rare verbs are only there`, state =>
		withPaletteText(state, safe``),
	),
	help: {
		...view(safe`help`, safe`the keys, and what each sign means`, (_context, state) => openedHelp(state)),
		short: safe``,
	},
	quit: act(safe`quit`, safe`quit, from the home screen; ctrl-c quits from anywhere`, (_context, state) =>
		askToQuit(state),
	),
	down: move(safe`next row`, 'down'),
	up: move(safe`row before`, 'up'),
	previous: move(safe`the card or figure to the left`, 'previous'),
	next: move(safe`the card or figure to the right`, 'next'),
	pageDown: move(safe`a page down`, 'pageDown'),
	pageUp: move(safe`a page up`, 'pageUp'),
	nextPage: turn('pageDown', safe`this is the last page`),
	previousPage: turn('pageUp', safe`this is the first page`),
	first: move(safe`first row`, 'first'),
	last: move(safe`last row`, 'last'),
};

/** The action of this id, also of an id that opens a screen by the screen's own `opening`, or names a namespace or a context.
 * Throws on an unknown id. */
export function actionOf({screens}: Pick<EngineContext, 'screens'>, id: ActionId): Action {
	if (isNamespaceId(id)) return act(safe`namespace`, namespaceText(id), (_context, state) => inNamespace(state, id));
	if (isContextId(id)) return act(safe`context`, contextName(id), (_context, state) => inContext(state, id));
	if (!isOpening(id)) return actions[id];
	const screen = screens.find(one => openingOf(one) === id);
	if (!screen?.opening) throw new Error(`no action is called ${id}`);
	const {label, help, place, otherwise = safe`it cannot be opened here`} = screen.opening;
	const open = view(label, help, (context, state) => {
		const to = place(context, state);
		return to ? {...state, screen: opened(state.screen, to)} : said(state, 'info', otherwise);
	});
	return {
		...open,
		idle: safe`select a row first`,
		permitted: (context, state) => (place(context, state) === null ? {code: 'no-selection', reason: otherwise} : null),
	};
}

export function openingOf({id}: Pick<Screen, 'id'>): OpeningId {
	return `open ${id}`;
}

function withPaletteText(state: State, text: SafeText): State {
	return {...state, screen: {...state.screen, palette: {text, marked: null}}};
}

function isOpening(id: ActionId): id is OpeningId {
	return id.startsWith('open ');
}
