import {headOf, readObject, unreadText} from '../../../domain/cluster/read-object.ts';
import type {Result} from '../../../domain/result.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Cancel, ClockPort} from '../../../ports/clock.ts';
import type {WatchRequest, WatchUpdate} from '../../../ports/cluster.ts';
import type {Failure} from '../http/failure.ts';
import type {Transport} from '../http/transport.ts';
import {createBackoff} from './backoff.ts';
import {createChangeBatch} from './change-batch.ts';
import {listAll} from './list-pages.ts';
import type {ChangeEvent} from './watch-events.ts';
import {followStream, type StreamEnd} from './watch-stream.ts';

export interface ListWatchOptions {
	readonly request: WatchRequest;
	readonly transport: Pick<Transport, 'send' | 'follow'>;
	/** The collection's path; null when the kind is not served. */
	readonly locate: () => Promise<Result<string | null, Failure>>;
	/** Called when the server does not know the path that `locate` gave. */
	readonly misplaced: () => void;
	readonly listen: (update: WatchUpdate) => void;
	readonly clock: ClockPort;
	/** 0–1. */
	readonly random: () => number;
	readonly log: (message: SafeText) => void;
}

/** Lists, then watches from the list's resourceVersion until cancelled, like client-go's reflector. Resumes
 * a broken stream from its last event. After `failing` it lists everything again. */
export function listAndWatch(options: ListWatchOptions): Cancel {
	const {request, transport, clock, random, log} = options;
	const stopping = new AbortController();
	const {signal} = stopping;
	const backoff = createBackoff(clock, random);
	const selectors = selectorQuery(request);
	let isFailing = false;
	let path = '';
	let silences = 0;
	/** How many more refusals may pass: none before a list was allowed. */
	let passing = 0;

	const deliver = (update: WatchUpdate) => {
		if (signal.aborted) return;
		isFailing = update.kind === 'failing';
		try {
			options.listen(update);
		} catch {
			// A listener's bug must not stop the watch. We do not log its error, which may hold anything.
			log(safe`a listener of ${ident(request.kind.id)} failed on ${ident(update.kind)}`);
		}
	};
	const batch = createChangeBatch(clock, changes => deliver({kind: 'changed', ...changes, atMs: clock.nowMs()}));

	const relist = async (): Promise<Next> => {
		const located = await options.locate();
		if (!located.ok) return afterFailure(located.error, 'list', null);
		if (located.value === null) return afterAbsence();
		path = located.value;
		const listed = await listAll({transport, kind: request.kind, path, selectors, signal});
		if (!listed.ok) return afterFailure(listed.error, 'list', null);
		const {objects, unread, resourceVersion} = listed.value;
		passing = passingRefusals;
		for (const object of unread) log(safe`not understood: ${unreadText(object)}`);
		deliver({kind: 'listed', objects, unread, atMs: clock.nowMs()});
		return {position: resourceVersion, waitMs: 0};
	};

	const watchFrom = async (position: string): Promise<Next> => {
		const openedAtMs = clock.monotonicMs();
		let latest = position;
		const end = await followStream({
			transport,
			path,
			query: {
				...selectors,
				watch: '1',
				allowWatchBookmarks: 'true',
				resourceVersion: position,
				timeoutSeconds: String(Math.floor(300 + random() * 300)),
			},
			clock,
			signal,
			onOpen() {
				if (isFailing) deliver({kind: 'proof', atMs: clock.nowMs()});
			},
			onEvent(event) {
				silences = 0;
				latest = event.resourceVersion;
				take(event);
			},
		});
		batch.flush();
		if (end.kind !== 'closed') log(safe`the watch of ${ident(request.kind.id)} ended: ${ident(end.kind)}`);
		return afterStream(end, latest, clock.monotonicMs() - openedAtMs);
	};

	const take = (event: ChangeEvent) => {
		if (event.type === 'BOOKMARK') {
			batch.flush();
			return deliver({kind: 'proof', atMs: clock.nowMs()});
		}
		if (event.type === 'DELETED') return batch.removed(headOf(request.kind, event.object));
		const read = readObject(request.kind, event.object);
		if (read.ok) return batch.changed(read.value);
		// Deliver the unreadable object: the state that we knew is no longer true and would be shown as fresh.
		log(safe`not understood: ${unreadText(read.error)}`);
		return batch.unreadable(read.error);
	};

	const afterStream = (end: StreamEnd, latest: string, livedMs: number): Next => {
		switch (end.kind) {
			case 'closed':
				if (end.wasOpen || end.failed === null)
					return {position: latest, waitMs: livedMs < shortLifeMs ? backoff.nextDelayMs() : 0};
				if (end.failed.error.kind === 'gone') return {position: null, waitMs: backoff.nextDelayMs()};
				return afterFailure(end.failed, 'watch', latest);
			case 'silent':
				silences += 1;
				return {position: silences > 1 ? null : latest, waitMs: 0};
			case 'malformed':
				return {position: null, waitMs: backoff.nextDelayMs()};
			case 'error': {
				const isThrottled = end.status.code === 429;
				const askedMs = (end.status.details?.retryAfterSeconds ?? 0) * 1000;
				return {position: isThrottled ? latest : null, waitMs: Math.max(backoff.nextDelayMs(), askedMs)};
			}
		}
	};

	const afterAbsence = (): Next => {
		deliver({kind: 'absent', atMs: clock.nowMs()});
		return {position: null, waitMs: absentMs * (1 + random() / 2)};
	};

	const afterFailure = (failed: Failure, verb: 'list' | 'watch', position: string | null): Next => {
		if (failed.error.kind === 'notFound') {
			options.misplaced();
			// The kind may be served again, under this version or another: a new list will tell.
			return verb === 'watch' ? {position: null, waitMs: backoff.nextDelayMs()} : afterAbsence();
		}
		const isForbidden = failed.error.kind === 'forbidden';
		const isLasting = isForbidden && passing === 0;
		if (isForbidden && passing > 0) passing -= 1;
		const waitMs = isLasting
			? rarelyMs * (1 + random() / 2)
			: Math.max(backoff.nextDelayMs(), (failed.retryAfterSeconds ?? 0) * 1000);
		const error = isForbidden ? {...failed.error, missing: missingVerb(verb, request)} : failed.error;
		const atMs = clock.nowMs();
		deliver({kind: 'failing', error, retryAtMs: atMs + waitMs, atMs});
		return {position: failed.error.kind === 'tooManyRequests' ? position : null, waitMs};
	};

	const run = async () => {
		let position: string | null = null;
		while (!signal.aborted) {
			const next: Next = position === null ? await relist() : await watchFrom(position);
			position = next.position;
			if (!signal.aborted && next.waitMs > 0) await wait(clock, next.waitMs, signal);
		}
	};
	void run();

	return () => {
		stopping.abort();
		batch.drop();
	};
}

