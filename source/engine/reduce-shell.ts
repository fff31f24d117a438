import {type ClusterId, clusterId, clusterOf} from '../domain/cluster/keys.ts';
import {safe} from '../domain/text/safe-text.ts';
import type {Command} from './state/commands.ts';
import type {Event} from './state/events.ts';
import {firstScreenOf, initialCluster, initialScreen, screenInFrontOf} from './state/initial-state.ts';
import type {Reduction} from './state/reduction.ts';
import type {ScreenState} from './state/screen-state.ts';
import type {Shell} from './state/shell.ts';
import type {Cluster, Session, State} from './state/state.ts';

/** `cluster`: the cluster that reports the event. Left out where time or the operator causes it, and where
 * there is only one cluster. */
export type ShellEvent = Event & {readonly cluster?: ClusterId};

export interface ShellCommand {
	readonly cluster: ClusterId;
	readonly command: Command;
}

/** The reducer of each cluster; those of clusters that come later are there before their first event. */
export interface Reducers {
	get(id: ClusterId): ((state: State, event: Event) => Reduction) | undefined;
}

export function initialShell(sessions: ReadonlyMap<ClusterId, Session>, size: ScreenState['size']): Shell {
	const [first] = sessions;
	if (!first) throw new Error('perch needs a cluster');
	const [focus, session] = first;
	const clusters = new Map([...sessions].map(([id, session]) => [id, initialCluster(session)]));
	return {nowMs: session.startedAtMs, clusters, screen: firstScreenOf(session, focus, size), frozen: null};
}

/** The one function that changes the shell: each event changes the clusters that it concerns, through their own
 * reducers. */
export function createReduceShell(
	reducers: Reducers,
): (shell: Shell, event: ShellEvent) => {readonly state: Shell; readonly commands: readonly ShellCommand[]} {
	return (before, event) => {
		const commands: ShellCommand[] = [];
		const reduced = (shell: Shell, id: ClusterId, happened: Event): Shell => {
			const reduce = reducers.get(id);
			// A cluster that was replaced may still get an answer.
			if (!reduce || !shell.clusters.has(id)) return shell;
			const state = stateOf(shell, id);
			const next = reduce(state, happened);
			commands.push(...next.commands.map(command => ({cluster: id, command})));
			return withState(shell, id, state, next.state);
		};
		const ids = concerned(before, event);
		const [first] = ids;
		const asked =
			event.kind === 'contextOpened'
				? replaced(before, event)
				: event.kind === 'selected' && first
					? focusedOn(before, first)
					: before;
		const after = ids.reduce((shell, id) => reduced(shell, id, event), {...asked, nowMs: event.atMs});
		const {focus} = after.screen;
		const isElsewhere = focus !== before.screen.focus;
		return {state: isElsewhere ? reduced(after, focus, {kind: 'focused', atMs: event.atMs}) : after, commands};
	};
}

/** Which clusters an event changes. */
function concerned(shell: Shell, event: ShellEvent): readonly ClusterId[] {
	switch (event.kind) {
		case 'started':
		case 'ticked':
			return [...shell.clusters.keys()];
		case 'contextOpened':
			return [clusterId(event.session.target.context)];
		case 'selected':
			return [clusterOf(event.key)];
		case 'requested':
			return [clusterOf(event.release)];
		case 'confirmed':
		case 'cancelled':
			return [...shell.clusters]
				.filter(([, {intents}]) => intents.some(({id}) => id === event.intentId))
				.map(([id]) => id);
		default:
			return [event.cluster ?? shell.screen.focus];
	}
}

const states = new WeakMap<Shell, Map<ClusterId, State>>();

/** One cluster's state, joined with what of the screen concerns it; the same object for the same shell. */
export function stateOf(shell: Shell, id: ClusterId): State {
	const known = states.get(shell) ?? new Map<ClusterId, State>();
	states.set(shell, known);
	const state = known.get(id) ?? joined(shell, id);
	known.set(id, state);
	return state;
}

export function focusedState(shell: Shell): State {
	return stateOf(shell, shell.screen.focus);
}

function joined(shell: Shell, id: ClusterId): State {
	const cluster = shell.clusters.get(id);
	if (!cluster) throw new Error(`no cluster is called ${id}`);
	const kept = shell.frozen?.clusters.get(id);
	return {
		...cluster,
		nowMs: shell.nowMs,
		screen: id === shell.screen.focus ? shell.screen : unseenScreen(id, shell.screen.size),
		frozen: shell.frozen && kept ? {atMs: shell.frozen.atMs, cluster: kept.cluster, metrics: kept.metrics} : null,
		clusters: [...shell.clusters.keys()],
		elsewhere: elsewhere(shell, id),
	};
}

const nothingElsewhere: readonly Cluster[] = [];

function elsewhere({clusters}: Shell, id: ClusterId): readonly Cluster[] {
	if (clusters.size === 1) return nothingElsewhere;
	return [...clusters].flatMap(([other, cluster]) => (other === id ? [] : [cluster]));
}

const unseen = new WeakMap<ScreenState['size'], Map<ClusterId, ScreenState>>();

/** The screen of a cluster that is not shown: its first screen; the same object for the same size. */
function unseenScreen(id: ClusterId, size: ScreenState['size']): ScreenState {
	const known = unseen.get(size) ?? new Map<ClusterId, ScreenState>();
	unseen.set(size, known);
	const screen = known.get(id) ?? initialScreen(id, size);
	known.set(id, screen);
	return screen;
}

/** The shell with one cluster's state after an event. A cluster that is not shown cannot change the screen. */
function withState(shell: Shell, id: ClusterId, before: State, next: State): Shell {
	const cluster: Cluster = next;
	const clusters = new Map([...shell.clusters, [id, cluster]]);
	if (id !== shell.screen.focus) return {...shell, clusters, screen: toldOf(shell.screen, before, next)};
	const {screen} = next;
	const frozen = next.frozen === before.frozen ? shell.frozen : next.frozen && {atMs: next.frozen.atMs, clusters};
	const after = {...shell, clusters, screen, frozen};
	// Keep this state object, so that the frame reuses what was derived for it.
	if (screen.focus === id && frozen === shell.frozen) states.set(after, new Map([[id, next]]));
	return after;
}

/** What a cluster that is not on screen has to say is said with its name. */
function toldOf(screen: ScreenState, before: State, {screen: {message}, session}: State): ScreenState {
	if (!message || message === before.screen.message) return screen;
	return {...screen, message: {...message, text: safe`${session.target.context}: ${message.text}`}};
}

/** The new cluster in the place of the one that it replaces, on its first screen. */
function replaced(shell: Shell, {session, replaces}: Extract<Event, {kind: 'contextOpened'}>): Shell {
	const id = clusterId(session.target.context);
	const held = [...shell.clusters].flatMap(([other, cluster]): [ClusterId, Cluster][] =>
		other === replaces ? [[id, initialCluster(session)]] : [[other, cluster]],
	);
	return {...shell, clusters: new Map(held), screen: screenInFrontOf(id, shell.screen), frozen: null};
}

/** Shows another cluster, from its first screen on. Does nothing while a dialog is open: the dialog is about
 * the cluster on screen. */
function focusedOn(shell: Shell, id: ClusterId): Shell {
	const {screen} = shell;
	if (screen.focus === id || screen.dialog || !shell.clusters.has(id)) return shell;
	return {...shell, screen: screenInFrontOf(id, screen)};
}
