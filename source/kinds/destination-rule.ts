import * as v from 'valibot';
import {
	identText,
	type KubeObject,
	type Labels,
	metadataSchema,
	type WatchedKind,
} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {labelsField, listField, nameField, partField, shown, shownList} from './fields.ts';
import {type TrafficPolicy, trafficPolicyField} from './traffic-policy.ts';

export interface DestinationRuleObject extends KubeObject {
	/** A Service name, short or qualified, or another host. */
	readonly host: SafeText | null;
	/** Namespaces in which the rule applies; empty: all. */
	readonly exportTo: readonly SafeText[];
	/** Labels of the callers' pods to which the rule applies; empty: all. */
	readonly callers: Labels;
	readonly policy: TrafficPolicy | null;
	readonly subsets: readonly RuleSubset[];
}

export interface RuleSubset {
	readonly name: SafeText;
	readonly labels: Labels;
	/** Each part replaces the same part of the host's policy. */
	readonly trafficPolicy: TrafficPolicy | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			host: nameField,
			exportTo: shownList(identText),
			workloadSelector: shown(partField({matchLabels: labelsField})),
			trafficPolicy: shown(trafficPolicyField),
			subsets: listField(objectOf({name: identText, labels: labelsField, trafficPolicy: shown(trafficPolicyField)})),
		}),
	}),
	v.transform(
		({metadata, spec}): DestinationRuleObject => ({
			metadata,
			host: spec.host,
			exportTo: spec.exportTo,
			callers: spec.workloadSelector.matchLabels,
			policy: spec.trafficPolicy,
			subsets: spec.subsets,
		}),
	),
);

export const DESTINATION_RULES: WatchedKind<DestinationRuleObject> = {
	id: 'destinationrules.networking.istio.io',
	group: 'networking.istio.io',
	versions: ['v1', 'v1beta1', 'v1alpha3'],
	resource: 'destinationrules',
	kind: 'DestinationRule',
	schema,
	watch: 'cluster',
};