/** Where to continue: from a resourceVersion, or with a new list. */
interface Next {
	readonly position: string | null;
	readonly waitMs: number;
}

/** Retry soon: a kind whose definition is deleted and made anew is served again within seconds. */
const absentMs = 8_000;
/** Permissions change seldom; asking again is cheap and spares the operator a restart of perch. */
const rarelyMs = 300_000;
/** An API server that has just started refuses what it allows seconds later, when it has read the roles. So many
 * refusals last three quarters of a minute. */
const passingRefusals = 6;
/** Servers end streams after minutes: wait before reopening one that ended sooner. */
const shortLifeMs = 10_000;

function selectorQuery({labelSelector, fieldSelector}: WatchRequest): Readonly<Record<string, string>> {
	return {
		...(labelSelector === undefined ? {} : {labelSelector}),
		...(fieldSelector === undefined ? {} : {fieldSelector}),
	};
}

function missingVerb(verb: 'list' | 'watch', {kind, namespace}: WatchRequest): SafeText {
	const where = namespace === undefined ? safe`in all namespaces` : safe`in namespace ${ident(namespace)}`;
	return safe`${ident(verb)} ${ident(kind.id)} ${where}`;
}

function wait(clock: ClockPort, delayMs: number, signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		const done = () => {
			cancel();
			signal.removeEventListener('abort', done);
			resolve();
		};
		const cancel = clock.after(delayMs, done);
		signal.addEventListener('abort', done, {once: true});
	});
}
