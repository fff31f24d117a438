import * as v from 'valibot';
import {type KubeObject, metadataSchema, type Snapshot, type WatchedKind} from '../../../domain/cluster/kube-object.ts';
import {objectOf} from '../../../domain/cluster/object-schema.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {type Condition, conditionOf, conditionsField} from '../../../kinds/condition.ts';
import {SERVICE_RESOLVERS} from '../../../kinds/consul/service-resolver.ts';
import {listField, nameField, numberField, partField, timeMsField} from '../../../kinds/fields.ts';
import type {Acceptance, Destination} from '../route-kind.ts';
import {weightedRoute} from '../weighted-route.ts';

interface Split {
	readonly weight: number | null;
	/** Null: the Consul service that the splitter is named after. */
	readonly service: SafeText | null;
	readonly serviceSubset: SafeText | null;
	readonly namespace: SafeText | null;
	readonly partition: SafeText | null;
}

/** Consul's weights for one Consul service. */
interface ServiceSplitterObject extends KubeObject {
	readonly splits: readonly Split[];
	readonly conditions: readonly Condition[];
	/** In ms, cut to whole seconds. Consul writes no observedGeneration. */
	readonly syncedAtMs: number | null;
}

const splitSchema = objectOf({
	weight: numberField,
	service: nameField,
	serviceSubset: nameField,
	namespace: nameField,
	partition: nameField,
});

const SERVICE_SPLITTERS: WatchedKind<ServiceSplitterObject> = {
	id: 'servicesplitters.consul.hashicorp.com',
	group: 'consul.hashicorp.com',
	versions: ['v1alpha1'],
	resource: 'servicesplitters',
	kind: 'ServiceSplitter',
	schema: v.pipe(
		objectOf({
			metadata: metadataSchema,
			spec: partField({splits: listField(splitSchema)}),
			status: partField({conditions: conditionsField, lastSyncedTime: timeMsField}),
		}),
		v.transform(({metadata, spec, status}) => ({
			metadata,
			splits: spec.splits ?? [],
			conditions: status.conditions,
			syncedAtMs: status.lastSyncedTime,
		})),
	),
	watch: 'cluster',
};

/**
 * Consul's splitter, named after the service that it splits. Consul's webhook adds the weights up as 32-bit
 * floats, and demands 100.
 */
export const serviceSplitter = weightedRoute<ServiceSplitterObject>({
	id: 'service-splitter',
	title: safe`ServiceSplitter`,
	controller: safe`consul`,
	anchor: SERVICE_SPLITTERS,
	kinds: [SERVICE_RESOLVERS],
	scale: {total: 'hundred', decimals: 2, isSummedAsFloat32: true},
	unsetWeight: 0,
	entries: ({metadata, splits}) => [
		{
			title: metadata.name,
			match: null,
			path: ['spec'],
			identity: [],
			list: 'splits',
			isDiverted: false,
			destinations: splits.map(split => destinationOf(split, metadata)),
		},
	],
	called: ({metadata: {namespace, name}}) => ({services: [{namespace, name}], host: name}),
	subsetLabels: ({subset}, {metadata}, snapshot) => subsetLabels(subset, metadata, snapshot),
	acceptance: acceptanceOf,
	ownedBy: ({conditions}) =>
		isManagedElsewhere(conditions) ? {owner: safe`Consul, outside of Kubernetes`, release: null} : null,
});

function destinationOf(split: Split, {namespace, name}: KubeObject['metadata']): Destination {
	const {weight, service, serviceSubset, partition} = split;
	const isHere = partition === null || partition === 'default';
	return {
		host: service ?? name,
		subset: serviceSubset,
		port: null,
		// Another partition belongs to another cluster.
		service: isHere ? {namespace: split.namespace ?? namespace, name: service ?? name} : null,
		weight,
	};
}

/** Consul takes `Service.Meta.x` from the pods; by convention it is a label of the pods as well. */
function subsetLabels(subset: SafeText | null, {namespace, name}: KubeObject['metadata'], snapshot: Snapshot) {
	const filter = subset === null ? undefined : snapshot.get(SERVICE_RESOLVERS, namespace, name)?.filters[subset];
	const found = /^Service\.Meta\.([\w-]+) == "?([\w.-]+)"?$/.exec(filter ?? '');
	return found?.[1] && found[2] ? {[found[1]]: ident(found[2])} : null;
}

/** Only `lastSyncedTime` tells which version of the object Consul has. */
function acceptanceOf({metadata, conditions, syncedAtMs}: ServiceSplitterObject): Acceptance {
	const synced = conditionOf(conditions, 'Synced');
	if (synced?.status === 'False') {
		return {
			kind: 'refused',
			because: safe`Consul does not take it: ${synced.message || (synced.reason ?? safe`no reason given`)}`,
		};
	}
	const writtenAtMs = Math.floor((metadata.changedAtMs ?? 0) / 1000) * 1000;
	if (syncedAtMs === null || syncedAtMs < writtenAtMs) {
		return {kind: 'pending', because: safe`Consul has not taken the newest weights`};
	}
	return {kind: 'accepted'};
}

function isManagedElsewhere(conditions: readonly Condition[]): boolean {
	return conditionOf(conditions, 'Synced')?.reason === 'ExternallyManagedConfigError';
}
