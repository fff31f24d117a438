import {safe} from '../../../domain/text/safe-text.ts';
import type {Cancel, ClockPort} from '../../../ports/clock.ts';
import {type Failure, failure, type KubeStatus} from '../http/failure.ts';
import type {Transport} from '../http/transport.ts';
import {type ChangeEvent, createEventReader} from './watch-events.ts';

export type StreamEnd =
	/** The server ended the stream, as it does after `timeoutSeconds`, or the connection broke. Nothing is
	 * known to be lost. */
	| {readonly kind: 'closed'; readonly failed: Failure | null; readonly wasOpen: boolean}
	/** No byte came for 150 s, not even the bookmark that the server sends once a minute. */
	| {readonly kind: 'silent'}
	| {readonly kind: 'malformed'}
	| {readonly kind: 'error'; readonly status: KubeStatus};

/** Follows one watch stream from `resourceVersion` until it ends, for whatever reason. */
export async function followStream(options: {
	readonly transport: Pick<Transport, 'follow'>;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly clock: ClockPort;
	readonly signal: AbortSignal;
	readonly onOpen: () => void;
	readonly onEvent: (event: ChangeEvent) => void;
}): Promise<StreamEnd> {
	const {clock, signal} = options;
	const ending = new AbortController();
	let end: StreamEnd | null = null;
	let wasOpen = false;
	const endWith = (why: StreamEnd) => {
		end ??= why;
		ending.abort();
	};
	let cancelSilence: Cancel = () => {};
	const expectByte = () => {
		cancelSilence();
		cancelSilence = clock.after(silenceMs, () => endWith({kind: 'silent'}));
	};
	const read = createEventReader(event => {
		if (end !== null || signal.aborted) return;
		if (event.type === 'MALFORMED') endWith({kind: 'malformed'});
		else if (event.type === 'ERROR') endWith({kind: 'error', status: event.status});
		else options.onEvent(event);
	});
	const followed = await options.transport.follow(
		{method: 'GET', path: options.path, query: options.query},
		{
			opened() {
				wasOpen = true;
				expectByte();
				options.onOpen();
			},
			received(chunk) {
				expectByte();
				read(chunk);
			},
		},
		AbortSignal.any([signal, ending.signal]),
	);
	cancelSilence();
	if (signal.aborted) return {kind: 'closed', failed: failure('cancelled', safe`stopped`, false), wasOpen};
	return end ?? {kind: 'closed', failed: followed.ok ? null : followed.error, wasOpen};
}

const silenceMs = 150_000;
