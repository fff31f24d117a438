import type {Json} from '../domain/cluster/kube-object.ts';
import {ident, safe} from '../domain/text/safe-text.ts';
import type {Owner} from './owner.ts';
import type {TouchedObject} from './touched-object.ts';

/** The controller that made the object, by its ownerReference. */
export function controllerOwner({object, subresource}: TouchedObject): Owner | null {
	const metadata = object.metadata as
		| {readonly ownerReferences?: readonly {readonly [key: string]: Json}[]}
		| undefined;
	const owner = metadata?.ownerReferences?.find(({controller}) => controller === true);
	if (!owner) return null;
	return {
		name: safe`${ident(String(owner.kind))} ${ident(String(owner.name))}`,
		will:
			subresource === 'status'
				? safe`writes its status itself`
				: safe`may write it again at any time: it made this object`,
		undoes: 'unknown',
	};
}
