import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {restartsText} from '../../source/releases/common/plural.ts';
import {sceneFrom} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

interface Counted {
	spec: {replicas: number; updateStrategy?: {rollingUpdate: {partition: number}}};
	status: Record<string, unknown>;
}

/** A recorded release with smaller figures than any recording has. */
function phaseWith(situation: string, kind: string, change: (object: Counted) => void) {
	const {objects, nowMs} = readSituation(situation);
	const changed = structuredClone([...objects]);
	change(rawOf(changed, kind) as unknown as Counted);
	return sceneFrom(changed as RawObject[], nowMs).release;
}

test.each([
	[{replicas: 1, updatedReplicas: 0}, '0 of 1 pod is of the new version'],
	[{replicas: 2, updatedReplicas: 1}, '1 old pod is pending termination'],
	[{replicas: 1, updatedReplicas: 1, availableReplicas: 0}, '0 of 1 new pod is available'],
])('perch writes of one pod of a Deployment in the singular: %o', (status, because) => {
	const {phase} = phaseWith('deployment/02-rolling', 'Deployment', object => {
		object.spec.replicas = 1;
		Object.assign(object.status, status);
	});
	expect(phase).toMatchObject({kind: 'progressing', because});
});

test('perch writes of one pod of a StatefulSet in the singular', () => {
	const {phase} = phaseWith('statefulset/01-partitioned', 'StatefulSet', object => {
		object.spec.replicas = 1;
		object.status.readyReplicas = 0;
	});
	expect(phase).toMatchObject({kind: 'progressing', because: '0 of 1 pod is ready'});
});

test('perch writes of one pod below a partition in the singular', () => {
	const {why} = phaseWith('statefulset/02-canary-on-ordinal-2', 'StatefulSet', object => {
		object.spec.updateStrategy = {rollingUpdate: {partition: 1}};
		object.status.updatedReplicas = 2;
	});
	expect(why?.text).toMatch(/^partition 1: the pod below it keeps /);
});

test('perch writes of one restart in the singular', () => {
	expect([0, 1, 2].map(restartsText)).toEqual(['0 restarts', '1 restart', '2 restarts']);
});
