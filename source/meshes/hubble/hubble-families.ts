import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {TrafficIdentity, Viewpoint} from '../../domain/signals/signals.ts';
import {podSetLabel, withPodSet} from '../families/pod-set.ts';
import type {RequestFamily} from '../families/request-family.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {oneOf} from '../promql.ts';
import {knownLabel} from '../samples.ts';

type Labels = MetricSample['labels'];

/** Of the labels `source_…` and `destination_…`, those of whoever was called, and those of whoever called. */
export interface HubbleFamily extends RequestFamily {
	readonly called: Side;
	readonly calling: Side;
}

type Side = 'source' | 'destination';

/** The metric httpV2 counts requests when they are answered; the older metric http counts answers, which go from whoever
 * was called to whoever called. */
export const hubbleFamilies: readonly HubbleFamily[] = [
	familyOf('hubble_http_requests_total', 'destination'),
	familyOf('hubble_http_responses_total', 'source'),
];

/** The labels that name what runs at one side: `labelsContext` may name its pods too. */
export function sideLabels(side: Side): readonly string[] {
	return [`${side}_namespace`, `${side}_workload`];
}

/** Matches series that name the namespace and the workload of a side. */
function isNamed(side: Side): readonly string[] {
	return sideLabels(side).map(label => `${label}!=""`);
}

function familyOf(counter: string, called: Side): HubbleFamily {
	return {
		counter,
		// The durations have no status.
		histogram: {name: 'hubble_http_request_duration_seconds_bucket', unitMs: 1_000, own: []},
		// Whoever stands at neither side counts the same requests again.
		own: ['reporter=~"client|server"', ...isNamed(called)],
		by: ['reporter', ...sideLabels(called), podSetLabel],
		endedBy: ['status'],
		renamed: [],
		withLabels: series => withPodSet(series, podSetLabel, `${called}_pod`),
		meaningOf(labels) {
			const identity = identityOf(labels, called);
			const viewpoint = viewpointOf(labels);
			return identity && viewpoint && {identity, viewpoint, outcome: outcomeByStatus(knownLabel(labels.status))};
		},
		// A Service is not named, only what runs behind it.
		matchersOf: services => [
			[
				oneOf(
					`${called}_namespace`,
					services.map(({namespace}: NamedService) => namespace),
				),
			],
		],
		called,
		calling: called === 'source' ? 'destination' : 'source',
	};
}

/** What runs at one side: what made its pods, where they are named, else the workload. */
export function identityOf(labels: Labels, side: Side): TrafficIdentity | null {
	const [namespace, named] = sideLabels(side).map(label => knownLabel(labels[label]));
	const workload = knownLabel(labels[podSetLabel]) ?? named;
	return namespace && workload ? {namespace, service: null, workload, version: null} : null;
}

export function viewpointOf({reporter}: Labels): Viewpoint | null {
	if (reporter === 'client') return 'source';
	return reporter === 'server' ? 'destination' : null;
}
