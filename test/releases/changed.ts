import type {Json, RawObject} from '../../source/domain/kube-object.ts';
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
