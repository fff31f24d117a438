import {noAccess, type PrometheusAccess} from '../../../../source/adapters/prometheus/access.ts';
import {createDirectRoute} from '../../../../source/adapters/prometheus/direct-route.ts';
import {createPrometheus} from '../../../../source/adapters/prometheus/prometheus.ts';
import type {Matchers} from '../../../../source/domain/signals/series-scope.ts';
import type {MetricsPort} from '../../../../source/ports/metrics.ts';
import {type Script, type ScriptedServer, startScriptedServer} from './scripted-server.ts';

export const never = new AbortController().signal;

/** The local clock in these tests, far from the clock of the servers. */
export const ourNowMs = 1_500_000_000_000;

interface ClientOptions {
	readonly access?: PrometheusAccess;
	readonly deadlineMs?: number;
	readonly matchers?: Matchers;
}

export function clientOf(url: string, {access = noAccess, deadlineMs, matchers = {}}: ClientOptions = {}): MetricsPort {
	const route = createDirectRoute(url, access);
	return createPrometheus({route, matchers, nowMs: () => ourNowMs, ...(deadlineMs === undefined ? {} : {deadlineMs})});
}

/** Runs a client against a scripted server, and closes both. */
export async function withServer<T>(
	script: Script,
	use: (client: MetricsPort, server: ScriptedServer) => Promise<T>,
	options: ClientOptions = {},
): Promise<T> {
	const server = await startScriptedServer(script);
	const client = clientOf(server.url, options);
	try {
		return await use(client, server);
	} finally {
		client.close();
		await server.close();
	}
}
