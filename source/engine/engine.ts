import {type ClusterId, clusterId} from '../domain/cluster/keys.ts';
import {defectOf} from '../domain/defect.ts';
import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {createLogBook} from '../logs/log-book.ts';
import type {Mesh} from '../meshes/contract.ts';
import type {AuditPort} from '../ports/audit.ts';
import type {Cancel, ClockPort} from '../ports/clock.ts';
import type {ClusterPort} from '../ports/cluster.ts';
import type {MetricsError, MetricsPort} from '../ports/metrics.ts';
import type {Settings} from '../ports/settings.ts';
import type {TerminalPort} from '../ports/terminal.ts';
import {createForwardClock} from './forward-clock.ts';
import {createFrameGate, type FrameGate} from './frame-gate.ts';
import {historyOf} from './history-of.ts';
import {poll} from './questions/poll.ts';
import {createReduce} from './reduce.ts';
import {
	createReduceShell,
	focusedState,
	initialShell,
	type ShellCommand,
	type ShellEvent,
	stateOf,
} from './reduce-shell.ts';
import {createRunner, type Runner} from './runner/runner.ts';
import {type Frame, selectFrame} from './screens/frame.ts';
import type {EventBody} from './state/events.ts';
import type {Shell} from './state/shell.ts';
import {start} from './state/start-work.ts';
import type {Session, State} from './state/state.ts';
import {createStore} from './state/store.ts';
import {createContext, type EngineContext, type Registries} from './world/context.ts';

/** One cluster, and how it is reached. */
export interface ClusterOptions {
	readonly settings: Settings;
	readonly cluster: ClusterPort;
	readonly audit: AuditPort;
	/** The meshes that perch may measure, the preferred one first. */
	readonly meshes: readonly Mesh[];
	/** Whether the operator said which mesh takes precedence. */
	readonly isOrdered: boolean;
	readonly connectMetrics: (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>>;
	/** Distinguishes the intents of this run and cluster from all others. */
	readonly sessionId: string;
}

export interface EngineOptions extends Omit<Registries, 'meshes'> {
	/** The first is the one on screen. */
	readonly clusters: readonly [ClusterOptions, ...ClusterOptions[]];
	readonly clock: ClockPort;
	readonly terminal: TerminalPort;
	readonly size: {readonly columns: number; readonly rows: number};
	readonly exit: () => void;
	/** Reads another context of the kubeconfig; the error says why that is impossible. */
	readonly openContext: (name: string) => Promise<Result<ClusterOptions, SafeText>>;
	readonly lostRecord: (text: string) => void;
	readonly log: (text: SafeText) => void;
	readonly record?: (event: ShellEvent) => void;
}

export interface Engine {
	readonly store: EngineStore;
	readonly frames: FrameGate<Frame>;
	/** The context of the cluster on screen. Callers share it, so that what a frame derived is not derived again. */
	context(): EngineContext;
	start(): void;
	stop(): void;
}

export interface EngineStore {
	/** The cluster on screen. */
	state(): State;
	shell(): Shell;
	dispatch(body: EventBody): void;
	subscribe(listener: (event: ShellEvent) => void): () => void;
}

/** What belongs to one cluster while perch holds it. */
interface Held {
	readonly context: EngineContext;
	readonly reduce: ReturnType<typeof createReduce>;
	readonly runner: Runner;
	readonly close: () => void;
}

/** Interval of the `ticked` events. */
const tickMs = 1_000;

/** Wires one shell and its clusters, each with its own reducer and runner. Sends no request before `start`. */
export function createEngine(options: EngineOptions): Engine {
	const {clock} = options;
	const forward = createForwardClock(clock);
	const startedAtMs = forward.nowMs();
	const held = new Map<ClusterId, Held>();
	const sessions = new Map(options.clusters.map(one => [idOf(one), hold(one, startedAtMs)]));
	const store = createStore<Shell, ShellEvent, ShellCommand>({
		initial: initialShell(sessions, options.size),
		reduce: createReduceShell({get: id => held.get(id)?.reduce}),
		run: ({cluster, command}) => held.get(cluster)?.runner.run(command),
		...(options.record && {record: options.record}),
	});

	/** Makes what a cluster needs before its first event. */
	function hold(one: ClusterOptions, atMs: number): Session {
		const id = idOf(one);
		const book = createLogBook();
		const context = createContext(id, {...options, meshes: one.meshes}, book);
		const runner = createRunner({
			...options,
			...one,
			book,
			aheadMs: forward.aheadMs,
			historyOf: release => historyOf(context, stateOf(store.state(), id), release),
			dispatch: body => dispatch(body, id),
			openContext: name =>
				start(replaceBy(name, id), error => dispatch({kind: 'brokeDown', defect: defectOf('context', error)})),
		});
		held.set(id, {context, reduce: createReduce(context), runner, close: () => one.cluster.close()});
		return {settings: one.settings, target: one.cluster.target, id: one.sessionId, startedAtMs: atMs};
	}

	function letGo(id: ClusterId): void {
		held.get(id)?.runner.stop();
		held.get(id)?.close();
		held.delete(id);
	}

	async function replaceBy(name: string, replaces: ClusterId): Promise<void> {
		const opened = await options.openContext(name);
		const isLate = isStopped || !held.has(replaces);
		if (!opened.ok || isLate) {
			if (opened.ok) opened.value.cluster.close();
			else if (!isLate) dispatch({kind: 'contextFailed', context: name, reason: opened.error}, replaces);
			return;
		}
		const session = hold(opened.value, forward.nowMs());
		dispatch({kind: 'contextOpened', session, replaces});
		letGo(replaces);
	}

	function dispatch(body: EventBody, cluster?: ClusterId): void {
		store.dispatch({...body, atMs: forward.nowMs(), ...(cluster !== undefined && {cluster})});
	}

	function context(): EngineContext {
		const {focus} = store.state().screen;
		return (held.get(focus) as Held).context;
	}

	const frames = createFrameGate({select: () => selectFrame(context(), focusedState(store.state())), clock});
	const withFigures = new Set<ClusterId>();
	let shown: unknown = null;
	store.subscribe(event => {
		const {screen} = store.state();
		const {focus} = screen;
		const isOfFocus = event.cluster === undefined || event.cluster === focus;
		const areFigures = isOfFocus && event.kind === 'answered' && event.question === poll.id;
		// The operator waits after a key, or looks at a screen that still lacks its first figures.
		const isAwaited = event.kind === 'inputReceived' || (areFigures && !withFigures.has(focus));
		if (areFigures) withFigures.add(focus);
		if (isAwaited) return frames.flush();
		// What happens in a cluster that is not on screen changes the screen with the next second at the latest.
		const isSame = !isOfFocus && shown === screen;
		shown = screen;
		if (!isSame) frames.mark();
	});
	let isStopped = false;

	let nextTick: Cancel = () => {};

	function tick(): void {
		if (isStopped) return;
		dispatch({kind: 'ticked'});
		nextTick = clock.after(tickMs, tick);
	}

	return {
		context,
		store: {
			state: () => focusedState(store.state()),
			shell: store.state,
			dispatch,
			subscribe: store.subscribe,
		},
		frames,
		start() {
			dispatch({kind: 'started'});
			nextTick = clock.after(tickMs, tick);
		},
		stop() {
			isStopped = true;
			nextTick();
			frames.stop();
			// A last frame may still be drawn.
			for (const {runner, close} of held.values()) {
				runner.stop();
				close();
			}
		},
	};
}

function idOf({cluster}: ClusterOptions): ClusterId {
	return clusterId(cluster.target.context);
}
