import type {KubeObject} from '../../contract.ts';
import {isRecord} from '../frozen-json.ts';
import {at} from '../show/table-cells.ts';

/** The `/scale` view of a workload: one shape for all kinds. */
export function scaleOf(object: KubeObject): KubeObject {
	const {name, namespace, uid, resourceVersion, creationTimestamp} = object.metadata;
	const selector = at(object, 'status.selector') ?? labelsText(at(object, 'spec.selector.matchLabels'));
	return {
		kind: 'Scale',
		apiVersion: 'autoscaling/v1',
		metadata: {
			name,
			...(namespace === undefined ? {} : {namespace}),
			...(uid === undefined ? {} : {uid}),
			...(resourceVersion === undefined ? {} : {resourceVersion}),
			...(creationTimestamp === undefined ? {} : {creationTimestamp}),
		},
		spec: {replicas: at(object, 'spec.replicas') ?? 0},
		status: {replicas: at(object, 'status.replicas') ?? 0, selector},
	};
}

/** The workload with the replicas of a written Scale. */
export function withScale(object: KubeObject, scale: KubeObject): KubeObject {
	const spec = isRecord(object.spec) ? object.spec : {};
	return {...object, spec: {...spec, replicas: at(scale, 'spec.replicas') ?? 0}};
}

function labelsText(labels: unknown): string {
	return isRecord(labels)
		? Object.entries(labels)
				.map(([key, value]) => `${key}=${String(value)}`)
				.join(',')
		: '';
}
