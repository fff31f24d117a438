import type {LogLine} from '../../../domain/log-line.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
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
	let extent: Extent = 'cut';
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
		if (!isNewRun && (extent === 'whole' || extent === 'told')) return waitForRun(run);
		if (isNewRun) {
			await readEndOfLast(run);
			if (signal.aborted) return false;
			begin(run);
		}
		const openedMs = clock.monotonicMs();
		const end = await read(run.container, isNewRun ? 'new' : 'same');
		if (signal.aborted) return false;
		if (clock.monotonicMs() - openedMs > healthyMs) pauses.reset();
		extent = end.kind !== 'eof' ? 'cut' : run.isRunning ? 'perhapsWhole' : 'whole';
		return ended(end);
	}

	/** A container that crashed and was started again at once wrote its last lines after the stream was cut. */
	async function readEndOfLast(run: PodRun): Promise<void> {
		if (request.isPrevious || runId === undefined || extent === 'whole' || extent === 'told') return;
		const held = rest;
		const end = run.lastId === runId ? await read(run.container, 'last') : null;
		rest = end?.kind === 'eof' ? end.rest : held;
		if (end?.kind !== 'eof' && (end || extent === 'cut')) tell({kind: 'note', note: 'endUnread'});
	}

	function begin(run: PodRun): void {
		const isAnother = runId !== undefined;
		if (isAnother) tellRest();
		isFirstRun &&= !isAnother;
		runId = run.id;
		extent = 'cut';
		wasLost = false;
		memory = createResumeMemory();
		const {container, otherContainers, startedAtMs} = run;
		tell({kind: 'run', run: {container, otherContainers, startedAtMs: request.isPrevious ? null : startedAtMs}});
		if (isAnother) tell({kind: 'note', note: 'newRun'});
	}

	/** `last`: what is left of the run before the one that runs now. */
	function read(container: SafeText, which: 'new' | 'same' | 'last'): Promise<LogStreamEnd> {
		const since = memory.since();
		const isResumed = which !== 'new' && since !== null;
		const isOfPrevious = request.isPrevious || which === 'last';
		if (isResumed) memory.reopened();
		rest = null;
		const range = isResumed ? {sinceTime: since} : isFirstRun ? firstRange() : {};
		if (state !== 'failing' && state !== 'following') become({kind: 'opening'});
		return readLogStream({
			transport,
			path: `${path}/log`,
			query: {
				container,
				timestamps: 'true',
				...(isOfPrevious ? {previous: 'true'} : {follow: 'true'}),
				...range,
			},
			memory,
			clock,
			signal,
			talk,
			silenceMs: isOfPrevious ? null : silenceMs,
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
		if (extent !== 'told') {
			tellRest();
			tell({kind: 'note', note: 'ended'});
			pauses.reset();
			extent = 'told';
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

/** How far a run is read. A stream that ended while the run went on may have been closed by something between: only
 * one that was opened when the run was over tells by its end that there is no more. */
type Extent = 'cut' | 'perhapsWhole' | 'whole' | 'told';

const notAPod = failure('malformed', safe`the server answered with something else than a pod`, true);
const pollMs = 2_000;
/** A permission or an image is rarely granted within seconds. */
const refusedMs = 30_000;
const longestPauseMs = 20_000;
const firstSilenceMs = 30_000;
const longestSilenceMs = 480_000;
/** A stream that lived this long was no failure of the kind that repeats at once. */
const healthyMs = 5_000;
