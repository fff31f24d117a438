import {type Instant, parseInstant} from '../../../domain/instant.ts';
import type {LogLine} from '../../../domain/log-line.ts';
import {logText} from '../../../domain/log-line.ts';
import type {Cancel, ClockPort} from '../../../ports/clock.ts';
import type {Failure} from '../http/failure.ts';
import type {Transport} from '../http/transport.ts';
import type {ResumeMemory} from './resume-memory.ts';
import {createLineSplitter} from './split-lines.ts';
import type {Talk} from './talk.ts';

/** Why the answer to one request for a log ended. */
export type LogStreamEnd =
	/** The server ended it: the run is over, or something between closed the connection. `rest` is a line that no
	 * line feed ended. */
	| {readonly kind: 'eof'; readonly rest: LogLine | null}
	| {readonly kind: 'failed'; readonly failure: Failure}
	/** Nothing came for a while, though other pods wrote: a node may stop sending after it rotated a log. */
	| {readonly kind: 'silent'};

/** Reads one answer of the server to its end. */
export async function readLogStream(options: {
	readonly transport: Pick<Transport, 'follow'>;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly memory: ResumeMemory;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
	readonly talk: Talk;
	/** Null where silence is no reason to open the log again. */
	readonly silenceMs: number | null;
	readonly onOpen: () => void;
	readonly onLines: (lines: readonly LogLine[], isGapBefore: boolean) => void;
}): Promise<LogStreamEnd> {
	const {clock, signal, memory, talk, silenceMs} = options;
	const ending = new AbortController();
	let isSilent = false;
	let cancelCheck: Cancel = () => {};
	let heardMs = clock.monotonicMs();
	let batch: LogLine[] = [];
	let last: Instant = {seconds: Math.floor(clock.nowMs() / 1000), nanos: 0};

	function flush(isGapBefore = false): void {
		if (batch.length > 0) options.onLines(batch, isGapBefore);
		batch = [];
	}

	function parse(raw: string): {readonly line: LogLine; readonly text: string} {
		const at = raw.indexOf(' ');
		const time = parseInstant(at < 0 ? raw : raw.slice(0, at));
		const text = time === null ? raw : raw.slice(at < 0 ? raw.length : at + 1);
		last = time ?? last;
		return {line: {at: last, text: logText(text)}, text};
	}

	const splitter = createLineSplitter(raw => {
		const {line, text} = parse(raw);
		const {isNew, isGapBefore} = memory.take(line.at, text);
		if (!isNew) return;
		if (isGapBefore) flush();
		batch.push(line);
		if (isGapBefore) flush(true);
	});

	function watchSilence(): void {
		if (silenceMs === null) return;
		cancelCheck = clock.after(silenceMs, () => {
			const quietMs = clock.monotonicMs() - heardMs;
			isSilent = quietMs >= silenceMs && talk.othersSince(heardMs);
			if (isSilent) ending.abort();
			else watchSilence();
		});
	}

	watchSilence();
	const followed = await options.transport.follow(
		// A server may send no head before the first line, and a container may be quiet for long.
		{method: 'GET', path: options.path, query: options.query, headers: acceptText, timeoutMs: openWithinMs},
		{
			opened: options.onOpen,
			received(chunk) {
				heardMs = clock.monotonicMs();
				talk.heard();
				splitter.push(chunk);
				flush();
			},
		},
		AbortSignal.any([signal, ending.signal]),
	);
	cancelCheck();
	if (isSilent && !signal.aborted) return {kind: 'silent'};
	if (!followed.ok) return {kind: 'failed', failure: followed.error};
	const rest = splitter.rest();
	return {kind: 'eof', rest: rest === '' ? null : parse(rest).line};
}

const openWithinMs = 600_000;
const acceptText = {accept: 'application/json, */*'};
