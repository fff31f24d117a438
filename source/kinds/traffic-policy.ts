import * as v from 'valibot';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {listField, nameField, numberField, partField, shown, shownList} from './fields.ts';

/** What a DestinationRule sets for the calls to a host, a subset or a port. Durations are as they are
 * written: `30s`. */
export interface TrafficPolicy extends PolicyParts {
	/** Each port stands alone: a part that it leaves out has its default, not the value of the whole host. */
	readonly ports: readonly (PolicyParts & {readonly port: number | null})[];
}

/** A null part is not written in the rule. */
export interface PolicyParts {
	readonly loadBalancer: LoadBalancer | null;
	readonly connectionPool: ConnectionPool | null;
	readonly outlierDetection: OutlierDetection | null;
	/** `DISABLE`, `SIMPLE`, `MUTUAL`, `ISTIO_MUTUAL`. */
	readonly tlsMode: SafeText | null;
}

export type LoadBalancer = v.InferOutput<typeof loadBalancerField>;
export type ConnectionPool = v.InferOutput<typeof connectionPoolField>;
export type OutlierDetection = v.InferOutput<typeof outlierDetectionField>;

const loadBalancerField = objectOf({
	simple: nameField,
	consistentHash: v.nullish(
		objectOf({
			httpHeaderName: nameField,
			httpQueryParameterName: nameField,
			httpCookie: v.nullish(objectOf({name: nameField}), null),
			useSourceIp: v.nullish(v.boolean(), false),
		}),
		null,
	),
	localityLbSetting: v.nullish(
		objectOf({
			enabled: v.nullish(v.boolean(), null),
			distribute: listField(objectOf({from: nameField})),
			failover: listField(objectOf({from: nameField, to: nameField})),
			failoverPriority: listField(nameField),
		}),
		null,
	),
});

const connectionPoolField = objectOf({
	tcp: partField({maxConnections: numberField, connectTimeout: nameField, idleTimeout: nameField}),
	http: partField({
		http1MaxPendingRequests: numberField,
		http2MaxRequests: numberField,
		maxRequestsPerConnection: numberField,
		maxRetries: numberField,
		idleTimeout: nameField,
	}),
});

const outlierDetectionField = objectOf({
	consecutive5xxErrors: numberField,
	/** The older name of `consecutive5xxErrors`. */
	consecutiveErrors: numberField,
	consecutiveGatewayErrors: numberField,
	consecutiveLocalOriginFailures: numberField,
	splitExternalLocalOriginErrors: v.nullish(v.boolean(), false),
	interval: nameField,
	baseEjectionTime: nameField,
	maxEjectionPercent: numberField,
	minHealthPercent: numberField,
});

const partEntries = {
	loadBalancer: shown(v.nullish(loadBalancerField, null)),
	connectionPool: shown(v.nullish(connectionPoolField, null)),
	outlierDetection: shown(v.nullish(outlierDetectionField, null)),
	tls: shown(v.nullish(objectOf({mode: nameField}), null)),
};

/** `trafficPolicy`; null where none is written. */
export const trafficPolicyField = v.nullish(
	v.pipe(
		objectOf({
			...partEntries,
			portLevelSettings: shownList(objectOf({...partEntries, port: partField({number: numberField})})),
		}),
		v.transform(
			({portLevelSettings, ...parts}): TrafficPolicy => ({
				...partsOf(parts),
				ports: portLevelSettings.map(({port, ...own}) => ({...partsOf(own), port: port.number})),
			}),
		),
	),
	null,
);

function partsOf({
	tls,
	...parts
}: Omit<PolicyParts, 'tlsMode'> & {readonly tls: {readonly mode: SafeText | null} | null}): PolicyParts {
	return {
		loadBalancer: parts.loadBalancer,
		connectionPool: parts.connectionPool,
		outlierDetection: parts.outlierDetection,
		tlsMode: tls?.mode ?? null,
	};
}
