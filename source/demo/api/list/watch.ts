import type {Answer, StreamSink, UserRequest} from '../connection/exchange.ts';
import type {Representation} from '../show/representation.ts';
import {representObject} from '../show/representation.ts';
import type {ServedResource} from '../show/wire-json.ts';
import {badRequest, failure, type StatusBody} from '../status.ts';
import type {ApiStore} from '../store.ts';
import {parseSelectors} from './selectors.ts';
import type {WatchHub} from './watch-hub.ts';

/** Without timeoutSeconds the real server takes 30 to 60 minutes. */
const defaultTimeoutSeconds = 45 * 60;

/** Answers a watch. As on a real server, a resourceVersion that is too old gives an ERROR event on a 200. */
export function answerWatch({
	request,
	store,
	hub,
	served,
	namespace,
	representation,
	nowMs,
}: {
	request: UserRequest;
	store: ApiStore;
	hub: WatchHub;
	served: ServedResource;
	namespace: string | undefined;
	representation: Representation;
	nowMs: number;
}): Answer {
	const {query} = request;
	const selector = parseSelectors(query, served.resource);
	if (!selector.ok) return badRequest(selector.error);
	const asked = query.get('resourceVersion') ?? '';
	if (!/^\d*$/.test(asked)) return badRequest(`Invalid value: "${asked}": strconv.ParseUint: invalid syntax`);
	const timeoutSeconds = Number(query.get('timeoutSeconds') ?? 0) || defaultTimeoutSeconds;
	const startsNow = asked === '' || asked === '0';

	return {
		kind: 'stream',
		open(sink) {
			if (['1', 'true'].includes(query.get('sendInitialEvents') ?? '')) return sendError(sink, noInitialEvents);
			if (!startsNow) {
				const missed = store.changesSince(served.resource.id, Number(asked));
				if (missed.kind === 'expired') return sendError(sink, tooOld(Number(asked), missed.oldest));
			}
			if (startsNow) sendEverything(sink);
			return hub.open({
				url: `${request.path}?${query}`,
				served,
				namespace,
				selector: selector.value,
				representation,
				sink,
				wantsBookmarks: ['1', 'true'].includes(query.get('allowWatchBookmarks') ?? ''),
				timeoutMs: timeoutSeconds * 1_000,
				resourceVersion: startsNow ? store.resourceVersion : Number(asked),
			});
		},
	};

	function sendEverything(sink: StreamSink): void {
		let isFirst = true;
		for (const object of store.list(served.resource.id, namespace)) {
			if (selector.ok && selector.value?.(object) === false) continue;
			const text = representObject(object, served, representation, {nowMs, isFirst});
			sink.write(`{"type":"ADDED","object":${text}}\n`);
			isFirst = false;
		}
	}
}

/** The recorded server does not offer this, so a client must work without it. */
const noInitialEvents = failure(
	500,
	'a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled',
	{reason: 'InternalError'},
);

function tooOld(asked: number, oldest: number): StatusBody {
	return failure(410, `too old resource version: ${asked} (${oldest})`, {reason: 'Expired'});
}

function sendError(sink: StreamSink, status: StatusBody): () => void {
	sink.write(`${JSON.stringify({type: 'ERROR', object: status})}\n`);
	sink.end();
	return () => {};
}
