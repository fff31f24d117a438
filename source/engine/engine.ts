import {clusterId} from '../domain/keys.ts';
import type {Result} from '../domain/result.ts';
import type {SafeText} from '../domain/safe-text.ts';
import type {Mesh} from '../meshes/contract.ts';
import type {PolicyReader} from '../policies/contract.ts';
import type {AuditPort} from '../ports/audit.ts';
import type {Cancel, ClockPort} from '../ports/clock.ts';
import type {ClusterPort} from '../ports/cluster.ts';
import type {MetricsError, MetricsPort} from '../ports/metrics.ts';
import type {Settings} from '../ports/settings.ts';
import type {ReleaseBackend} from '../releases/contract.ts';
import {createForwardClock} from './forward-clock.ts';
import {createFrameGate, type FrameGate} from './frame-gate.ts';
import {poll} from './questions/poll.ts';
import type {MetricsQuestion} from './questions/question.ts';
import {createReduce} from './reduce.ts';
import {createRunner} from './runner.ts';
import {type Frame, selectFrame} from './screens/frame.ts';
import type {Event} from './state/events.ts';
import {initialState} from './state/initial-state.ts';
import {createStore, type Store} from './state/store.ts';
import {createContext, type EngineContext} from './world/context.ts';

export interface EngineOptions {
	readonly backends: readonly ReleaseBackend[];
	readonly meshes: readonly Mesh[];
	readonly policyReaders: readonly PolicyReader[];
	readonly questions: readonly MetricsQuestion[];
	readonly settings: Settings;
	readonly cluster: ClusterPort;
	readonly audit: AuditPort;
	readonly clock: ClockPort;
	readonly connectMetrics: (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>>;
	readonly size: {readonly columns: number; readonly rows: number};
	/** Distinguishes this run's intents. */
	readonly sessionId: string;
	readonly exit: () => void;
	readonly lostRecord: (text: string) => void;
	readonly log: (text: SafeText) => void;
	readonly record?: (event: Event) => void;
}

export interface Engine {
	/** What was derived for a frame is not derived again by who asks in its stead. */
	readonly context: EngineContext;
	readonly store: Store;
	readonly frames: FrameGate<Frame>;
	start(): void;
	stop(): void;
}

/** Time passes in steps of this. */
const tickMs = 1_000;

/** One cluster: state, reducer, runner and frames, wired. Nothing is asked of the world before `start`. */
export function createEngine(options: EngineOptions): Engine {
	const {backends, meshes, policyReaders, questions, clock} = options;
	const context = createContext(clusterId(options.cluster.target.context), {
		backends,
		meshes,
		policyReaders,
		questions,
	});
	const forward = createForwardClock(clock);
	const startedAtMs = forward.nowMs();
	const session = {settings: options.settings, target: options.cluster.target, id: options.sessionId, startedAtMs};
	const runner = createRunner({...options, aheadMs: forward.aheadMs, dispatch: happening => store.dispatch(happening)});
	const store: Store = createStore({
		initial: initialState(session, options.size),
		nowMs: forward.nowMs,
		reduce: createReduce(context),
		run: command => runner.run(command),
		...(options.record && {record: options.record}),
	});
	const frames = createFrameGate({select: () => selectFrame(context, store.state()), clock});
	let hasFigures = false;
	store.subscribe(event => {
		// A hand waits, or an empty screen for its first figures.
		const areFigures = event.kind === 'answered' && event.question === poll.id;
		const isAwaited = event.kind === 'inputReceived' || (areFigures && !hasFigures);
		hasFigures ||= areFigures;
		if (isAwaited) frames.flush();
		else frames.mark();
	});
	let isStopped = false;

	let nextTick: Cancel = () => {};

	function tick(): void {
		if (isStopped) return;
		store.dispatch({kind: 'ticked'});
		nextTick = clock.after(tickMs, tick);
	}

	return {
		context,
		store,
		frames,
		start() {
			store.dispatch({kind: 'started'});
			nextTick = clock.after(tickMs, tick);
		},
		stop() {
			isStopped = true;
			nextTick();
			frames.stop();
			runner.stop();
		},
	};
}
