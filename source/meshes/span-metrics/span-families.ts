import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {podSetLabel, withPodSet} from '../families/pod-set.ts';
import type {RequestFamily} from '../families/request-family.ts';
import type {HowEnded, TrafficMeaning} from '../meaning.ts';
import {oneOf} from '../promql.ts';
import {knownLabel} from '../samples.ts';
import {firstOf} from '../slices.ts';

type Labels = MetricSample['labels'];
type Durations = Pick<RequestFamily, 'histogram' | 'patterns'>;

/** One naming of the counter of calls, with the histograms that may stand beside it: whoever writes it counts durations in
 * one of them only. */
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

/** OpenTelemetry's connector; its older versions and an empty namespace leave the prefix out, and the processor that it
 * replaced called durations latency. The last name is that of Grafana Tempo's metrics generator, by its documentation
 * only, and of connectors that are set to write as it does. */
export const spanFamilies: readonly SpanFamily[] = [
	familyOf('traces_span_metrics_calls_total', ['service_name'], {
		ms: ['traces_span_metrics_duration_milliseconds'],
		s: ['traces_span_metrics_duration_seconds'],
	}),
	familyOf('calls_total', ['service_name'], {ms: ['duration_milliseconds', 'latency'], s: ['duration_seconds']}),
	familyOf('traces_spanmetrics_calls_total', ['service_name', 'service'], {
		ms: ['traces_spanmetrics_duration_milliseconds'],
		s: ['traces_spanmetrics_latency', 'traces_spanmetrics_duration_seconds'],
	}),
];

/** `serviceLabels`: the first that a series has is the service's. `durations`: histograms, by their unit. */
function familyOf(
	counter: string,
	serviceLabels: readonly string[],
	durations: {readonly ms: readonly string[]; readonly s: readonly string[]},
): SpanFamily {
	const meaningOf = (labels: Labels) => meaning(labels, serviceLabels);
	const calls = {
		counter,
		own: [answered],
		by: [...serviceLabels, 'service_namespace', 'k8s_namespace_name', 'service_version', podSetLabel, ...jobLabels],
		endedBy: ['status_code', 'otel_status_code', ...statusLabels, ...grpcLabels],
		renamed: [],
		// Only where the resource's attributes are labels.
		withLabels: (series: string) => withPodSet(series, podSetLabel, 'k8s_pod_name'),
		meaningOf,
		matchersOf: (services: readonly NamedService[]) => named(serviceLabels, services, longestNames),
		exactMatchersOf: (services: readonly NamedService[]) => named(serviceLabels, services),
	};
	return {
		calls,
		durations: [durationsOf(counter, durations.ms, 1), durationsOf(counter, durations.s, 1_000)],
	};
}

function durationsOf(counter: string, names: readonly string[], unitMs: number): Durations {
	const [first = '', ...others] = names.map(name => `${name}_bucket`);
	return {
		histogram: {name: first, unitMs, own: []},
		...(others.length > 0 && {patterns: {counter, histogram: [first, ...others].join('|')}}),
	};
}

/** Matchers for each label that may name the service; none where they would be longer than so many characters in a URL. */
function named(
	labels: readonly string[],
	services: readonly NamedService[],
	longest = Number.POSITIVE_INFINITY,
): readonly (readonly string[])[] {
	const names = services.flatMap(({name, applications = []}) => [name, ...applications]);
	return labels.map((label, at) => {
		const wanted = oneOf(label, names);
		const isLong = encodeURIComponent(wanted).length > longest / labels.length;
		return [isLong ? `${label}!=""` : wanted, ...labels.slice(0, at).map(before => `${before}=""`)];
	});
}

/** Durations are asked for in both units at once. */
const longestNames = 1_500;

function meaning(labels: Labels, serviceLabels: readonly string[]): TrafficMeaning | null {
	const name = firstOf(labels, serviceLabels);
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
