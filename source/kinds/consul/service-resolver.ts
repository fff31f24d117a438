import * as v from 'valibot';
import {type KubeObject, type Labels, metadataSchema} from '../../domain/cluster/kube-object.ts';
import {objectOf, recordOf} from '../../domain/cluster/object-schema.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {nameField, partField, shown, shownList} from '../fields.ts';
import {configEntry} from './config-entry.ts';

/** Where calls of the Consul service go that the resolver is named after. */
export interface ServiceResolverObject extends KubeObject {
	/** The filter that defines each subset: `Service.Meta.version == v2`. */
	readonly filters: Labels;
	/** Where all calls go instead; then nothing else of the resolver counts. */
	readonly redirect: Elsewhere | null;
	/** By subset, or `*` for those that are not named. */
	readonly failover: Readonly<Record<string, Failover>>;
	/** As written: `15s`. */
	readonly connectTimeout: SafeText | null;
	readonly requestTimeout: SafeText | null;
	readonly loadBalancer: LoadBalancer;
}

type Elsewhere = v.InferOutput<typeof elsewhereField>;
type Failover = v.InferOutput<typeof failoverField>;
type LoadBalancer = v.InferOutput<typeof loadBalancerField>;

const subsetSchema = v.pipe(
	partField({filter: nameField}),
	v.transform(({filter}) => filter ?? safe``),
);

const elsewhereField = objectOf({
	service: nameField,
	serviceSubset: nameField,
	datacenter: nameField,
	peer: nameField,
});

const failoverField = objectOf({
	service: nameField,
	serviceSubset: nameField,
	datacenters: shownList(nameField),
	targets: shownList(elsewhereField),
});

const loadBalancerField = partField({
	policy: nameField,
	hashPolicies: shownList(objectOf({field: nameField, fieldValue: nameField, sourceIP: v.nullish(v.boolean(), false)})),
});

export const SERVICE_RESOLVERS = configEntry(
	'ServiceResolver',
	'serviceresolvers',
	v.pipe(
		objectOf({
			metadata: metadataSchema,
			spec: partField({
				subsets: v.nullish(recordOf(subsetSchema), {}),
				redirect: shown(v.nullish(elsewhereField, null)),
				failover: shown(v.nullish(recordOf(failoverField), {})),
				connectTimeout: shown(nameField),
				requestTimeout: shown(nameField),
				loadBalancer: shown(loadBalancerField),
			}),
		}),
		v.transform(
			({metadata, spec}): ServiceResolverObject => ({
				metadata,
				filters: spec.subsets ?? {},
				redirect: spec.redirect ?? null,
				failover: spec.failover ?? {},
				connectTimeout: spec.connectTimeout,
				requestTimeout: spec.requestTimeout,
				loadBalancer: spec.loadBalancer,
			}),
		),
	),
);
