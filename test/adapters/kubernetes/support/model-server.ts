import {type Failure, failure} from '../../../../source/adapters/kubernetes/http/failure.ts';
import type {ApiRequest, Transport} from '../../../../source/adapters/kubernetes/http/transport.ts';
import {err, ok, type Result} from '../../../../source/domain/result.ts';
import {safe} from '../../../../source/domain/text/safe-text.ts';
import type {ClusterError} from '../../../../source/ports/cluster.ts';

/** A collection as etcd and the watch cache keep it, in memory, with the transport that reaches it. */
export interface ModelServer {
	readonly transport: Pick<Transport, 'send' | 'follow'>;
	/** Every request, in order. */
	readonly requests: readonly ApiRequest[];
	/** `namespace/name@resourceVersion`, sorted. */
	readonly held: readonly string[];
	put(name: string): void;
	remove(name: string): void;
	/** Forgets the history up to now: older watches and pages get 410. */
	compact(): void;
	bookmark(): void;
	/** Writes this line to every open stream. */
	writeLine(line: string): void;
	/** Ends every open stream, cleanly or not. */
	cut(isClean: boolean): void;
	/** Called for each request before the model answers: a failure is returned, null lets the request through. */
	intercept: (request: ApiRequest) => Failure | null;
}

interface Stored {
	readonly name: string;
	readonly uid: string;
	readonly resourceVersion: number;
}

interface Stream {
	write(text: string): void;
	end(result: Result<void, Failure>): void;
}

/** Pages hold three objects whatever limit the client sends, so that a small collection has many pages. */
const pageSize = 3;

export function createModelServer(): ModelServer {
	const objects = new Map<string, Stored>();
	const history: {readonly version: number; readonly line: string}[] = [];
	const streams = new Set<Stream>();
	const requests: ApiRequest[] = [];
	let version = 100;
	let compactedAt = 100;
	let uids = 0;

	const emit = (type: string, object: Stored) => {
		const line = `${JSON.stringify({type, object: onWire(object)})}\n`;
		history.push({version, line});
		for (const stream of streams) stream.write(line);
	};

	const model: ModelServer = {
		intercept: () => null,
		requests,
		get held() {
			return [...objects.values()].map(({name, resourceVersion}) => `shop/${name}@${resourceVersion}`).sort();
		},
		put(name) {
			version += 1;
			const before = objects.get(name);
			if (!before) uids += 1;
			const object = {name, uid: before?.uid ?? `uid-${uids}`, resourceVersion: version};
			objects.set(name, object);
			emit(before ? 'MODIFIED' : 'ADDED', object);
		},
		remove(name) {
			const before = objects.get(name);
			if (!before) return;
			version += 1;
			objects.delete(name);
			emit('DELETED', {...before, resourceVersion: version});
		},
		compact() {
			version += 1;
			compactedAt = version;
		},
		bookmark() {
			const object = {kind: 'Service', metadata: {resourceVersion: String(version)}};
			for (const stream of streams) stream.write(`${JSON.stringify({type: 'BOOKMARK', object})}\n`);
		},
		writeLine(line) {
			for (const stream of streams) stream.write(`${line}\n`);
		},
		cut(isClean) {
			for (const stream of [...streams]) {
				stream.end(isClean ? ok(undefined) : err(failure('unreachable', safe`reset`, true)));
			}
		},
		transport: {
			async send(request) {
				requests.push(request);
				const refused = model.intercept(request);
				return refused ? err(refused) : listPage(request.query ?? {});
			},
			async follow(request, listener, signal) {
				requests.push(request);
				const refused = model.intercept(request);
				if (refused) return err(refused);
				const from = Number(request.query?.resourceVersion);
				return new Promise(resolve => {
					const stream: Stream = {
						write: text => listener.received(Buffer.from(text)),
						end(result) {
							streams.delete(stream);
							resolve(result);
						},
					};
					signal.addEventListener('abort', () => stream.end(err(failure('cancelled', safe`aborted`, true))));
					listener.opened();
					if (from < compactedAt) {
						stream.write(`${expired}\n`);
						return stream.end(ok(undefined));
					}
					streams.add(stream);
					// A version ahead of the server's gets an open stream, silent until the server reaches that version.
					for (const event of history) if (event.version > from) stream.write(event.line);
				});
			},
		},
	};

	const listPage = (query: Readonly<Record<string, string>>) => {
		const [at = version, after = ''] =
			query.continue?.split(':').map((part, index) => (index ? part : Number(part))) ?? [];
		if (Number(at) < compactedAt && query.continue) return err(refusalOf('gone', 410));
		const names = [...objects.keys()].sort().filter(name => name > String(after));
		const page = 'limit' in query ? names.slice(0, pageSize) : names;
		const last = page.at(-1);
		const metadata = {
			resourceVersion: String(at),
			...(page.length < names.length ? {continue: `${at}:${last}`} : {}),
		};
		const items = page.map(name => onWire(objects.get(name) as Stored));
		return ok({status: 200, headers: {}, text: JSON.stringify({kind: 'ServiceList', metadata, items})});
	};
	return model;
}

export function refusalOf(
	kind: ClusterError['kind'],
	status: number,
	retryAfterSeconds: number | null = null,
): Failure {
	return {
		error: {kind, status, message: safe`scripted`, missing: null},
		wasSent: true,
		retryAfterSeconds,
		status: null,
	};
}

const expired = JSON.stringify({
	type: 'ERROR',
	object: {kind: 'Status', message: 'too old resource version', reason: 'Expired', code: 410},
});

function onWire({name, uid, resourceVersion}: Stored) {
	return {metadata: {name, namespace: 'shop', uid, resourceVersion: String(resourceVersion)}};
}
