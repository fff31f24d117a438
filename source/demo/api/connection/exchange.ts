import type {IncomingHttpHeaders} from 'node:http';
import type {User} from '../access/access.ts';

/** A request as the handlers see it, with its whole body. */
export interface ApiRequest {
	readonly method: string;
	/** Without the query, not decoded. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** A request from an authenticated user. */
export interface UserRequest extends ApiRequest {
	readonly user: User;
}

export interface Reply {
	readonly kind: 'reply';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Buffer;
}

/** A response that stays open; the function that `open` returns is called when the client hangs up. */
export interface Stream {
	readonly kind: 'stream';
	/** JSON where it is left out. */
	readonly contentType?: string;
	open(sink: StreamSink): () => void;
}

export interface StreamSink {
	write(text: string): void;
	end(): void;
}

export type Answer = Reply | Stream;

/** Text in `body` is already serialised JSON, and is sent unchanged. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return {kind: 'reply', status, headers: {'content-type': 'application/json', ...headers}, body: text};
}

export function plainText(body: string, status = 200): Reply {
	const headers = {'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff'};
	return {kind: 'reply', status, headers, body};
}
