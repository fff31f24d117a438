import type {NamedService} from '../../domain/cluster/service-host.ts';
import {quoted, type SeriesScope} from '../../domain/signals/series-scope.ts';
import {anyOf, byNamespace, eachNamespace, escapeRegex, oneOf, rateOf} from '../promql.ts';

/** The labels that name a Service, but where a waypoint of another namespace counts. */
export const named = {namespace: 'destination_service_namespace', name: 'destination_service_name'};
const ofWaypoints = 'reporter="waypoint"';

/** The rates of the requests to these services, and perhaps of some more. A waypoint may serve a Service of another
 * namespace, and then names its own. */
export function ratesTo(
	services: readonly NamedService[],
	metric: string,
	seconds: number,
	scope: SeriesScope,
): string {
	const names = oneOf(
		named.name,
		services.map(({name}) => name),
	);
	const rates = [anyOf(named, services), [ofWaypoints, names]].map(matchers =>
		rateOf(metric, matchers, seconds, scope),
	);
	return rates.join(' or ');
}

/** Asks about exactly these services, each namespace by itself, as a sum needs it. Of a waypoint only the host names the
 * namespace rightly. */
export function exactly(services: readonly NamedService[], ask: (own: readonly string[]) => string): string {
	const others = eachNamespace(named, services, own => ask(['reporter!="waypoint"', ...own]));
	const hosts = byNamespace(services).map(([namespace, names]) => {
		const host = `(${names.map(escapeRegex).sort().join('|')})\\.${escapeRegex(namespace)}\\.svc(\\..*)?`;
		return ask([ofWaypoints, `destination_service=~${quoted(host)}`]);
	});
	return [others, ...hosts].join(' or ');
}
