import * as v from 'valibot';
import {type KubeObject, metadataSchema} from '../../domain/cluster/kube-object.ts';
import {objectOf} from '../../domain/cluster/object-schema.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {nameField, numberField, partField, shown, shownList} from '../fields.ts';
import {configEntry} from './config-entry.ts';

/** What holds for the Consul service that it is named after, and for its own calls. */
export interface ServiceDefaultsObject extends KubeObject {
	/** `strict`, `permissive`. */
	readonly mutualTLSMode: SafeText | null;
	readonly maxInboundConnections: number | null;
	readonly localRequestTimeoutMs: number | null;
	/** Of each instance; null where none is set. */
	readonly requestsPerSecond: number | null;
	/** How it calls the services that are named. */
	readonly overrides: readonly UpstreamOverride[];
}

export type UpstreamOverride = v.InferOutput<typeof overrideSchema>;
export type PassiveHealthCheck = NonNullable<UpstreamOverride['passiveHealthCheck']>;

const overrideSchema = objectOf({
	name: nameField,
	connectTimeoutMs: numberField,
	limits: partField({
		maxConnections: numberField,
		maxPendingRequests: numberField,
		maxConcurrentRequests: numberField,
	}),
	passiveHealthCheck: v.nullish(
		objectOf({
			maxFailures: numberField,
			enforcingConsecutive5xx: numberField,
			maxEjectionPercent: numberField,
			baseEjectionTime: nameField,
		}),
		null,
	),
});

export const SERVICE_DEFAULTS = configEntry(
	'ServiceDefaults',
	'servicedefaults',
	v.pipe(
		objectOf({
			metadata: metadataSchema,
			spec: partField({
				mutualTLSMode: shown(nameField),
				maxInboundConnections: shown(numberField),
				localRequestTimeoutMs: shown(numberField),
				rateLimits: shown(partField({instanceLevel: partField({requestsPerSecond: numberField})})),
				upstreamConfig: shown(partField({overrides: shownList(overrideSchema)})),
			}),
		}),
		v.transform(
			({metadata, spec}): ServiceDefaultsObject => ({
				metadata,
				mutualTLSMode: spec.mutualTLSMode,
				maxInboundConnections: spec.maxInboundConnections || null,
				localRequestTimeoutMs: spec.localRequestTimeoutMs || null,
				requestsPerSecond: spec.rateLimits.instanceLevel.requestsPerSecond || null,
				overrides: spec.upstreamConfig.overrides,
			}),
		),
	),
);
