import {defectOf} from '../../domain/defect.ts';
import {err, ok, type Result} from '../../domain/result.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {LogBook} from '../../logs/log-book.ts';
import type {Mesh} from '../../meshes/contract.ts';
import type {AuditPort} from '../../ports/audit.ts';
import type {Cancel, ClockPort} from '../../ports/clock.ts';
import type {ClusterError, ClusterPort, Heartbeat} from '../../ports/cluster.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import type {TerminalPort} from '../../ports/terminal.ts';
import {createMetricsRunner, type MetricsRunner} from '../asking/metrics-runner.ts';
import type {MetricsQuestion} from '../questions/question.ts';
import type {Command} from '../state/commands.ts';
import type {EventBody} from '../state/events.ts';
import {start as startWork} from '../state/start-work.ts';
import type {WatchId} from '../state/state.ts';
import {createClusterReads} from './cluster-reads.ts';
import {inTime, readMs, timed} from './deadlines.ts';
import {createLogsRunner} from './logs-runner.ts';
import {createPastRunner, type PastRunnerOptions} from './past-runner.ts';
import {createWatchGate} from './watch-gate.ts';
import {writeStep} from './write-step.ts';

export interface RunnerOptions extends Pick<PastRunnerOptions, 'historyOf'> {
	readonly cluster: ClusterPort;
	readonly audit: AuditPort;
	/** Takes the lines of logs. */
	readonly book: LogBook;
	readonly clock: ClockPort;
	readonly terminal: TerminalPort;
	readonly meshes: readonly Mesh[];
	readonly isOrdered: boolean;
	readonly questions: readonly MetricsQuestion[];
	readonly connectMetrics: (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>>;
	readonly dispatch: (body: EventBody) => void;
	/** How far event times are ahead of the wall clock; the server's offset is measured against the wall clock. */
	readonly aheadMs: () => number;
	readonly exit: () => void;
	readonly openContext: (name: string) => void;
	/** Takes an audit record that could not be made durable, so that it is not lost. */
	readonly lostRecord: (text: string) => void;
	/** For the log: failures that nothing waits for. */
	readonly log: (text: SafeText) => void;
}

export interface Runner {
	run(command: Command): void;
	/** Aborts everything that is under way, except a write that was already sent. */
	stop(): void;
}

const heartbeatMs = 5_000;

/** Carries out commands through the ports, and dispatches the result of each as an event. */
export function createRunner(options: RunnerOptions): Runner {
	const {cluster, audit, clock, dispatch} = options;
	const failed = (part: string, error: unknown) => dispatch({kind: 'brokeDown', defect: defectOf(part, error)});
	const start = (work: Promise<void>) => startWork(work, error => failed('request', error));
	const stopping = new AbortController();
	const watches = new Map<WatchId, Cancel>();
	const watchGate = createWatchGate(clock, updates => dispatch({kind: 'watchesUpdated', updates}));
	const metrics: MetricsRunner = createMetricsRunner({...options, signal: stopping.signal});
	const logs = createLogsRunner(options);
	const past = createPastRunner({...options, inBackground: metrics.inBackground});
	/** Aborts after `ms`, or when perch stops. Long enough for a slow link; the reducer applies its own deadlines
	 * as well. */
	const within = (ms: number) => AbortSignal.any([stopping.signal, AbortSignal.timeout(ms)]);

	const {readLive, readObjects, askAccess} = createClusterReads({cluster, dispatch, within});

	async function identify(generation: number): Promise<void> {
		const signal = within(readMs);
		const [identity, inventory] = await Promise.all([cluster.identify(signal), cluster.inventory(signal)]);
		const result = !identity.ok
			? identity
			: !inventory.ok
				? inventory
				: ok({identity: identity.value, inventory: inventory.value});
		dispatch({kind: 'clusterIdentified', generation, result: timed(result, readMs)});
	}

	function onOurClock(result: Result<Heartbeat, ClusterError>): Result<Heartbeat, ClusterError> {
		if (!result.ok || result.value.clockOffsetMs === null) return result;
		return ok({...result.value, clockOffsetMs: result.value.clockOffsetMs - options.aheadMs()});
	}

	async function dryRun(command: Extract<Command, {kind: 'dryRun'}>): Promise<void> {
		const {intentId, attempt} = command;
		for (const step of command.steps) {
			const signal = within(readMs);
			const answer = await writeStep(cluster, {step, intentId, isDryRun: true}, signal);
			if (!answer.ok)
				return dispatch({kind: 'dryRunReturned', intentId, attempt, result: err(inTime(answer.error, signal))});
		}
		dispatch({kind: 'dryRunReturned', intentId, attempt, result: ok(undefined)});
	}

	async function send(command: Extract<Command, {kind: 'send'}>): Promise<void> {
		// The API server may work on a request for up to a minute. A write without an answer by this deadline is
		// unconfirmed, and the last re-read comes after that minute. Not tied to `stopping`: quitting must not
		// abort a request that was already sent.
		const what = {step: command.what, intentId: command.intentId, isDryRun: false};
		const result = await writeStep(cluster, what, AbortSignal.timeout(30_000)).catch((error: unknown) => {
			failed('write', error);
			return err({kind: 'unknown' as const, message: safe`perch failed while it waited for the reply`});
		});
		dispatch({kind: 'sent', intentId: command.intentId, step: command.step, result});
	}

	async function record(command: Extract<Command, {kind: 'record'}>): Promise<void> {
		const result = await audit.append(command.record);
		if (!result.ok) options.lostRecord(JSON.stringify(command.record));
		dispatch({kind: 'recorded', intentId: command.intentId, isIntent: command.isIntent, result});
	}

	async function postEvent(command: Extract<Command, {kind: 'postEvent'}>): Promise<void> {
		const result = await cluster.postEvent(command.event, within(10_000));
		// An Event is optional: an operator who may not write Events may still act.
		if (!result.ok) options.log(result.error.message);
	}

	async function copy({text}: Extract<Command, {kind: 'copy'}>): Promise<void> {
		const outcome = await options.terminal.copy(text);
		dispatch({kind: 'copied', lines: text.split('\n').length, outcome});
	}

	function endWatch(id: WatchId): void {
		watches.get(id)?.();
		watches.delete(id);
		watchGate.forget(id);
	}

	function startWatch({id, request}: Extract<Command, {kind: 'startWatch'}>): void {
		endWatch(id);
		watches.set(
			id,
			cluster.watch(request, update => watchGate.tell({id, update})),
		);
	}

	/** An answer that comes after perch stopped starts nothing any more. A watch would keep the process alive. What was
	 * done still goes on record. */
	function carryOut(command: Command): void {
		if (stopping.signal.aborted && command.kind !== 'record') return;
		switch (command.kind) {
			case 'identify':
				start(identify(command.generation));
				return;
			case 'beat':
				start(
					cluster.heartbeat(within(heartbeatMs), command.stored).then(result =>
						dispatch({
							kind: 'heartbeatReturned',
							generation: command.generation,
							result: onOurClock(timed(result, heartbeatMs)),
						}),
					),
				);
				return;
			case 'startWatch':
				startWatch(command);
				return;
			case 'stopWatch':
				endWatch(command.id);
				return;
			case 'readLive':
				clock.after(command.delayMs, () => start(readLive(command)));
				return;
			case 'readObjects':
				start(readObjects(command));
				return;
			case 'dryRun':
				start(dryRun(command));
				return;
			case 'send':
				start(send(command));
				return;
			case 'askAccess':
				start(askAccess(command));
				return;
			case 'record':
				start(record(command));
				return;
			case 'postEvent':
				start(postEvent(command));
				return;
			case 'copy':
				start(copy(command));
				return;
			case 'ring':
				options.terminal.ring();
				return;
			case 'openContext':
				options.openContext(command.context);
				return;
			case 'followLogs':
			case 'stopLogs':
				logs.run(command);
				return;
			case 'past':
				past.run(command.act);
				return;
			case 'log':
				options.log(command.text);
				return;
			case 'exit':
				options.exit();
				return;
			default:
				metrics.run(command);
		}
	}

	return {
		run(command) {
			try {
				carryOut(command);
			} catch (error) {
				failed(command.kind, error);
			}
		},
		stop() {
			stopping.abort();
			for (const cancel of watches.values()) cancel();
			watches.clear();
			watchGate.stop();
			metrics.stop();
			logs.stop();
		},
	};
}
