import type {Cluster} from '../adapters/kubernetes/cluster.ts';
import type {ServiceAddress} from '../adapters/kubernetes/service-proxy.ts';
import type {FetchThrough} from '../adapters/prometheus/proxied-route.ts';
import type {ContextConfig} from '../adapters/system/config-schema.ts';
import {err, ok, type Result} from '../domain/result.ts';
import {ident, safe} from '../domain/text/safe-text.ts';
import type {ClusterError} from '../ports/cluster.ts';
import type {MetricsError, MetricsPort} from '../ports/metrics.ts';

/** Finds Prometheus: by flag, environment or config; else a well-known Service through the API server's proxy. The
 * client's code is loaded here, after the first frame. */
export function createMetricsOpener(options: {
	readonly cluster: Cluster;
	readonly flag: string | null;
	readonly env: string | undefined;
	readonly config: ContextConfig | undefined;
	readonly nowMs: () => number;
}): (signal: AbortSignal) => Promise<Result<MetricsPort, MetricsError>> {
	const {cluster, nowMs} = options;
	const matchers = options.config?.prometheus?.matchers ?? {};
	return async signal => {
		const [{createPrometheus}, {resolveSource}] = await Promise.all([
			import('../adapters/prometheus/prometheus.ts'),
			import('../adapters/prometheus/resolve-source.ts'),
		]);
		const choice = resolveSource({
			flag: options.flag ?? undefined,
			env: options.env,
			config: options.config?.prometheus,
		});
		if (!choice.ok) return choice;
		if (choice.value.kind === 'url') {
			const {createDirectRoute} = await import('../adapters/prometheus/direct-route.ts');
			return ok(createPrometheus({route: createDirectRoute(choice.value.url, choice.value.access), matchers, nowMs}));
		}
		const found = await cluster.findPrometheusService(signal);
		if (!found.ok) return err(found.error.kind === 'forbidden' ? notAllowed : asMetricsError(found.error));
		if (found.value === null) return err(notFound);
		const {namespace, service} = found.value;
		const {createProxiedRoute} = await import('../adapters/prometheus/proxied-route.ts');
		const source = safe`${ident(namespace)}/${ident(service)} by proxy`;
		return ok(
			createPrometheus({route: createProxiedRoute(source, throughProxy(cluster, found.value)), matchers, nowMs}),
		);
	};
}

const notFound: MetricsError = {
	kind: 'notConfigured',
	status: null,
	message: safe`no Prometheus found in the cluster: name one with --prometheus URL`,
};

/** An operator who may see only one namespace is told what to do, not which request was refused. */
const notAllowed: MetricsError = {
	kind: 'notConfigured',
	status: 403,
	message: safe`you may not look for Prometheus in this cluster (list services): name one with --prometheus URL`,
};

function throughProxy(cluster: Cluster, address: ServiceAddress): FetchThrough {
	return async ({path, query, maximumBytes}, signal) => {
		const parameters = Object.fromEntries(new URLSearchParams(query));
		const answer = await cluster.proxyGet({...address, path, query: parameters, maximumBytes}, signal);
		if (!answer.ok) return err(asMetricsError(answer.error));
		const {status, headers, text} = answer.value;
		return ok({status, contentType: headers['content-type'] ?? '', body: text});
	};
}

/** Translates an error of the API server into the metrics' own kinds of error. */
function asMetricsError({kind, status, message, missing}: ClusterError): MetricsError {
	const text = missing === null ? message : safe`${message} (needs ${missing})`;
	switch (kind) {
		case 'unreachable':
		case 'timeout':
		case 'tls':
		case 'unauthorized':
		case 'forbidden':
		case 'malformed':
		case 'cancelled':
			return {kind, status, message: text};
		case 'noCredential':
			return {kind: 'unauthorized', status, message: text};
		case 'refusedLocally':
			return {kind: 'tooMuch', status, message: text};
		default:
			return {kind: 'unavailable', status, message: text};
	}
}
