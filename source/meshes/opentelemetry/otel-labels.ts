import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import type {ToldName} from '../../domain/signals/told-name.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {podSetLabel} from '../families/pod-set.ts';
import type {HowEnded} from '../meaning.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/** The set of the pod that the application itself names; the scrape's pod may be that of a collector. */
export const ownPodSetLabel = 'own_pod_set';

/** What `target_info` tells of a process. */
export const toldLabels = {
	service_name: 'told_name',
	service_namespace: 'told_namespace',
	service_version: 'told_version',
} as const;

/** The labels that tell whose requests a series counts. */
export const identityLabels: readonly string[] = [
	'job',
	'exported_job',
	'namespace',
	podSetLabel,
	'service_name',
	'service_namespace',
	'service_version',
	'k8s_namespace_name',
	ownPodSetLabel,
	...Object.values(toldLabels),
];

/** The status, by its name of today and by the older one, and the error, which tells of requests without a status. */
export const outcomeLabels: readonly string[] = ['http_response_status_code', 'http_status_code', 'error_type'];

/**
 * Whose requests a series counts: the application that names itself in the series, as it does where a collector or a
 * push brought them; else the pod that was scraped; else the application that `target_info` names, or a push by its job.
 */
export function identityOf(labels: Labels): TrafficIdentity | null {
	const version = knownLabel(labels.service_version) ?? knownLabel(labels.told_version);
	const own = ownName(labels);
	// The label goes before the pod's set: where there is one it is enough, also for a set that perch does not know.
	if (own) return ofApplication(own, version, version === null ? knownLabel(labels[ownPodSetLabel]) : null);
	const [namespace, workload] = [knownLabel(labels.namespace), knownLabel(labels[podSetLabel])];
	if (namespace !== null && workload !== null) return {namespace, service: null, workload, version};
	const told = toldName(labels);
	return told && ofApplication(told, version, null);
}

/** Node's SDK sets the error of every 5xx too, Go's never: it decides only where there is no status. */
export function outcomeOf({http_response_status_code: status, http_status_code: older, error_type}: Labels): HowEnded {
	const known = knownLabel(status) ?? knownLabel(older);
	if (known !== null) return outcomeByStatus(known);
	return {status: null, grpcStatus: null, isFailed: knownLabel(error_type) !== null};
}

type Application = Extract<ToldName, {kind: 'application'}>;

function ofApplication(told: Application, version: SafeText | null, workload: SafeText | null): TrafficIdentity {
	return {namespace: safe``, service: null, workload, version, told, isOfAnyVersion: true};
}

function ownName(labels: Labels): Application | null {
	const byJob = nameInJob(knownLabel(labels.exported_job));
	const text = knownLabel(labels.service_name) ?? byJob?.text ?? null;
	if (text === null) return null;
	const namespace =
		knownLabel(labels.k8s_namespace_name) ?? knownLabel(labels.service_namespace) ?? byJob?.namespace ?? pushed(labels);
	return {kind: 'application', text, namespace};
}

/** The namespace in the job of a push, which repeats the service's name. */
function pushed({job, service_name}: Labels): SafeText | null {
	const byJob = nameInJob(knownLabel(job));
	return byJob?.text === service_name ? (byJob?.namespace ?? null) : null;
}

function toldName(labels: Labels): Application | null {
	const text = knownLabel(labels.told_name);
	if (text !== null) return {kind: 'application', text, namespace: knownLabel(labels.told_namespace)};
	return nameInJob(knownLabel(labels.job));
}

/** A push's job is `NAMESPACE/NAME`, or `NAME` of a service without a namespace. */
function nameInJob(job: SafeText | null): Application | null {
	if (job === null) return null;
	const at = job.indexOf('/');
	const namespace = at < 0 ? null : knownLabel(ident(job.slice(0, at)));
	const text = knownLabel(ident(job.slice(at + 1)));
	return text && {kind: 'application', text, namespace};
}
