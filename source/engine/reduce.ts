import {assertNever} from '../domain/result.ts';
import {ident, safe} from '../domain/text/safe-text.ts';
import {answered} from './asking/machine.ts';
import {metricsConnected} from './asking/metrics-connected.ts';
import {followFigures, withNewHarm} from './evidence/follow-figures.ts';
import {followEvidence} from './evidence/rows/follow-evidence.ts';
import {followIntents, intentAnswered} from './intents/intent-reducer.ts';
import {cancelIntent, confirmIntent, requestIntent} from './intents/request.ts';
import {accessAnswered, askAccess} from './interest/access.ts';
import {adjustLogs} from './interest/logs.ts';
import {adjustPast, pastTold} from './interest/past.ts';
import {startDueQueries} from './interest/schedule.ts';
import {adjustWatches} from './interest/watches.ts';
import {actionOf} from './keys/actions/actions.ts';
import {copied} from './keys/actions/copy.ts';
import {followBell} from './keys/follow-bell.ts';
import {followTop} from './keys/follow-top.ts';
import {followDialog} from './keys/input/dialog-reducer.ts';
import {inputReceived} from './keys/input/input-reducer.ts';
import {said} from './keys/said.ts';
import {followWantedVerb} from './keys/wanted-verb.ts';
import {followRows, noteDeletions} from './lists/follow-rows.ts';
import {followFilter, withSelected} from './lists/selection.ts';
import {poll} from './questions/poll.ts';
import type {ActionId} from './state/action-id.ts';
import type {Command} from './state/commands.ts';
import {contained, withDefect} from './state/contained.ts';
import type {Event, WatchNews} from './state/events.ts';
import {only, type Reduction} from './state/reduction.ts';
import type {State, WatchId} from './state/state.ts';
import {clusterIdentified, heartbeatReturned, noteAnswer, watchesUpdated} from './world/cluster-reducer.ts';
import type {EngineContext} from './world/context.ts';
import {objectsRead} from './world/objects-read.ts';

/** The one function that changes the state. Pure: the event carries the time, and commands are returned. */
export function createReduce(context: EngineContext): (state: State, event: Event) => Reduction {
	return (before, event) => {
		const state = {...before, nowMs: event.atMs};
		const commands: Command[] = [];
		const then = (so: State, step: (state: State) => Reduction): State => {
			const next = contained(event.kind, so, step);
			commands.push(...next.commands);
			return next.state;
		};
		let next = then(state, so => happened(context, noteAnswer(so, event), event));
		if (next.intents.length > 0) next = then(next, so => followIntents(context, so));
		if (event.kind === 'watchesUpdated')
			next = then(next, so => only(noteDeletions(before, followRows(context, so), event.updates)));
		next = then(next, so => only(followDialog(withoutOldMessage(so))));
		// Which row comes first costs too much for each of thousands of objects: the next tick tells.
		if (event.kind !== 'watchesUpdated') next = then(next, so => only(followTop(context, so)));
		if (event.kind === 'watchesUpdated' || event.kind === 'ticked')
			next = then(next, so => followWantedVerb(context, so));
		const isOfCompanion = event.kind === 'watchesUpdated' && event.updates.every(({id}) => isCompanion(before, id));
		if (mayChangeWatches(event) && !isOfCompanion)
			next = then(next, so => adjustWatches(context, so, event.kind !== 'watchesUpdated'));
		if (event.kind === 'watchesUpdated' || event.kind === 'ticked' || isAsked(event))
			next = then(next, so => adjustLogs(context, so));
		if (event.kind === 'ticked' || isAsked(event)) next = then(next, so => adjustPast(context, so));
		// A change of single objects makes no query due; a new list may bring rows on screen.
		if (event.kind !== 'watchesUpdated' || event.updates.some(news => bringsRows(before, news)))
			next = then(next, so => startDueQueries(context, so));
		if (isAsked(event) || event.kind === 'ticked') next = then(next, so => askAccess(context, so));
		next = then(next, so => followBell(context, before, so, event));
		return {state: next, commands};
	};
}

