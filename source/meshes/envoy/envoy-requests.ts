import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RequestFamily} from '../families/request-family.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/** What a program that configures Envoy calls the clusters to which Envoy sends requests. */
export interface EnvoyClusters {
	/** Label matchers that only the clusters of Services fit: Envoy also counts its own configuration and statistics. */
	readonly own: readonly string[];
	/** The labels that tell which Service and version a cluster is of. */
	readonly by: readonly string[];
	/** Null for a cluster that is none of a Service. */
	identityOf(labels: Labels): TrafficIdentity | null;
	/** Label matchers that select the clusters of these services, and perhaps some more. */
	matchersOf(services: readonly NamedService[]): readonly string[];
	/** Those for a sum of exactly these services, where the others may select more. */
	readonly exactMatchersOf?: EnvoyClusters['matchersOf'];
}

/**
 * Requests by the exact status. Envoy counts each request once again under `external_…` or `internal_…`, and each try of
 * it in `…_rq_total`, which has no status: none of these is read.
 */
export function requestsByCode(clusters: EnvoyClusters): RequestFamily {
	return familyOf(clusters, codes, labels => knownLabel(labels[codes.label]));
}

/** The same requests by the first digit of the status. */
export function requestsByClass(clusters: EnvoyClusters): RequestFamily {
	return familyOf(clusters, classes, labels => {
		const digit = knownLabel(labels[classes.label]);
		return digit && safe`${digit}xx`;
	});
}

export const codes = {metric: 'envoy_cluster_upstream_rq', label: 'envoy_response_code'} as const;
export const classes = {metric: 'envoy_cluster_upstream_rq_xx', label: 'envoy_response_code_class'} as const;

function familyOf(
	{own, by, identityOf, matchersOf, exactMatchersOf = matchersOf}: EnvoyClusters,
	{metric, label}: {readonly metric: string; readonly label: string},
	statusOf: (labels: Labels) => SafeText | null,
): RequestFamily {
	return {
		counter: metric,
		histogram: {name: 'envoy_cluster_upstream_rq_time_bucket', unitMs: 1, own: []},
		own,
		by,
		endedBy: [label],
		renamed: [],
		meaningOf(labels) {
			const identity = identityOf(labels);
			return identity && {identity, viewpoint: 'source', outcome: outcomeByStatus(statusOf(labels))};
		},
		matchersOf: services => [matchersOf(services)],
		exactMatchersOf: services => [exactMatchersOf(services)],
	};
}
