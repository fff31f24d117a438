import type {LogLine} from '../../../domain/log-line.ts';
import {safe} from '../../../domain/safe-text.ts';
import type {Cancel, ClockPort} from '../../../ports/clock.ts';
import type {LogRequest, LogState, LogUpdate} from '../../../ports/logs.ts';
import {type Failure, failure} from '../http/failure.ts';
import type {Transport} from '../http/transport.ts';
import {logRefusal} from './log-failure.ts';
import {type LogStreamEnd, readLogStream} from './log-stream.ts';
import {createPauses} from './pauses.ts';
import {type PodRun, readPodRun} from './pod-run.ts';
import {createResumeMemory, type ResumeMemory} from './resume-memory.ts';
import type {Talk} from './talk.ts';

export interface FollowOptions {
	readonly request: LogRequest;
	readonly transport: Pick<Transport, 'send' | 'follow'>;
	readonly listen: (update: LogUpdate) => void;
	readonly clock: ClockPort;
	/** 0–1. */
	readonly random: () => number;
	readonly talk: Talk;
}

/** Follows the log of one pod's container until cancelled, from run to run. The end of a stream is not the end of
 * the log: something between may have closed the connection. So each time the pod is asked whether the same run
 * goes on, then the log is resumed; whether there is a new one, then it is read from its start; or whether the pod
 * is gone. */