function happened(context: EngineContext, state: State, event: Event): Reduction {
	switch (event.kind) {
		case 'started':
		case 'ticked':
		case 'focused':
			return only(state);
		case 'contextOpened':
			return only(said(state, 'info', safe`${state.session.target.context} · : ctx goes to another`));
		case 'contextFailed':
			return only(said(state, 'critical', safe`cannot open ${ident(event.context)}: ${event.reason}`));
		case 'coached':
			return only({...state, screen: {...state.screen, demoHint: event.text}});
		case 'inputReceived':
			return inputReceived(context, state, event);
		case 'acted':
			return acted(context, state, event.action);
		case 'selected':
			return only(withSelected(context, state, event.key));
		case 'requested':
			return requested(context, state, event);
		case 'confirmed':
		case 'cancelled':
			return decided(context, state, event);
		case 'clusterIdentified':
			return only(clusterIdentified(state, event));
		case 'heartbeatReturned':
			return only(heartbeatReturned(state, event));
		case 'watchesUpdated':
			return only(watchesUpdated(context, state, event));
		case 'metricsConnected':
			return only(metricsConnected(state, event));
		case 'answered':
			return only(withAnswer(context, state, answered(context.questions, state, event)));
		case 'copied':
			return only(copied(state, event));
		case 'objectsRead':
			return only(objectsRead(state, event));
		case 'accessAnswered':
			return only(accessAnswered(state, event));
		case 'brokeDown':
			return withDefect(state, event.defect);
		case 'backtestTold':
		case 'replayTold':
			return only(pastTold(state, event));
		case 'logsTold':
			return only(logsTold(state, event));
		case 'liveRead':
		case 'dryRunReturned':
		case 'sent':
		case 'recorded':
			return intentAnswered(context, state, event);
		default:
			return assertNever(event);
	}
}

function withAnswer(context: EngineContext, {metrics}: State, state: State): State {
	const next = followEvidence(context, metrics, followFigures(context, metrics, state));
	return next.metrics.evidence === metrics.evidence ? next : withNewHarm(context, next, metrics);
}

/** What an earlier reading tells comes too late. */
function logsTold(state: State, {id, told}: Extract<Event, {kind: 'logsTold'}>): State {
	const {logs} = state.cluster;
	return logs?.id === id ? {...state, cluster: {...state.cluster, logs: {...logs, told}}} : state;
}

function acted(context: EngineContext, state: State, action: ActionId): Reduction {
	const next = actionOf(context, action).run(context, state);
	return {...next, state: followFilter(context, state, next.state)};
}

function requested(context: EngineContext, state: State, event: Extract<Event, {kind: 'requested'}>): Reduction {
	const raised = requestIntent(context, state, event);
	return raised.ok ? raised.value.reduction : only(said(state, 'warning', raised.error.reason));
}

function decided(
	context: EngineContext,
	state: State,
	event: Extract<Event, {kind: 'confirmed' | 'cancelled'}>,
): Reduction {
	const intent = state.intents.find(({id}) => id === event.intentId);
	if (!intent) return only(state);
	return event.kind === 'cancelled' ? only(cancelIntent(state, intent)) : confirmIntent(context, state, intent, event);
}

/** Latencies, trends and charts change no watch; the first poll does: the pods of moving releases wait for its
 * figures. */
function mayChangeWatches(event: Event): boolean {
	return (
		event.kind === 'watchesUpdated' ||
		isAsked(event) ||
		event.kind === 'clusterIdentified' ||
		event.kind === 'metricsConnected' ||
		(event.kind === 'answered' && event.question === poll.id) ||
		event.kind === 'ticked'
	);
}

/** Whether the operator or another caller led the screen elsewhere, or asked for something. */
function isAsked({kind}: Event): boolean {
	return (
		kind === 'inputReceived' || kind === 'acted' || kind === 'selected' || kind === 'requested' || kind === 'focused'
	);
}

/** Whether the watch reads companions (pods and the like) of one release, or what only a screen lists: they bring no row on screen and no
 * other watch. */
function isCompanion({cluster}: State, id: WatchId): boolean {
	const kind = cluster.watches[id]?.request.kind;
	return kind !== undefined && kind.watch !== 'cluster';
}

function bringsRows(before: State, {id, update}: WatchNews): boolean {
	return update.kind === 'listed' && !isCompanion(before, id);
}

function withoutOldMessage(state: State): State {
	const {message} = state.screen;
	if (!message || state.nowMs < message.untilMs) return state;
	return {...state, screen: {...state.screen, message: null}};
}
