import {request as httpRequest, type IncomingMessage} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {at} from '../show/table-cells.ts';
import {notFound, serviceUnavailable} from '../status.ts';
import type {ApiStore} from '../store.ts';
import type {Answer, Reply, UserRequest} from './exchange.ts';
import type {ResourceTarget} from './request-target.ts';

/** What answers behind a Service, as the demo's pods run nowhere. Either a server, by its http or https URL without
 * a path, or a function in this process. */
export type ServiceBackend =
	| {readonly url: string; readonly caPem?: string}
	| {readonly answer: (request: Pick<UserRequest, 'method' | 'body'> & {readonly path: string}) => Reply};

/** Keyed by `namespace/name:port`, the port as a number. Looked up at each request. */
export type ServiceBackends = ReadonlyMap<string, ServiceBackend>;

/** Answers `services/[scheme:]name[:port]/proxy/…` with the backend's reply. */
export async function answerProxy({
	request,
	target,
	store,
	backends,
}: {
	request: UserRequest;
	target: ResourceTarget;
	store: ApiStore;
	backends: ServiceBackends;
}): Promise<Answer> {
	const id = target.name ?? '';
	const parts = id.split(':');
	const [name = '', port = ''] = parts.length === 3 ? parts.slice(1) : parts;
	const service = store.get('services', target.namespace, name);
	if (service === undefined) return notFound({group: '', kind: 'services', name});
	const ports = (at(service, 'spec.ports') ?? []) as readonly {name?: string; port: number}[];
	const found = port === '' ? ports[0] : ports.find(entry => entry.name === port || String(entry.port) === port);
	if (found === undefined) return serviceUnavailable(`no service port "${port}" found for service "${id}"`);
	const backend = backends.get(`${target.namespace}/${name}:${found.port}`);
	if (backend === undefined) return serviceUnavailable(`no endpoints available for service "${id}"`);
	const path = target.rest || '/';
	if ('answer' in backend) return backend.answer({method: request.method, path, body: request.body});
	try {
		return await forward(request, backend, path);
	} catch (error) {
		return serviceUnavailable(`error trying to reach service: ${error instanceof Error ? error.message : 'unknown'}`);
	}
}

/** Headers that belong to one connection, or that a backend must not see. */
const notForwarded = new Set([
	'authorization',
	'connection',
	'content-length',
	'host',
	'keep-alive',
	'transfer-encoding',
]);
const notReturned = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

async function forward(
	request: UserRequest,
	{url, caPem}: Extract<ServiceBackend, {readonly url: string}>,
	path: string,
): Promise<Reply> {
	const query = request.query.toString();
	const options = {
		method: request.method,
		headers: kept(request.headers, notForwarded),
		...(caPem === undefined ? {} : {ca: caPem}),
	};
	const send = url.startsWith('https:') ? httpsRequest : httpRequest;
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	send(new URL(query === '' ? path : `${path}?${query}`, url), options, resolve)
		.on('error', reject)
		.end(request.body);
	const response = await promise;
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return {
		kind: 'reply',
		status: response.statusCode ?? 502,
		headers: kept(response.headers, notReturned),
		body: Buffer.concat(chunks),
	};
}

function kept(headers: IncomingMessage['headers'], dropped: ReadonlySet<string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined || dropped.has(name) || name.startsWith(':') || name.startsWith('impersonate-')
				? []
				: [[name, Array.isArray(value) ? value.join(', ') : value]],
		),
	);
}
