import type {MetricSample} from '../../domain/metric-sample.ts';
import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import type {NamedService} from '../../domain/service-host.ts';
import {podSetLabel, withPodSet} from '../families/pod-set.ts';
import type {RequestFamily} from '../families/request-family.ts';
import type {HowEnded, TrafficMeaning} from '../meaning.ts';
import {oneOf} from '../promql.ts';
import {knownLabel} from '../samples.ts';
import {firstOf} from '../slices.ts';

type Labels = MetricSample['labels'];
type Durations = RequestFamily['histogram'];

/** One naming of the counter of calls, with each histogram that may stand beside it: whoever writes it counts durations
 * in one unit only. */
export interface SpanFamily {
	readonly calls: Omit<RequestFamily, 'histogram'>;
	readonly durations: readonly Durations[];
}

/** A scrape of the collector has a job of its own: the service's is then `exported_job`. */
const jobLabels = ['exported_job', 'job'];
const statusLabels = ['http_response_status_code', 'http_status_code'];
const grpcLabels = ['rpc_grpc_status_code'];

/** A client's span counts the same call again, and an internal span is no call. */
const answered = 'span_kind=~"SPAN_KIND_(SERVER|CONSUMER)"';

/** OpenTelemetry's connector; its older versions and an empty namespace leave the prefix out. The last is the metrics
 * generator of Grafana Tempo: by its documentation only, no recording of it was found. */
export const spanFamilies: readonly SpanFamily[] = [
	familyOf('traces_span_metrics_calls_total', 'service_name', inBothUnits('traces_span_metrics_duration')),
	familyOf('calls_total', 'service_name', inBothUnits('duration')),
	familyOf('traces_spanmetrics_calls_total', 'service', [durationsOf('traces_spanmetrics_latency', 1_000)]),
];

function familyOf(counter: string, serviceLabel: string, durations: readonly Durations[]): SpanFamily {
	const meaningOf = (labels: Labels) => meaning(labels, serviceLabel);
	const calls = {
		counter,
		own: [answered],
		by: [serviceLabel, 'service_namespace', 'k8s_namespace_name', 'service_version', podSetLabel, ...jobLabels],
		endedBy: ['status_code', 'otel_status_code', ...statusLabels, ...grpcLabels],
		renamed: [],
		// Only where the resource's attributes are labels.
		withLabels: (series: string) => withPodSet(series, podSetLabel, 'k8s_pod_name'),
		meaningOf,
		matchersOf: (services: readonly NamedService[]) => [
			[
				oneOf(
					serviceLabel,
					services.flatMap(({name, applications = []}) => [name, ...applications]),
				),
			],
		],
	};
	return {calls, durations};
}

function inBothUnits(name: string): readonly Durations[] {
	return [durationsOf(`${name}_milliseconds`, 1), durationsOf(`${name}_seconds`, 1_000)];
}

function durationsOf(name: string, unitMs: number): Durations {
	return {name: `${name}_bucket`, unitMs, own: []};
}

function meaning(labels: Labels, serviceLabel: string): TrafficMeaning | null {
	const name = knownLabel(labels[serviceLabel]);
	if (name === null) return null;
	const identity = {
		namespace: safe``,
		service: null,
		workload: knownLabel(labels[podSetLabel]),
		version: knownLabel(labels.service_version),
		told: {kind: 'application', text: name, namespace: namespaceOf(labels, name)},
		isOfAnyVersion: true,
	} as const;
	return {identity, viewpoint: 'destination', outcome: outcomeOf(labels)};
}

/** The cluster's own word for the namespace comes first. */
function namespaceOf(labels: Labels, name: SafeText): SafeText | null {
	const told = firstOf(labels, ['k8s_namespace_name', 'service_namespace']);
	if (told !== null) return told;
	const job = firstOf(labels, jobLabels);
	return job?.endsWith(`/${name}`) ? knownLabel(ident(job.slice(0, -name.length - 1))) : null;
}

/** A span without an error is UNSET, seldom OK. */
function outcomeOf(labels: Labels): HowEnded {
	const isFailed = labels.status_code === 'STATUS_CODE_ERROR' || labels.otel_status_code === 'ERROR';
	return {status: firstOf(labels, statusLabels), grpcStatus: firstOf(labels, grpcLabels), isFailed};
}
