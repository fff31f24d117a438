import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {HowEnded} from '../meaning.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {byNamespace, oneOf} from '../promql.ts';
import {knownLabel} from '../samples.ts';
import {podSetLabel, podSetOf, podsOf, withPodSet} from './pod-set.ts';
import type {RequestFamily} from './request-family.ts';

type Labels = MetricSample['labels'];

/** How applications write their own metrics of requests. */
export interface ApplicationMetrics {
	/** The counter; null where the histogram's count is the only one. */
	readonly requests: string | null;
	/** The histogram, without `_bucket`, and what a bound of 1 is, in milliseconds; null where there is none. */
	readonly durations: {readonly metric: string; readonly unitMs: number} | null;
	/** Label matchers that every series fits. */
	readonly own: readonly string[];
	readonly labels: ApplicationLabels;
	/** Which requests failed; null: those with a status of 5xx. */
	readonly failure: {
		readonly label: string;
		/** A regular expression for the whole value. A series without the label has an empty one. */
		readonly values: string;
	} | null;
}

/** The labels by which series tell what they are about; null for what they do not tell. */
export interface ApplicationLabels {
	readonly namespace: string | null;
	/** The name of a Service, in that namespace. */
	readonly service: string | null;
	/** What the application calls itself. */
	readonly application: string | null;
	/** The name of a pod, in that namespace. */
	readonly pod: string | null;
	readonly version: string | null;
	/** The HTTP status: the first of these labels that a series has. */
	readonly codes: readonly string[];
}

/** The labels that tell one process from another, as every scrape sets them. */
export const processLabels = ['job', 'instance'] as const;

/** The counter; the count of the histogram, for applications without the counter; and the histogram as a native one,
 * which has no count of its own. A request that is in several of them is counted once by `processLabels`. */
export function applicationFamilies(metrics: ApplicationMetrics): readonly RequestFamily[] {
	const {requests, durations, labels, own} = metrics;
	const by = [labels.namespace, labels.service, labels.application, labels.version].flatMap(label => label ?? []);
	const {pod, codes} = labels;
	const failureOf = failureRule(metrics);
	const base = {
		own,
		by: pod === null ? by : [...by, podSetLabel],
		endedBy: [...new Set([...codes, ...(metrics.failure ? [metrics.failure.label] : [])])],
		renamed: [],
		...(pod !== null && {withLabels: (series: string) => withPodSet(series, podSetLabel, pod)}),
		meaningOf(found: Labels) {
			const identity = identityOf(labels, found);
			return identity && {identity, viewpoint: 'destination' as const, outcome: outcomeOf(found, codes, failureOf)};
		},
		matchersOf: (services: readonly NamedService[]) => [matchersOf(labels, services)],
		exactMatchersOf: (services: readonly NamedService[]) => exactMatchersOf(labels, services),
	};
	const counter = requests === null ? [] : [{...base, counter: requests, histogram: null}];
	// Not all versions of Prometheus can add a label to a native histogram: then each pod is asked for by itself.
	const {withLabels: _none, ...unlabelled} = base;
	const ofPods = {...unlabelled, by: pod === null ? by : [...by, pod]};
	const counts = durations === null ? [] : ofHistogram(base, ofPods, durations);
	return [...counter, ...counts];
}

function ofHistogram(
	base: Omit<RequestFamily, 'counter' | 'histogram'>,
	ofPods: typeof base,
	{metric, unitMs}: NonNullable<ApplicationMetrics['durations']>,
): readonly RequestFamily[] {
	// A summary has the histogram's names, and a series for each quantile under the bare one.
	const native = {...ofPods, own: [...base.own, 'quantile=""'], isNative: true} as const;
	return [
		{...base, counter: `${metric}_count`, histogram: {name: `${metric}_bucket`, unitMs, own: []}},
		{...native, counter: metric, histogram: {name: metric, unitMs, own: []}},
	];
}

/** The pod goes first: it tells the version. Without one, the Service or the application has all versions, unless a label
 * tells which. */
function identityOf(labels: ApplicationLabels, found: Labels): TrafficIdentity | null {
	const of = (label: string | null) => (label === null ? null : knownLabel(found[label]));
	const [namespace, version] = [of(labels.namespace), of(labels.version)];
	const pod = of(labels.pod);
	const workload = knownLabel(found[podSetLabel]) ?? (pod && podSetOf(pod));
	if (namespace !== null && workload !== null) return {namespace, service: null, workload, version};
	const service = of(labels.service);
	if (namespace !== null && service !== null)
		return {namespace, service, workload: null, version, isOfAnyVersion: true};
	const text = of(labels.application);
	if (text === null) return null;
	const told = {kind: 'application', text, namespace} as const;
	return {namespace: safe``, service: null, workload: null, version, told, isOfAnyVersion: true};
}

/** A label of this name may hold something else than a status, and an application may count without one: of such
 * requests nobody knows whether they failed, unless a rule says it. */
function outcomeOf(
	found: Labels,
	codes: readonly string[],
	failureOf: ReturnType<typeof failureRule>,
): HowEnded | null {
	const text = codes.map(label => knownLabel(found[label])).find(code => code !== null) ?? null;
	const status = text !== null && /^[1-5](?:\d\d|xx)$/i.test(text) ? text : null;
	if (failureOf) return {status, grpcStatus: null, isFailed: failureOf(found)};
	return status === null ? null : outcomeByStatus(status);
}

function failureRule({failure}: ApplicationMetrics): ((found: Labels) => boolean) | null {
	if (!failure) return null;
	const pattern = new RegExp(`^(?:${failure.values})$`);
	return found => pattern.test(found[failure.label] ?? '');
}

/** A pod goes first here too: a service that is named beside it may have others. */
function exactMatchersOf(labels: ApplicationLabels, services: readonly NamedService[]): readonly (readonly string[])[] {
	const {namespace, service, pod} = labels;
	if (namespace === null) return [matchersOf(labels, services)];
	const ofPods = pod === null ? [] : podsOf(services, {namespace, pod});
	if (service === null) return ofPods.length > 0 ? ofPods : [matchersOf(labels, services)];
	const ofServices = byNamespace(services).map(([one, names]) => [
		`${namespace}=${quoted(one)}`,
		oneOf(service, names),
		...(pod === null ? [] : [`${pod}=""`]),
	]);
	return [...ofPods, ...ofServices];
}

function matchersOf({namespace, application, service, pod}: ApplicationLabels, services: readonly NamedService[]) {
	const named = (label: string, names: readonly string[]) => [oneOf(label, names)];
	const namespaces = services.map(one => one.namespace);
	if (namespace === null) {
		const names = services.flatMap(({name, applications = []}) => [name, ...applications]);
		return application === null ? [] : named(application, names);
	}
	// A pod is not named by its Service.
	if (pod !== null || service === null) return named(namespace, namespaces);
	return [
		...named(namespace, namespaces),
		...named(
			service,
			services.map(({name}) => name),
		),
	];
}
