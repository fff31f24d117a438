import {request as httpRequest} from 'node:http';
import {request as httpsRequest} from 'node:https';
import type {Socket} from 'node:net';
import {buildConnector, type Dispatcher, Pool} from 'undici';
import type {ClientCertificate} from '../credentials/credential.ts';
import type {KubeTarget} from '../kubeconfig/kubeconfig.ts';
import {ProxyRefusal} from './proxy-refusal.ts';

/** The only dispatcher to a target: HTTP/2 where the server speaks it, so that any number of watches and
 * requests share a connection. A connection that receives nothing, not even the answer to a ping, is
 * destroyed, so that its requests fail at once instead of hanging. */
export function openConnection(options: {
	readonly target: KubeTarget;
	readonly certificate: ClientCertificate | null;
	readonly pingIntervalMs: number;
}): Dispatcher {
	const {target, pingIntervalMs} = options;
	const connect = buildConnector({
		allowH2: !repeatsHeaders(target),
		preferH2: true,
		timeout: connectTimeoutMs,
		keepAlive: true,
		keepAliveInitialDelay: 30_000,
		// Set explicitly, so that no environment variable can override it.
		rejectUnauthorized: target.tls.isVerified,
		...(target.tls.ca === null ? {} : {ca: target.tls.ca}),
		...(target.tls.serverName === null ? {} : {servername: target.tls.serverName}),
		...(options.certificate === null ? {} : {cert: options.certificate.cert, key: options.certificate.key}),
	});
	return new Pool(new URL(target.server).origin, {
		connect: (wanted: buildConnector.Options, callback: buildConnector.Callback) => {
			const settle: buildConnector.Callback = (...outcome) => {
				if (outcome[0] === null) watchForSilence(outcome[1], pingIntervalMs);
				callback(...outcome);
			};
			if (target.proxy.kind === 'direct') return connect(wanted, settle);
			openTunnel(target.proxy.url, wanted, (error, httpSocket) => {
				if (error === null) connect({...wanted, httpSocket}, settle);
				else settle(error, null);
			});
		},
		h2Options: {pingInterval: pingIntervalMs, maxConcurrentStreams: 1_000},
		// Keep an idle connection open: the pause between two refreshes must not cost another handshake.
		keepAliveTimeout: 600_000,
		keepAliveMaxTimeout: 600_000,
	});
}

const connectTimeoutMs = 10_000;

/** Over HTTP/2 undici joins a repeated header with commas, which would turn two groups into one of another name. */
function repeatsHeaders(target: KubeTarget): boolean {
	return Object.values(target.impersonation).some(value => Array.isArray(value) && value.length > 1);
}

/** undici sends pings, so a live HTTP/2 connection always receives something; but undici ignores a missing
 * answer. We use the machine's own timers here, as undici does for its pings. */
function watchForSilence(socket: Socket, intervalMs: number): void {
	if (!('alpnProtocol' in socket) || socket.alpnProtocol !== 'h2') return;
	let bytesSeen = socket.bytesRead;
	let silentChecks = 0;
	const timer = setInterval(() => {
		silentChecks = socket.bytesRead === bytesSeen ? silentChecks + 1 : 0;
		bytesSeen = socket.bytesRead;
		// Two silent checks in a row: at least one ping should have been answered between them.
		if (silentChecks >= 2) socket.destroy(new SilentConnection());
	}, intervalMs).unref();
	socket.once('close', () => clearInterval(timer));
}

class SilentConnection extends Error {
	readonly code = 'PERCH_SILENT';
}

function openTunnel(
	proxy: URL,
	wanted: buildConnector.Options,
	done: (...outcome: [null, Socket] | [Error, null]) => void,
): void {
	const request = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
	const port = wanted.port || '443';
	const authority = `${wanted.hostname.includes(':') ? `[${wanted.hostname}]` : wanted.hostname}:${port}`;
	const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
	const connecting = request({
		host: proxy.hostname,
		port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
		method: 'CONNECT',
		path: authority,
		headers: {
			host: authority,
			...(proxy.username === '' ? {} : {'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}`}),
		},
		agent: false,
		timeout: connectTimeoutMs,
	});
	connecting.once('connect', (response, socket) => {
		if (response.statusCode === 200) return done(null, socket);
		socket.destroy();
		done(new ProxyRefusal(response.statusCode ?? 0), null);
	});
	connecting.once('response', response => {
		response.destroy();
		done(new ProxyRefusal(response.statusCode ?? 0), null);
	});
	connecting.once('timeout', () => connecting.destroy(new Error('the proxy did not answer in time')));
	connecting.once('error', error => done(error, null));
	connecting.end();
}
