import {TRAFFIC_SPLITS} from '../domain/objects/traffic-split.ts';
import {line, safe} from '../domain/safe-text.ts';
import {serviceOfHost} from './weighted-route/service-host.ts';
import {weightedRoute} from './weighted-route/weighted-route.ts';

/** SMI: the specification is archived, and nobody says in a status whether a split is followed. */
export const trafficSplit = weightedRoute({
	id: 'traffic-split',
	title: safe`TrafficSplit`,
	controller: safe`smi`,
	anchor: TRAFFIC_SPLITS,
	kinds: [],
	scale: {total: 'kept', decimals: 0, isSummedAsFloat32: false},
	unsetWeight: 0,
	entries: ({metadata, service, groups, backends}) => [
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
				service: serviceOfHost(host, metadata.namespace),
				weight,
			})),
		},
	],
	called: ({metadata, service}) => ({
		services: [service === null ? null : serviceOfHost(service, metadata.namespace)].filter(found => found !== null),
		host: service,
	}),
});
