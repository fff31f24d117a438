import * as v from 'valibot';
import {identText, type KubeObject, metadataSchema, type WatchedKind} from '../domain/cluster/kube-object.ts';
import {objectOf} from '../domain/cluster/object-schema.ts';
import {type SafeText, safe} from '../domain/text/safe-text.ts';
import {type Condition, conditionsField} from './condition.ts';
import {countField, flagField, messageField, nameField, partField, shown, shownList} from './fields.ts';

export interface PodObject extends KubeObject {
	readonly node: SafeText | null;
	/** `Pending`, `Running`, `Succeeded`, `Failed`; null before a kubelet saw it. */
	readonly phase: SafeText | null;
	/** Why the pod as a whole failed: `Evicted`. */
	readonly reason: SafeText | null;
	readonly conditions: readonly Condition[];
	readonly containers: readonly ContainerState[];
}

export interface ContainerState {
	readonly name: SafeText;
	readonly isReady: boolean;
	readonly restarts: number;
	/** `CrashLoopBackOff`, `ImagePullBackOff`, `OOMKilled`; null while it runs. */
	readonly reason: SafeText | null;
	readonly message: SafeText;
	readonly isInit: boolean;
	/** The image that it runs, by its digest: `registry.example/checkout@sha256:…`; null before it was pulled. */
	readonly imageId: SafeText | null;
}

const stateField = shown(v.nullish(objectOf({reason: shown(nameField), message: messageField}), null));

const containerSchema = objectOf({
	name: identText,
	ready: flagField,
	restartCount: countField,
	imageID: shown(nameField),
	state: shown(partField({waiting: stateField, terminated: stateField})),
});

const schema = v.pipe(
	objectOf({
		metadata: metadataSchema,
		spec: shown(partField({nodeName: shown(nameField)})),
		status: partField({
			phase: nameField,
			reason: shown(nameField),
			conditions: conditionsField,
			containerStatuses: shownList(containerSchema),
			initContainerStatuses: shownList(containerSchema),
		}),
	}),
	v.transform(
		({metadata, spec, status}): PodObject => ({
			metadata,
			node: spec.nodeName,
			phase: status.phase,
			reason: status.reason,
			conditions: status.conditions,
			containers: [
				...status.initContainerStatuses.map(container => containerState(container, true)),
				...status.containerStatuses.map(container => containerState(container, false)),
			],
		}),
	),
);

export const PODS: WatchedKind<PodObject> = {
	id: 'pods',
	group: '',
	versions: ['v1'],
	resource: 'pods',
	kind: 'Pod',
	schema,
	watch: 'release',
};

function containerState(container: v.InferOutput<typeof containerSchema>, isInit: boolean): ContainerState {
	const {waiting, terminated} = container.state;
	return {
		name: container.name,
		isReady: container.ready,
		restarts: container.restartCount,
		reason: waiting?.reason ?? terminated?.reason ?? null,
		message: waiting?.message ?? terminated?.message ?? safe``,
		isInit,
		imageId: container.imageID,
	};
}