export function followLog({request, transport, listen, clock, random, talk}: FollowOptions): Cancel {
	const stopping = new AbortController();
	const {signal} = stopping;
	const pauses = createPauses({clock, random, signal});
	const path = `/api/v1/namespaces/${encodeURIComponent(request.namespace)}/pods/${encodeURIComponent(request.pod)}`;
	let memory: ResumeMemory = createResumeMemory();
	/** The run that is read, or was read last; undefined before the first. */
	let runId: string | null | undefined;
	let wasLost = false;
	let silenceMs = firstSilenceMs;
	let state: LogState['kind'] | null = null;
	let isFirstRun = true;
	let wasOpened = false;
	let rest: LogLine | null = null;
	let beganMs: number | null = null;

	function tell(update: LogUpdate): void {
		if (!signal.aborted) listen(update);
	}

	function become(next: LogState): void {
		state = next.kind;
		tell({kind: 'state', state: next});
	}

	/** True while there is something to wait for. */
	async function pass(): Promise<boolean> {
		const answer = await transport.send({method: 'GET', path}, signal);
		if (signal.aborted) return false;
		const run = answer.ok ? readPodRun(answer.value.text) : null;
		if (!run) return refused(answer.ok ? notAPod : answer.error, 'pods');
		if (run.id === null && !request.isPrevious) {
			become({kind: 'waiting', reason: run.reason});
			await pauses.until(pollMs);
			return true;
		}
		const isNewRun = run.id !== runId;
		if (!isNewRun && !run.isRunning && !request.isPrevious) return waitForRun(run);
		if (isNewRun) begin(run);
		const openedMs = clock.monotonicMs();
		const end = await read(run, isNewRun);
		if (signal.aborted) return false;
		if (clock.monotonicMs() - openedMs > healthyMs) pauses.reset();
		return ended(end);
	}

	function begin(run: PodRun): void {
		if (runId !== undefined) {
			tellRest();
			tell({kind: 'note', note: 'newRun'});
			isFirstRun = false;
		}
		runId = run.id;
		memory = createResumeMemory();
		const {container, otherContainers, startedAtMs} = run;
		tell({kind: 'run', run: {container, otherContainers, startedAtMs: request.isPrevious ? null : startedAtMs}});
	}

	function read(run: PodRun, isNewRun: boolean): Promise<LogStreamEnd> {
		const since = memory.since();
		const isResumed = !isNewRun && since !== null;
		if (isResumed) memory.reopened();
		rest = null;
		const range = isResumed ? {sinceTime: since} : isFirstRun ? firstRange() : {};
		if (state !== 'failing' && state !== 'following') become({kind: 'opening'});
		return readLogStream({
			transport,
			path: `${path}/log`,
			query: {
				container: run.container,
				timestamps: 'true',
				...(request.isPrevious ? {previous: 'true'} : {follow: 'true'}),
				...range,
			},
			memory,
			clock,
			signal,
			talk,
			silenceMs: request.isPrevious ? null : silenceMs,
			onOpen() {
				wasOpened = true;
				if (wasLost) tell({kind: 'note', note: 'resumed'});
				wasLost = false;
				become({kind: 'following'});
			},
			onLines(lines, isGapBefore) {
				silenceMs = firstSilenceMs;
				if (isGapBefore) tell({kind: 'note', note: 'gapPossible'});
				tell({kind: 'lines', lines});
			},
		});
	}

	/** A run that wrote nothing yet is asked for in the same way again, for the time since the first attempt too. */
	function firstRange(): Readonly<Record<string, string>> {
		beganMs ??= clock.monotonicMs();
		const elapsedSeconds = Math.ceil((clock.monotonicMs() - beganMs) / 1000);
		return {
			...(wasOpened ? {} : {tailLines: String(request.tailLines)}),
			...(request.sinceSeconds === null || request.isPrevious
				? {}
				: {sinceSeconds: String(request.sinceSeconds + elapsedSeconds)}),
		};
	}

	async function ended(end: LogStreamEnd): Promise<boolean> {
		switch (end.kind) {
			case 'failed':
				return refused(end.failure, 'pods/log');
			case 'silent':
				// A pod that has nothing to say is asked less and less often.
				silenceMs = Math.min(silenceMs * 2, longestSilenceMs);
				return true;
			case 'eof':
				return finished(end);
		}
	}

	async function finished(end: Extract<LogStreamEnd, {kind: 'eof'}>): Promise<boolean> {
		rest = end.rest;
		if (request.isPrevious) {
			tellRest();
			become({kind: 'ended', reason: safe`read to its end`});
			return false;
		}
		await pauses.next(longestPauseMs);
		return true;
	}

	/** A run's last line may have no line feed. While the run goes on, the same bytes are the beginning of a line that
	 * comes again as a whole. */
	function tellRest(): void {
		if (rest) tell({kind: 'lines', lines: [rest]});
		rest = null;
	}

	async function waitForRun(run: PodRun): Promise<boolean> {
		if (state !== 'ended') {
			tellRest();
			tell({kind: 'note', note: 'ended'});
			pauses.reset();
		}
		become({kind: 'ended', reason: run.reason});
		await pauses.next(longestPauseMs);
		return true;
	}

	async function refused(why: Failure, what: 'pods' | 'pods/log'): Promise<boolean> {
		if (signal.aborted) return false;
		const refusal = logRefusal(why, what);
		if (refusal?.kind === 'gone') {
			tellRest();
			if (runId !== undefined) tell({kind: 'note', note: 'gone'});
			become(refusal);
			return false;
		}
		if (refusal?.kind === 'noPrevious') {
			become(refusal);
			return false;
		}
		if (refusal) {
			become(refusal);
			await pauses.until(refusal.kind === 'waiting' ? pollMs : refusedMs);
			return true;
		}
		if (!wasLost && state === 'following' && memory.since() !== null) {
			tell({kind: 'note', note: 'lost'});
			wasLost = true;
		}
		const delayMs = Math.max(pauses.delayMs(longestPauseMs), (why.retryAfterSeconds ?? 0) * 1000);
		become({kind: 'failing', message: why.error.message, retryAtMs: clock.nowMs() + delayMs});
		await pauses.until(delayMs);
		return true;
	}

	async function run(): Promise<void> {
		while (!signal.aborted && (await pass()));
		talk.leave();
	}

	run().catch((error: unknown) => {
		queueMicrotask(() => {
			throw error;
		});
	});
	return () => stopping.abort();
}

const notAPod = failure('malformed', safe`the server answered with something else than a pod`, true);
const pollMs = 2_000;
/** A permission or an image is rarely granted within seconds. */
const refusedMs = 30_000;
const longestPauseMs = 20_000;
const firstSilenceMs = 30_000;
const longestSilenceMs = 480_000;
/** A stream that lived this long was no failure of the kind that repeats at once. */
const healthyMs = 5_000;
