import * as v from 'valibot';
import {type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {countField, partField} from './fields.ts';
import {type PodTemplate, podTemplateField} from './pod-template.ts';

/** A template that a StatefulSet or a DaemonSet once had. */
export interface ControllerRevisionObject extends KubeObject {
	/** The highest is the newest; a revision that is rolled back to gets a new number. */
	readonly number: number;
	readonly template: PodTemplate;
}

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		revision: countField,
		data: partField({spec: partField({template: podTemplateField})}),
	}),
	v.transform(
		({metadata, revision, data}): ControllerRevisionObject => ({
			metadata,
			number: revision,
			template: data.spec.template,
		}),
	),
);

export const CONTROLLER_REVISIONS: WatchedKind<ControllerRevisionObject> = {
	id: 'controllerrevisions.apps',
	group: 'apps',
	versions: ['v1'],
	resource: 'controllerrevisions',
	kind: 'ControllerRevision',
	schema,
	watch: 'release',
};
