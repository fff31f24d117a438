import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import type {WriteStep} from '../../../source/domain/release/plan.ts';
import {err, ok, type Result} from '../../../source/domain/result.ts';
import {safe} from '../../../source/domain/text/safe-text.ts';
import type {MetricsQuestion} from '../../../source/engine/questions/question.ts';
import {questions} from '../../../source/engine/questions/questions.ts';
import {createReduce} from '../../../source/engine/reduce.ts';
import {
	createReduceShell,
	focusedState,
	initialShell,
	type ShellCommand,
	type ShellEvent,
} from '../../../source/engine/reduce-shell.ts';
import {type Frame, selectFrame} from '../../../source/engine/screens/frame.ts';
import {screens} from '../../../source/engine/screens/screens.ts';
import type {Command} from '../../../source/engine/state/commands.ts';
import type {Event, EventBody} from '../../../source/engine/state/events.ts';
import type {Shell} from '../../../source/engine/state/shell.ts';
import type {Session, State} from '../../../source/engine/state/state.ts';
import {createStore} from '../../../source/engine/state/store.ts';
import type {TerminalInput} from '../../../source/engine/state/terminal-input.ts';
import {createContext, type EngineContext, type Screen} from '../../../source/engine/world/context.ts';
import type {LogLines} from '../../../source/logs/log-book.ts';
import {meshes} from '../../../source/meshes/registry.ts';
import {policyReaders} from '../../../source/policies/registry.ts';
import type {ClusterTarget, WatchUpdate, WriteError} from '../../../source/ports/cluster.ts';
import type {Settings} from '../../../source/ports/settings.ts';
import type {ReleaseBackend} from '../../../source/releases/contract.ts';
import {releaseBackends} from '../../../source/releases/registry.ts';
import {extentOf} from '../../../source/views/screens/extent-of.ts';
import {prod} from '../../support/prod.ts';
import {createFakeApiServer, type FakeApiServer} from './fake-api-server.ts';
import {keyOf} from './keys.ts';
import {settings, target} from './session.ts';
import {createVirtualClock, type VirtualClock} from './virtual-clock.ts';
import {answerTo, calmWorld, type Fate, type World} from './world.ts';

/** The engine without its runner: the real reducer and backends in front of a fake cluster, on virtual time. */
export interface Desk {
	readonly clock: VirtualClock;
	readonly server: FakeApiServer;
	readonly context: EngineContext;
	readonly world: World;
	readonly session: Session;
	/** Every command so far, with the time at which it was given. */
	readonly commands: readonly (Command & {readonly givenAtMs: number})[];
	readonly events: readonly Event[];
	state(): State;
	frame(): Frame;
	dispatch(happening: EventBody): void;
	watchTells(id: string, update: WatchUpdate): void;
	input(input: TerminalInput): void;
	/** Keys at a hand's pace, one after another. */
	press(...names: readonly string[]): void;
	type(text: string): void;
	/** Brings all watches up to date with the cluster. */
	sync(): void;
	advance(durationMs: number): void;
	/** Commands of one kind. */
	given<K extends Command['kind']>(kind: K): readonly (Extract<Command, {kind: K}> & {readonly givenAtMs: number})[];
}

export interface DeskOptions {
	/** The registered ones when left out. */
	readonly backends?: readonly ReleaseBackend[];
	readonly questions?: readonly MetricsQuestion[];
	readonly screens?: readonly Screen[];
	/** Lines of logs; none when left out, as in a recording. */
	readonly logs?: LogLines;
	readonly objects: readonly RawObject[];
	/** The server's time at the start. */
	readonly nowMs: number;
	readonly settings?: Partial<Settings>;
	readonly target?: Partial<ClusterTarget>;
	readonly size?: {readonly columns: number; readonly rows: number};
	readonly world?: Partial<World>;
}

const handMs = 80;

