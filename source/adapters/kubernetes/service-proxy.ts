import * as v from 'valibot';
import {err, ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {ClusterError} from '../../ports/cluster.ts';
import {parseAs} from '../system/json.ts';
import {type Answer, failure, parseStatus, refusal} from './http/failure.ts';
import type {Transport} from './http/transport.ts';

/** A Service's port, reached through the API server with the operator's own credentials. GET only. */
export interface ServiceAddress {
	readonly namespace: string;
	readonly service: string;
	readonly port: number;
	readonly scheme: 'http' | 'https';
}

export interface ProxyRequest extends ServiceAddress {
	/** Begins with a slash. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** Longer bodies are refused; 8 MiB when left out. */
	readonly maximumBytes?: number;
	readonly timeoutMs?: number;
}

/** The Service's answer, whatever its status; an error when the API server refused the request or could not
 * reach the Service. */
export async function proxyGet(
	transport: Pick<Transport, 'ask' | 'redact'>,
	request: ProxyRequest,
	signal: AbortSignal,
): Promise<Result<Answer, ClusterError>> {
	const {namespace, service, port, scheme, maximumBytes = 8 * 2 ** 20, timeoutMs} = request;
	const target = `${scheme}:${service}:${port}`;
	const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${target}/proxy${request.path}`;
	if (path.length + new URLSearchParams(request.query).toString().length > longestUrl)
		return err(failure('refusedLocally', safe`the query is too long for the API server's proxy`, false).error);
	const answer = await transport.ask(
		{method: 'GET', path, query: request.query, maximumBytes, ...(timeoutMs === undefined ? {} : {timeoutMs})},
		signal,
	);
	if (!answer.ok) return err(answer.error.error);
	if (answer.value.status >= 300 && parseStatus(answer.value.text) !== null)
		return err(refusal(answer.value, text => transport.redact(text), 0).error);
	return ok(answer.value);
}

const longestUrl = 4_096;

/** Looks for a Service of Prometheus in its well-known places, in order; null when no place has one. */
export async function findPrometheusService(
	transport: Pick<Transport, 'send'>,
	signal: AbortSignal,
): Promise<Result<ServiceAddress | null, ClusterError>> {
	let refused: ClusterError | null = null;
	for (const place of places) {
		const answer = await transport.send({method: 'GET', path: place.path, query: place.query}, signal);
		if (!answer.ok) {
			const {error} = answer.error;
			if (error.kind !== 'forbidden' && error.kind !== 'notFound') return err(error);
			refused ??= error.kind === 'forbidden' ? error : null;
			continue;
		}
		const found = servicesOf(answer.value.text).filter(place.accepts).map(addressOf).find(isAddress);
		if (found !== undefined) return ok(found);
	}
	// Return the refusal: a place that we may not look at can still hold a Prometheus.
	return refused === null ? ok(null) : err(refused);
}

type Service = v.InferOutput<typeof serviceSchema>;

const byName = (name: string) => (service: Service) => service.metadata.name === name;

const places: readonly {
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly accepts: (service: Service) => boolean;
}[] = [
	{path: '/api/v1/namespaces/istio-system/services', query: {}, accepts: byName('prometheus')},
	{path: '/api/v1/namespaces/monitoring/services', query: {}, accepts: isOperatorsPrometheus},
	{path: '/api/v1/namespaces/linkerd-viz/services', query: {}, accepts: byName('prometheus')},
	{path: '/api/v1/services', query: {labelSelector: 'app.kubernetes.io/name=prometheus'}, accepts: () => true},
];

/** `prometheus-k8s`, `prometheus-operated`, `prometheus-server`; not the exporters that carry the name too. */
function isOperatorsPrometheus({metadata: {name}}: Service): boolean {
	const companion = /exporter|alertmanager|pushgateway|adapter|operator$|kube-state-metrics/;
	return (name === 'prometheus' || name.startsWith('prometheus-')) && !companion.test(name);
}

function servicesOf(text: string): readonly Service[] {
	const items = parseAs(listSchema, text)?.items ?? [];
	return items.flatMap(item => {
		const service = v.safeParse(serviceSchema, item);
		return service.success ? [service.output] : [];
	});
}

/** Prometheus listens on 9090; charts expose it as port 80. */
function addressOf({metadata, spec}: Service): ServiceAddress | null {
	const ports = spec.ports ?? [];
	const port =
		ports.find(({port}) => port === 9090) ??
		ports.find(({name}) => name === 'web' || name === 'http-web' || name === 'http') ??
		ports.find(({port}) => port === 80);
	if (port === undefined) return null;
	const scheme = port.name?.startsWith('https') ? 'https' : 'http';
	return {namespace: metadata.namespace, service: metadata.name, port: port.port, scheme};
}

function isAddress(address: ServiceAddress | null): address is ServiceAddress {
	return address !== null;
}

const serviceSchema = v.object({
	metadata: v.object({name: v.string(), namespace: v.string()}),
	spec: v.object({ports: v.nullish(v.array(v.object({name: v.optional(v.string()), port: v.number()})))}),
});

const listSchema = v.object({items: v.nullish(v.array(v.unknown()))});
