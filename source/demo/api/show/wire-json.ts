import type {KubeObject} from '../../contract.ts';
import {groupVersion, type Resource} from '../resources.ts';

/** A resource, in the version that the client asked for. */
export interface ServedResource {
	readonly resource: Resource;
	readonly version: string;
}

export interface ListMetadata {
	readonly resourceVersion: string;
	readonly continue?: string;
	readonly remainingItemCount?: number;
}

/** The object as JSON text. Stored objects never change, so each is serialised once. */
export function objectJson(object: KubeObject, served: ServedResource): string {
	return cached(object, `object ${served.version}`, () => JSON.stringify(inVersion(object, served)));
}

/** The object as an item of a list: built-in kinds leave out `kind` and `apiVersion`. */
export function itemJson(object: KubeObject, served: ServedResource): string {
	if (served.resource.isCustom) return objectJson(object, served);
	return cached(object, 'item', () => {
		const {kind: _kind, apiVersion: _version, ...rest} = object;
		return JSON.stringify(rest);
	});
}

/** Only the metadata. */
export function partialJson(object: KubeObject): string {
	return cached(object, 'partial', () => JSON.stringify({...partialHead, metadata: object.metadata}));
}

export const partialHead = {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1'};

/** All versions of a resource have the same fields here; only the apiVersion differs. */
export function inVersion(object: KubeObject, {resource, version}: ServedResource): KubeObject {
	const apiVersion = groupVersion(resource, version);
	return object.apiVersion === apiVersion ? object : {...object, apiVersion};
}

let texts = new WeakMap<KubeObject, Map<string, string>>();
let keptLength = 0;

/** Enough for the lists of a large cluster, and not for one in every form. */
const mostKeptLength = 100_000_000;

function cached(object: KubeObject, variant: string, serialise: () => string): string {
	const known = texts.get(object) ?? new Map<string, string>();
	const found = known.get(variant);
	if (found !== undefined) return found;
	const text = serialise();
	keptLength += text.length;
	if (keptLength > mostKeptLength) {
		texts = new WeakMap();
		keptLength = text.length;
	}
	texts.set(object, known.set(variant, text));
	return text;
}
