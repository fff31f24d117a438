import type {ConfigError, ConfigOutcome} from '../../adapters/system/config-file.ts';
import type {MetricsConfig} from '../../adapters/system/metrics-schema.ts';
import type {Result} from '../../domain/result.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import type {Mesh} from '../../meshes/contract.ts';
import {ownMesh} from '../../meshes/own/own.ts';

/** The user's own metrics as the configuration file describes them for a context; null where it describes none. */
export function ownMetrics(config: Result<ConfigOutcome, ConfigError>, contextName: string): Mesh | null {
	if (!config.ok || config.value.kind === 'none') return null;
	const {contexts, metrics: all} = config.value.config;
	const metrics = contexts?.[contextName]?.metrics ?? all;
	return metrics ? meshOf(metrics) : null;
}

const unitsMs: Readonly<Record<NonNullable<MetricsConfig['durations']>['unit'], number>> = {s: 1_000, ms: 1, us: 0.001};

function meshOf({requests, durations, labels, matchers = {}, failed}: MetricsConfig): Mesh {
	const {namespace, service, application, pod, version, code} = labels;
	return ownMesh({
		requests: requests ?? null,
		durations: durations ? {metric: durations.histogram, unitMs: unitsMs[durations.unit]} : null,
		own: Object.entries(matchers).map(([label, value]) => `${label}=${quoted(value)}`),
		labels: {
			namespace: namespace ?? null,
			service: service ?? null,
			application: application ?? null,
			pod: pod ?? null,
			version: version ?? null,
			codes: code === undefined ? [] : [code],
		},
		failure: failed ?? null,
	});
}
