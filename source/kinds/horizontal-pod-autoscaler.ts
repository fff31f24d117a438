import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import type {SafeText} from '../domain/text/safe-text.ts';
import {nameField, numberField, partField, shown} from './fields.ts';

export interface HorizontalPodAutoscalerObject extends KubeObject {
	readonly target: {readonly kind: SafeText | null; readonly name: SafeText | null};
	/** Null where the object does not say. */
	readonly maximum: number | null;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: partField({
			scaleTargetRef: shown(partField({kind: nameField, name: nameField})),
			maxReplicas: shown(numberField),
		}),
	}),
	v.transform(
		({metadata, spec}): HorizontalPodAutoscalerObject => ({
			metadata,
			target: spec.scaleTargetRef,
			maximum: spec.maxReplicas,
		}),
	),
);

export const HORIZONTAL_POD_AUTOSCALERS: WatchedKind<HorizontalPodAutoscalerObject> = {
	id: 'horizontalpodautoscalers.autoscaling',
	group: 'autoscaling',
	versions: ['v2', 'v1'],
	resource: 'horizontalpodautoscalers',
	kind: 'HorizontalPodAutoscaler',
	schema,
	watch: 'release',
};
