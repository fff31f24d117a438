import * as v from 'valibot';
import {identText, type KubeObject, type Labels, metadataSchema, type WatchedKind} from '../kube-object.ts';
import type {SafeText} from '../safe-text.ts';
import {labelsField, listField, nameField, partField} from './fields.ts';

export interface DestinationRuleObject extends KubeObject {
	/** A Service name, short or qualified, or another host. */
	readonly host: SafeText | null;
	readonly subsets: readonly {readonly name: SafeText; readonly labels: Labels}[];
}

const schema = v.pipe(
	v.object({
		metadata: metadataSchema,
		spec: partField({host: nameField, subsets: listField(v.object({name: identText, labels: labelsField}))}),
	}),
	v.transform(({metadata, spec}): DestinationRuleObject => ({metadata, host: spec.host, subsets: spec.subsets})),
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
