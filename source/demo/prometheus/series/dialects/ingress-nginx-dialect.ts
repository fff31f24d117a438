import type {ShopService} from '../../../contract.ts';
import type {Labels} from '../../promql/labels.ts';
import type {ResponseCode} from '../flow-counts.ts';
import {goBoundsMs} from '../latency.ts';
import type {Destination} from '../traffic-model.ts';
import type {Dialect, Side} from './dialect.ts';

/** The controller names the Service of the main Ingress, and in `canary` the backend of the canary's Ingress. */
const destinationLabels = ({namespace, name}: ShopService, {service}: Destination): Labels => ({
	namespace,
	ingress: name,
	service: mainService(service),
	canary: service.endsWith(canarySuffix) ? `${namespace}-${service}-80` : '',
	host: `${name}.example.com`,
	path: '/',
	method: 'GET',
	controller_class: 'k8s.io/ingress-nginx',
	controller_namespace: 'ingress-nginx',
	controller_pod: 'ingress-nginx-controller-559584768b-g5tnh',
});

const canarySuffix = '-canary';

const mainService = (service: string): string =>
	service.endsWith(canarySuffix) ? `${service.slice(0, -canarySuffix.length)}-stable` : service;

const responseLabels = (status: ResponseCode): Labels => ({status});

const side: Side = {
	isCallee: false,
	counts: () => true,
	destinationLabels,
	callerLabels: () => ({}),
	responseLabels,
	durationLabels: responseLabels,
};

/** The ingress-nginx controller's metrics, as if every request came through it. */
export const ingressNginxDialect: Dialect = {
	job: 'ingress-nginx-controller',
	requestsMetric: 'nginx_ingress_controller_requests',
	durationMetric: 'nginx_ingress_controller_response_duration_seconds',
	boundsMs: goBoundsMs,
	unitMs: 1_000,
	sides: [side],
	tellsCallers: false,
	tellsEjections: false,
};
