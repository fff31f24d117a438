import type {NamedService} from '../../domain/cluster/service-host.ts';
import {podsOf} from '../families/pod-set.ts';
import type {RequestFamily} from '../families/request-family.ts';
import {byNamespace, oneOf} from '../promql.ts';
import {identityLabels, identityOf, outcomeLabels, outcomeOf} from './otel-labels.ts';

interface Naming {
	/** Without `_count` and `_bucket`. */
	readonly names: readonly string[];
	/** Fits these names. */
	readonly pattern: string;
	readonly unitMs: number;
	readonly isNative?: true;
}

const namings: readonly Naming[] = [
	// In seconds: with the unit; without it, as Node's exporter writes it; and with dots, as Prometheus 3 stores names that
	// it does not translate.
	{
		names: ['http_server_request_duration_seconds', 'http_server_request_duration', 'http.server.request.duration'],
		pattern: 'http.server.request.duration(_seconds)?',
		unitMs: 1_000,
	},
	// In milliseconds, as SDKs counted before November 2023.
	{
		names: ['http_server_duration_milliseconds', 'http_server_duration'],
		pattern: 'http_server_duration(_milliseconds)?',
		unitMs: 1,
	},
	// Exponential histograms that are pushed become native ones, without a count of its own.
	{
		names: ['http_server_request_duration_seconds', 'http.server.request.duration'],
		pattern: 'http.server.request.duration(_seconds)?',
		unitMs: 1_000,
		isNative: true,
	},
];

/** The metrics by which OpenTelemetry's requests are recognised. */
export const otelSigns: readonly string[] = namings.flatMap(naming =>
	naming.names.map(name => counterOf(naming, name)),
);

/** Fits every one of them. */
export const otelCounters = 'http.server.(request.)?duration(_seconds|_milliseconds)?(_count)?';

/** The families of those metrics that are there. A process that counts by the name of today and by the older one, as it
 * may on its way from one to the other, is counted by the first of them. */
export function otelFamilies(signs: readonly string[]): readonly RequestFamily[] {
	return namings.flatMap(naming => {
		const [name, ...others] = naming.names.filter(one => signs.includes(counterOf(naming, one)));
		if (name === undefined) return [];
		const {pattern, unitMs, isNative} = naming;
		const patterns = {counter: counterOf(naming, pattern), histogram: bucketsOf(naming, pattern)};
		return [
			{
				...shared,
				counter: counterOf(naming, name),
				histogram: {name: bucketsOf(naming, name), unitMs, own: []},
				...(others.length > 0 && {patterns}),
				...(isNative && {isNative}),
			},
		];
	});
}

const shared: Omit<RequestFamily, 'counter' | 'histogram'> = {
	own: [],
	by: identityLabels,
	endedBy: outcomeLabels,
	renamed: [],
	meaningOf(labels) {
		const identity = identityOf(labels);
		return identity && {identity, viewpoint: 'destination', outcome: outcomeOf(labels)};
	},
	matchersOf,
	exactMatchersOf,
};

function counterOf({isNative}: Naming, name: string): string {
	return isNative ? name : `${name}_count`;
}

function bucketsOf({isNative}: Naming, name: string): string {
	return isNative ? name : `${name}_bucket`;
}

/** A push has no namespace of a scrape; where a collector was scraped, the scrape's is that of the collector. */
export function matchersOf(services: readonly NamedService[]): readonly (readonly string[])[] {
	const namespaces = services.map(({namespace}) => namespace);
	return [[oneOf('namespace', ['', ...namespaces])], ['exported_job!=""'], ['service_name!=""']];
}

/** By the pods that were scraped; of a push, by its job. What a collector passes on has no peak. */
function exactMatchersOf(services: readonly NamedService[]): readonly (readonly string[])[] {
	const scraped = podsOf(services, {namespace: 'namespace', pod: 'pod'});
	const pushed = byNamespace(services).map(([namespace]) => {
		const own = services.filter(service => service.namespace === namespace);
		const names = new Set(own.flatMap(({name, applications = []}) => [name, ...applications]));
		const jobs = [...names].flatMap(name => [name, `${namespace}/${name}`]);
		return ['namespace=""', 'pod=""', oneOf('job', jobs)];
	});
	return [...scraped.map(own => [...own, 'exported_job=""', 'service_name=""']), ...pushed];
}
