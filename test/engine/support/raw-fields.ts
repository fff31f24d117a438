import type {Json, RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {rawAt} from '../../../source/releases/common/raw.ts';

export function listAt(object: Json, ...path: readonly (string | number)[]): readonly Json[] {
	const found = rawAt(object, ...path);
	return Array.isArray(found) ? found : [];
}

export function textAt(object: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
	const found = rawAt(object, ...path);
	return typeof found === 'string' ? found : undefined;
}

export function isOf(object: RawObject, namespace: string, name: string): boolean {
	return textAt(object, 'metadata', 'namespace') === namespace && textAt(object, 'metadata', 'name') === name;
}
