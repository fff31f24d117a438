import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Scene, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/** The ControllerRevisions of 3.0.0 and 3.1.0. */
export const [old, young] = ['ledger-ff98c8d6f', 'ledger-86467575dd'];

export interface Mutable {
	metadata: Record<string, Json> & {labels: Record<string, string>};
	spec: Record<string, Json> & {updateStrategy: Json; template: {spec: {containers: {image: string}[]}}};
	status: Record<string, Json> & {
		conditions: {type: string; status: string}[];
		containerStatuses: Record<string, Json>[];
	};
}

/** A pod like the recorded ones, with this ordinal and this revision. */
export function pod(
	objects: readonly RawObject[],
	ordinal: number,
	revision: string,
	change?: (pod: Mutable) => void,
): RawObject {
	const copy = structuredClone(rawOf(objects, 'Pod', 'ledger-0')) as unknown as Mutable;
	copy.metadata.name = `ledger-${ordinal}`;
	copy.metadata.uid = `uid-of-ledger-${ordinal}`;
	copy.metadata.labels['controller-revision-hash'] = revision;
	change?.(copy);
	return copy as unknown as RawObject;
}

export function crashing({status}: Mutable): void {
	for (const condition of status.conditions) if (condition.type === 'Ready') condition.status = 'False';
	const [container] = status.containerStatuses;
	Object.assign(container ?? {}, {
		ready: false,
		restartCount: 4,
		state: {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container'}},
	});
}

/** The recorded canary on ordinal 2, with the set changed and with these pods. */
export function changedSet(
	change: (set: Mutable) => void,
	pods: (objects: readonly RawObject[]) => readonly RawObject[],
): Scene {
	const {objects, nowMs} = readSituation('statefulset/02-canary-on-ordinal-2');
	const set = structuredClone(rawOf(objects, 'StatefulSet')) as unknown as Mutable;
	change(set);
	const others = objects.filter(({kind}) => kind !== 'Pod');
	return sceneFrom([...withObject(others, set as unknown as RawObject), ...pods(objects)], nowMs);
}

/** 3.1.0 on the highest pod only. */
export const threePods = (objects: readonly RawObject[], top: (pod: Mutable) => void = () => {}) => [
	pod(objects, 0, old),
	pod(objects, 1, old),
	pod(objects, 2, young, top),
];

/** Puts the image of 3.0.0 back into the template. */
export function imageBack({spec}: Mutable): void {
	for (const container of spec.template.spec.containers) container.image = 'registry.example/ledger:3.0.0';
}