export function createDesk(options: DeskOptions): Desk {
	const world: World = {...calmWorld, ...options.world};
	const clock = createVirtualClock(options.nowMs - world.clockOffsetMs);
	const server = createFakeApiServer(options.objects);
	const context = createContext(
		prod,
		{
			backends: options.backends ?? releaseBackends,
			meshes,
			policyReaders,
			questions: options.questions ?? questions,
			screens: options.screens ?? screens,
			extentOf,
		},
		options.logs ?? null,
	);
	const session: Session = {
		settings: {...settings, ...options.settings},
		target: {...target, ...options.target},
		id: 's',
		startedAtMs: clock.nowMs(),
	};
	const size = options.size ?? {columns: 160, rows: 45};
	const commands: (Command & {readonly givenAtMs: number})[] = [];
	const events: Event[] = [];
	const store = createStore<Shell, ShellEvent, ShellCommand>({
		initial: initialShell(new Map([[prod, session]]), size),
		reduce: createReduceShell(new Map([[prod, createReduce(context)]])),
		run: ({command}) => {
			commands.push({...command, givenAtMs: clock.nowMs()});
			carryOut(command);
		},
		record: event => events.push(event),
	});
	const state = () => focusedState(store.state());
	const dispatch = (happening: EventBody) => store.dispatch({...happening, atMs: clock.nowMs()});
	const watchTells = (id: string, update: WatchUpdate) => dispatch({kind: 'watchesUpdated', updates: [{id, update}]});
	const serverMs = () => clock.nowMs() + world.clockOffsetMs;

	function list(id: string): void {
		const watch = state().cluster.watches[id];
		if (!watch) return;
		const error = world.listError(watch.request);
		const atMs = clock.nowMs();
		const update: WatchUpdate = error
			? {kind: 'failing', error, retryAtMs: null, atMs}
			: {kind: 'listed', ...server.list(watch.request), atMs};
		watchTells(id, update);
	}

	function sync(): void {
		for (const id of Object.keys(state().cluster.watches)) list(id);
	}

	function carryOut(command: Command): void {
		const latencyMs = world.latencyMs(command);
		if (latencyMs === 'never') return;
		if (command.kind === 'startWatch') clock.after(0, () => list(command.id));
		if (command.kind === 'send') {
			send(command, latencyMs);
			return;
		}
		const delayMs = command.kind === 'readLive' ? command.delayMs : 0;
		clock.after(delayMs + latencyMs, () => {
			const answer = answerTo(command, world, server, serverMs());
			if (answer) dispatch(answer);
		});
	}

	/** The request arrives after half of the latency, and its answer after the other half. */
	function send(command: Extract<Command, {kind: 'send'}>, latencyMs: number): void {
		const {intentId, step, what} = command;
		const fate = world.send(command);
		const answer = (result: Extract<EventBody, {kind: 'sent'}>['result']) => {
			clock.after(latencyMs / 2, () => dispatch({kind: 'sent', intentId, step, result}));
		};
		clock.after(latencyMs / 2, () => {
			answer(fate.kind === 'refused' ? err(fate.error) : arrive(fate, what));
		});
	}

	/** The server's answer, unless the fate says that the request or the reply is lost. */
	function arrive(fate: Exclude<Fate, {kind: 'refused'}>, what: WriteStep): Result<void, WriteError> {
		const commit = () => {
			const result = carried(what);
			if (result.ok && world.isWatchAlive) clock.after(1, sync);
			return result;
		};
		if (fate.kind === 'answered') return commit();
		if (fate.request === 'carriedOut') commit();
		if (fate.request === 'carriedOutLate') clock.after(fate.afterMs, commit);
		return err(lost);
	}

	function carried(what: WriteStep): Result<void, WriteError> {
		switch (what.kind) {
			case 'patch': {
				const result = server.commit(what.ref, what.patch, serverMs());
				return result.ok ? ok(undefined) : result;
			}
			case 'delete':
				return server.remove(what.ref, what.uid, false);
			case 'post':
				return server.call(what.path);
		}
	}

	function tick(): void {
		dispatch({kind: 'ticked'});
		clock.after(1_000, tick);
	}

	const input = (given: TerminalInput) => dispatch({kind: 'inputReceived', input: given});
	const press = (...names: readonly string[]) => {
		for (const name of names) {
			clock.advance(handMs);
			input({kind: 'keys', keys: [keyOf(name)]});
		}
	};
	clock.after(1_000, tick);
	dispatch({kind: 'started'});
	return {
		clock,
		server,
		context,
		world,
		session,
		commands,
		events,
		state,
		frame: () => selectFrame(context, state()),
		dispatch,
		watchTells,
		input,
		press,
		type: text => press(...text),
		sync,
		advance: clock.advance,
		given: kind => commands.filter((command): command is never => command.kind === kind),
	};
}

const lost: WriteError = {kind: 'unknown', message: safe`the connection was reset`};
