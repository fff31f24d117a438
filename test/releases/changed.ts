import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Scene, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/** Documented rules whose situations were not recorded: a recorded Rollout with the fields in question changed. */
export type Change = (rollout: Mutable) => void;
export interface Mutable {
	metadata: Record<string, Json>;
	spec: Record<string, Json> & {strategy: Record<string, Record<string, Json>>};
	status: Record<string, Json>;
}

export function changed(name: string, change: Change, more: readonly RawObject[] = [], laterMs = 0): Scene {
	const {objects, nowMs} = readSituation(name);
	const rollout = structuredClone(rawOf(objects, 'Rollout')) as unknown as Mutable;
	change(rollout);
	return sceneFrom([...withObject(objects, rollout as unknown as RawObject), ...more], nowMs + laterMs);
}

/** A copy of the object with another value at one place; undefined takes it away. */
export function withValue(object: RawObject, path: readonly (string | number)[], value: Json | undefined): RawObject {
	const copy = structuredClone(object) as Record<string, Json>;
	let at: Record<string | number, Json> = copy;
	for (const part of path.slice(0, -1)) {
		at[part] ??= {};
		at = at[part] as Record<string | number, Json>;
	}
	const last = path.at(-1) ?? '';
	if (value === undefined) delete at[last];
	else at[last] = value;
	return copy;
}
