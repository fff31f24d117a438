import type {RawObject} from '../../domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../domain/release/plan.ts';
import {pointer, rawAt, testOf} from './raw.ts';

/** Sets the restart annotation on the pod template. A JSON patch `add` needs the object that it adds to. */
export function annotate(raw: RawObject, at: string): readonly JsonPatchOperation[] {
	const path = ['spec', 'template', 'metadata', 'annotations'] as const;
	if (rawAt(raw, 'spec', 'template', 'metadata') === undefined) {
		return [{op: 'add', path: pointer(...path.slice(0, 3)), value: {annotations: {[restartedAt]: at}}}];
	}
	if (rawAt(raw, ...path) === undefined) return [{op: 'add', path: pointer(...path), value: {[restartedAt]: at}}];
	return [...testOf(raw, ...path, restartedAt), {op: 'add', path: pointer(...path, restartedAt), value: at}];
}

export const restartedAt = 'kubectl.kubernetes.io/restartedAt';
