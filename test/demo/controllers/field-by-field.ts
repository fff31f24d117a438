import type {KubeObject} from '../../../source/demo/contract.ts';
import type {ControllerRevision} from '../../../source/demo/controllers/controller-revision.ts';

/** Every field of the objects, by kind and name, but for those that differ between clusters: identities, times,
 * addresses, managers of fields. The hash of a revision is replaced by the image tag that it stands for, and the random
 * end of a generated name by stars. */
export function fieldByField(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
	const kinds = ['StatefulSet', 'DaemonSet', 'ControllerRevision', 'Pod', 'Event'];
	const entries = objects
		.filter(({kind}) => kinds.includes(kind))
		.map((object): [string, unknown] => [keyOf(object), shared(object)]);
	const text = JSON.stringify(Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1))));
	const untangled = objects
		.filter(({kind}) => kind === 'ControllerRevision')
		.reduce((result, revision) => result.replaceAll(hashOf(revision), `<${tagOf(revision)}>`), text);
	return JSON.parse(untangled.replaceAll(/agent-[a-z0-9]{5}(?=")/g, 'agent-*****')) as Record<string, unknown>;
}

export function tagOf(revision: KubeObject): string {
	const {data} = revision as ControllerRevision;
	return data.spec.template.spec.containers[0]?.image.split(':')[1] ?? '';
}

const own = new Set([
	'uid',
	'resourceVersion',
	'creationTimestamp',
	'managedFields',
	'nodeName',
	'hostIP',
	'podIP',
	'podIPs',
	'startTime',
	'startedAt',
	'lastTransitionTime',
	'containerID',
	'firstTimestamp',
	'lastTimestamp',
]);

function shared(object: KubeObject): unknown {
	const metadata = object.kind === 'Event' ? {...object.metadata, name: ''} : object.metadata;
	return JSON.parse(JSON.stringify({...object, metadata}, (key, value: unknown) => (own.has(key) ? undefined : value)));
}

function keyOf({kind, metadata, reason, message}: KubeObject): string {
	return kind === 'Event' ? `Event ${String(reason)} ${String(message)}` : `${kind}/${metadata.name}`;
}

function hashOf({metadata}: KubeObject): string {
	return metadata.labels?.['controller.kubernetes.io/hash'] ?? metadata.labels?.['controller-revision-hash'] ?? '';
}
