import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {allNamesIn, matching, type NamePattern, namesIn} from '../families/encoded-names.ts';
import type {RequestFamily} from '../families/request-family.ts';
import type {HowEnded} from '../meaning.ts';
import {outcomeByStatus} from '../outcomes.ts';
import {knownLabel} from '../samples.ts';
import {traefikName} from './traefik-name.ts';

type Labels = MetricSample['labels'];

/** What Traefik itself answers, under the name that a scrape may have given the label. */
const answeredByItself = ['service', 'exported_service'].map(label => `${label}!~"readiness@http|.+@internal"`);

/** Requests by Traefik's service, counted when they have ended. */
export const traefikRequests: RequestFamily = {
	counter: 'traefik_service_requests_total',
	histogram: {
		name: 'traefik_service_request_duration_seconds_bucket',
		unitMs: 1_000,
		// These last as long as the client stays.
		own: ['protocol!~"websocket|sse"'],
	},
	own: answeredByItself,
	by: ['service'],
	endedBy: ['code', 'protocol'],
	renamed: ['service'],
	meaningOf(labels) {
		const told = traefikName(labels.service ?? '');
		const identity = {namespace: safe``, service: null, workload: null, version: null, isOfAnyVersion: true} as const;
		return told && {identity: {...identity, told}, viewpoint: 'source', outcome: outcomeOf(labels)};
	},
	matchersOf: (services, labelOf) => [
		[matching(labelOf('service'), namesIn(before('.+'), services), allNamesIn(before('.+'), services), longest)],
	],
	// A port's number, or its name without a dash: with one, it may be another Service that begins alike.
	exactMatchersOf: (services, labelOf) => [[`${labelOf('service')}=~${quoted(namesIn(before('[^-]+@.+'), services))}`]],
};

/** As `traefikName` reads it, with `end` after the Service's name. */
const before =
	(end: string): NamePattern =>
	(namespace, names) =>
		`(?:.+-svc-)?${namespace}-${names}-${end}`;
const longest = 1_300;

/** The code of a gRPC call is its status. */
function outcomeOf({code, protocol}: Labels): HowEnded {
	const known = knownLabel(code);
	if (!/^grpc(?:-web)?$/.test(protocol ?? '') || !/^\d\d?$/.test(known ?? '')) return outcomeByStatus(known);
	return {status: null, grpcStatus: known, isFailed: known !== '0'};
}
