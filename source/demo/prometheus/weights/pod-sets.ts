import type {ClusterObjects, PodObject, ReplicaSetObject} from './cluster-objects.ts';

/** StatefulSets and DaemonSets have no ReplicaSet per revision: treat each of their pods as a set of one, with the
 * labels and the image of its own revision. */
export const withPodSets = (objects: ClusterObjects): ClusterObjects => {
	const sets = objects.directPods.filter(isDirect).map(setOfOne);
	return sets.length === 0 ? objects : {...objects, replicaSets: [...objects.replicaSets, ...sets]};
};

const isDirect = ({metadata}: PodObject): boolean =>
	metadata.ownerReferences?.some(
		({kind, controller}) => controller && (kind === 'StatefulSet' || kind === 'DaemonSet'),
	) ?? false;

const setOfOne = ({apiVersion, kind, metadata, spec, status}: PodObject): ReplicaSetObject => {
	const isReady = status?.conditions?.some(({type, status: is}) => type === 'Ready' && is === 'True') ?? false;
	const {labels, annotations} = metadata;
	return {
		apiVersion,
		kind,
		metadata,
		spec: {template: {metadata: {...(labels && {labels}), ...(annotations && {annotations})}, ...(spec && {spec})}},
		status: {readyReplicas: isReady && metadata.deletionTimestamp === undefined ? 1 : 0},
	};
};
