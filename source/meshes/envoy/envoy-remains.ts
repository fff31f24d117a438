import {safe} from '../../domain/text/safe-text.ts';
import type {Mesh} from '../contract.ts';
import {classes, codes} from './envoy-requests.ts';

const whole = [codes.metric, classes.metric];
const parts = ['external', 'internal'].flatMap(part => whole.map(name => name.replace('cluster_', `cluster_${part}_`)));

/** What is there of Envoy where none of its clusters has a name that tells a Service. */
export const envoyRemains: NonNullable<Mesh['remains']> = {
	metricNames: [...whole, ...parts],
	describe(metricNames) {
		if (whole.some(name => metricNames.includes(name)))
			return safe`Envoy counts requests here, but the names of its clusters tell no Service: perch reads those that Envoy Gateway, kgateway, Contour, Gloo, Kuma and Consul give them`;
		return safe`envoy_cluster_upstream_rq is missing, only its parts for external or internal requests are here: are the others dropped while scraping?`;
	},
};
