import type {KubeObject, ObjectMeta, Writer} from '../../contract.ts';
import {sameJson} from '../frozen-json.ts';
import type {Resource} from '../resources.ts';

/** The written object, with the parts restored that no client may change: the identity, and the part that belongs
 * to the other subresource. */
export function replacement(resource: Resource, before: KubeObject, object: KubeObject, writer: Writer): KubeObject {
	if (writer.subresource === 'status') {
		// A status write to a Deployment keeps its annotations: the controller records the revision there without a new
		// generation.
		const {annotations = {}} = resource.generation === 'spec and annotations' ? object.metadata : before.metadata;
		const metadata = Object.keys(annotations).length === 0 ? before.metadata : {...before.metadata, annotations};
		return {...before, metadata, status: object.status};
	}
	const {uid, generation, creationTimestamp, resourceVersion, managedFields} = before.metadata;
	const hasStatusSubresource = resource.subresources.includes('status');
	return {
		...object,
		apiVersion: before.apiVersion,
		kind: before.kind,
		metadata: {...object.metadata, uid, generation, creationTimestamp, resourceVersion, managedFields} as ObjectMeta,
		...(hasStatusSubresource ? {status: before.status} : {}),
	};
}

/** Whether a change raises `metadata.generation`. */
export function bumpsGeneration(resource: Resource, before: KubeObject, after: KubeObject): boolean {
	if (resource.generation === 'none') return false;
	const annotations = (object: KubeObject) =>
		resource.generation === 'spec and annotations' ? object.metadata.annotations : undefined;
	const content = ({metadata: _, status, ...rest}: KubeObject) =>
		resource.generation === 'content' ? {...rest, status} : rest;
	return !sameJson(content(before), content(after)) || !sameJson(annotations(before), annotations(after));
}
