import type {RevisionKey} from '../../domain/cluster/keys.ts';
import {compareInstants, type Instant, instantMs, instantOf} from '../../domain/instant.ts';
import type {LogLine} from '../../domain/log-line.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {createHold} from '../../logs/hold.ts';
import type {LogBook} from '../../logs/log-book.ts';
import type {LogEntry} from '../../logs/log-entry.ts';
import type {Cancel, ClockPort} from '../../ports/clock.ts';
import type {ClusterPort} from '../../ports/cluster.ts';
import type {LogNote, LogUpdate} from '../../ports/logs.ts';
import type {Command} from '../state/commands.ts';
import type {EventBody} from '../state/events.ts';
import {type FollowedPod, followedKey, type PodLog} from '../state/logs-state.ts';
import {noteText} from './note-text.ts';

export interface LogsRunner {
	run(command: Extract<Command, {kind: 'followLogs' | 'stopLogs'}>): void;
	stop(): void;
}

interface FollowedLog {
	revision: RevisionKey | null;
	readonly stop: Cancel;
	log: PodLog;
	/** When something was heard last. */
	lastMs: number;
	/** The time of the newest line. */
	newest: Instant | null;
}

/** Lines of a moment are held this long, to be put in order; with `tellMs` at most 300 ms. */
const holdMs = 175;
/** Lines of the past are gathered from all pods first, but no longer than this. */
const gatherMs = 1_500;
/** The state learns of new lines at most this often, however many there are. */
const tellMs = 125;
/** Lines of a container's first minute are told from those that it writes all the time. */
const startMs = 60_000;

const afterLast: ReadonlySet<LogNote> = new Set(['resumed', 'gapPossible', 'endUnread']);

/** Follows the logs of pods, and writes their lines into the book. The state learns only that there are more lines:
 * a burst costs the screen frames, never the socket bytes. */
export function createLogsRunner({
	cluster,
	book,
	clock,
	dispatch,
}: {
	readonly cluster: Pick<ClusterPort, 'logs'>;
	readonly book: LogBook;
	readonly clock: ClockPort;
	readonly dispatch: (body: EventBody) => void;
}): LogsRunner {
	const hold = createHold(holdMs);
	const followed = new Map<SafeText, FollowedLog>();
	let id: string | null = null;
	let gatherUntilMs = 0;
	let waiting: Cancel | null = null;

	function follow(command: Extract<Command, {kind: 'followLogs'}>): void {
		if (command.id !== id) {
			stop();
			id = command.id;
			book.begin(command.id);
			gatherUntilMs = Number.POSITIVE_INFINITY;
		}
		if (followed.size === 0 && command.follow.pods.length > 0) gatherUntilMs = clock.monotonicMs() + gatherMs;
		const {pods, ...options} = command.follow;
		// A pod that is no longer among them may still have lines to tell: its log ends by itself when the pod is gone.
		for (const pod of pods) {
			const one = followed.get(followedKey(pod));
			// A StatefulSet makes another pod of the name, often of another version.
			if (!one || one.log.state.kind === 'gone') open(pod, options);
			else one.revision = pod.revision;
		}
		later();
	}

	function open(
		pod: FollowedPod,
		{isPrevious, sinceSeconds, tailLines}: Omit<Extract<Command, {kind: 'followLogs'}>['follow'], 'pods'>,
	): void {
		const of = id;
		const key = followedKey(pod);
		const request = {namespace: pod.namespace, pod: pod.name, isPrevious, sinceSeconds, tailLines};
		const stopLog = cluster.logs(request, update => {
			const one = followed.get(key);
			if (id === of && one) take(key, one, update);
		});
		const log: PodLog = {state: {kind: 'opening'}, run: null, lines: 0};
		followed.set(key, {revision: pod.revision, stop: stopLog, log, lastMs: 0, newest: null});
	}

	function take(pod: SafeText, one: FollowedLog, update: LogUpdate): void {
		one.lastMs = clock.monotonicMs();
		switch (update.kind) {
			case 'state':
				one.log = {...one.log, state: update.state};
				break;
			case 'run':
				one.log = {...one.log, run: update.run};
				break;
			case 'note':
				add([{pod, revision: one.revision, at: timeOf(update.note, one), text: noteText(update.note), isNote: true}]);
				break;
			case 'lines':
				one.log = {...one.log, lines: one.log.lines + update.lines.length};
				one.newest = update.lines.at(-1)?.at ?? one.newest;
				add(
					update.lines.map(line => ({...line, pod, revision: one.revision, isNote: false})),
					one.log,
				);
				break;
		}
		later();
	}

	/** Lines are put in the order of their times: so a remark on what comes next stands right after the last line, for
	 * those that follow may be older than now. */
	function timeOf(note: LogNote, {newest, log}: FollowedLog): Instant {
		const startedMs = log.run?.startedAtMs ?? null;
		const told = note === 'newRun' && startedMs !== null ? instantOf(startedMs) : instantOf(clock.nowMs());
		const at = newest && afterLast.has(note) ? newest : told;
		return newest && compareInstants(newest, at) > 0 ? newest : at;
	}

	function add(lines: readonly (LogLine & Omit<LogEntry, 'isOfStart'>)[], log?: PodLog): void {
		const startedMs = log?.run?.startedAtMs ?? null;
		const entries = lines.map(line => ({
			...line,
			isOfStart: startedMs !== null && instantMs(line.at) - startedMs < startMs,
		}));
		hold.add(entries, clock.monotonicMs());
	}

	/** Gathering is over when every pod was heard of and has been quiet for a moment. */
	function isGathering(): boolean {
		const nowMs = clock.monotonicMs();
		if (nowMs >= gatherUntilMs || followed.size === 0) return false;
		const isSettled = [...followed.values()].every(
			({log, lastMs}) => log.state.kind !== 'opening' && nowMs - lastMs >= holdMs,
		);
		if (isSettled) gatherUntilMs = nowMs;
		return !isSettled;
	}

	function later(): void {
		waiting ??= clock.after(tellMs, tell);
	}

	function tell(): void {
		waiting = null;
		if (id === null) return;
		const gathers = isGathering();
		if (!gathers) book.push(hold.release(clock.monotonicMs()));
		const pods = Object.fromEntries([...followed].map(([key, {log}]) => [key, log]));
		dispatch({
			kind: 'logsTold',
			id,
			told: {newest: book.newest(), dropped: book.dropped(), isGathering: gathers, pods},
		});
		if (gathers || !hold.isEmpty()) later();
	}

	function stop(): void {
		waiting?.();
		waiting = null;
		for (const {stop: stopLog} of followed.values()) stopLog();
		followed.clear();
		hold.clear();
		id = null;
	}

	return {
		run(command) {
			if (command.kind === 'followLogs') follow(command);
			else stop();
		},
		stop,
	};
}
