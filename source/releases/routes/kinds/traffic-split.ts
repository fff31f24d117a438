import {serviceOfDnsName} from '../../../domain/cluster/service-host.ts';
import {line, safe} from '../../../domain/text/safe-text.ts';
import {TRAFFIC_SPLITS, type TrafficSplitObject} from '../../../kinds/traffic-split.ts';
import type {RouteEntry} from '../route-kind.ts';
import {weightedRoute} from '../weighted-route.ts';

/**
 * The TrafficSplit of SMI. The specification is archived, and no status tells whether a controller follows a
 * split.
 */
export const trafficSplit = weightedRoute({
	id: 'traffic-split',
	title: safe`TrafficSplit`,
	controller: safe`smi`,
	anchor: TRAFFIC_SPLITS,
	kinds: [],
	scale: {total: 'kept', decimals: 0, isSummedAsFloat32: false},
	unsetWeight: 0,
	entries: trafficSplitEntries,
	called: ({metadata, service}) => ({
		services: [service === null ? null : serviceOfDnsName(service, metadata.namespace)].filter(found => found !== null),
		host: service,
	}),
});

export function trafficSplitEntries({metadata, service, groups, backends}: TrafficSplitObject): readonly RouteEntry[] {
	return [
		{
			title: service ?? metadata.name,
			match: groups.length === 0 ? null : line(`what ${groups.join(', ')} match`),
			path: ['spec'],
			identity: ['service', 'matches'],
			list: 'backends',
			isDiverted: false,
			destinations: backends.map(({service: host, weight}) => ({
				host,
				subset: null,
				port: null,
				service: serviceOfDnsName(host, metadata.namespace),
				weight,
			})),
		},
	];
}
