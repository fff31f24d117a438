import type {Result} from '../../../source/domain/result.ts';
import {connectMetrics, type MetricsConnection} from '../../../source/engine/connecting/connect-metrics.ts';
import {readTraffic} from '../../../source/engine/queries/read-traffic.ts';
import {istio} from '../../../source/meshes/istio/istio.ts';
import type {MetricsError, MetricsPort} from '../../../source/ports/metrics.ts';

export const never = new AbortController().signal;

export function connect(port: MetricsPort): Promise<Result<readonly MetricsConnection[], MetricsError>> {
	return connectMetrics([istio], port, never);
}

/** Requests and errors a second, by service, as a poll reads them. */
export async function trafficBy(port: MetricsPort): Promise<Readonly<Record<string, readonly [number, number]>>> {
	const connection = await connected(port);
	const read = await readTraffic([connection], connection.windowSeconds, never);
	if (!read.ok) throw new Error(read.error.message);
	const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
	return Object.fromEntries(
		read.value.reads.flatMap(({value}) =>
			value.map(({identity, requestsPerSecond, errorsPerSecond}) => [
				identity.service,
				[rounded(requestsPerSecond), rounded(errorsPerSecond)],
			]),
		),
	);
}

export async function connected(port: MetricsPort): Promise<MetricsConnection> {
	const found = await connect(port);
	if (!found.ok) throw new Error(found.error.message);
	const [connection] = found.value;
	if (!connection) throw new Error('no mesh is measured');
	return connection;
}

export function errorOf(result: Result<unknown, MetricsError>): Pick<MetricsError, 'kind' | 'message'> {
	if (result.ok) throw new Error('there are figures');
	const {kind, message} = result.error;
	return {kind, message};
}
