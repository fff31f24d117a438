import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

interface Pod {
	status: {containerStatuses: {restartCount: number; state: Record<string, unknown>}[]};
}

/** A recorded situation with the pod that crashes there in another state. */
function withPod(
	name: string,
	podName: string,
	change: (container: Pod['status']['containerStatuses'][number]) => void,
) {
	const {objects, nowMs} = readSituation(name);
	const pod = structuredClone(rawOf(objects, 'Pod', podName)) as unknown as Pod;
	for (const container of pod.status.containerStatuses) change(container);
	return {objects: withObject(objects, pod as unknown as RawObject), nowMs};
}

const waiting = (reason: string, restartCount: number) => (container: {restartCount: number; state: object}) => {
	container.restartCount = restartCount;
	container.state = {waiting: {reason}};
};

const running = (restartCount: number) => (container: {restartCount: number; state: object}) => {
	container.restartCount = restartCount;
	container.state = {running: {startedAt: '2026-11-21T07:14:00Z'}};
};

describe('pods of a new version that do not start', () => {
	const canary = ['argo-canary/10-canary-pods-crash-looping', 'checkout-64b96688b7-rj72g'] as const;

	test.each([
		['an image that cannot be pulled', waiting('ImagePullBackOff', 0), 'ImagePullBackOff'],
		['the same a moment before', waiting('ErrImagePull', 0), 'ErrImagePull'],
		['a pod that runs between two crashes', running(3), 'Running, 3 restarts'],
	])('%s needs a person', (_, change, state) => {
		const {objects, nowMs} = withPod(...canary, change);
		expect(sceneFrom(objects, nowMs).release.phase).toMatchObject({
			kind: 'degraded',
			because: `the new pods do not start: ${state}`,
		});
	});

	test.each([
		['a pod that is being created', waiting('ContainerCreating', 0)],
		['a pod that crashed once and runs', running(1)],
	])('%s may still start', (_, change) => {
		const {objects, nowMs} = withPod(...canary, change);
		expect(sceneFrom(objects, nowMs).release.phase.kind).toBe('progressing');
	});

	test('of a Deployment need a person before its deadline, and NEXT still names the deadline', () => {
		// The recorded Deployment as it was before its deadline, with the condition that another recorded update has (02).
		const recorded = readSituation('deployment/05-progress-deadline-exceeded');
		const deployment = structuredClone(rawOf(recorded.objects, 'Deployment')) as {
			status: {conditions: {type: string; status: string; reason: string; message: string}[]};
		};
		for (const condition of deployment.status.conditions) {
			if (condition.type === 'Progressing') Object.assign(condition, {status: 'True', reason: 'ReplicaSetUpdated'});
		}
		const before = withObject(recorded.objects, deployment as unknown as RawObject);
		const {release} = sceneFrom(before, recorded.nowMs);
		expect(release).toMatchObject({
			phase: {kind: 'degraded', because: 'the new pods do not start: CrashLoopBackOff, 4 restarts'},
			why: {text: expect.stringMatching(/^currency-549d5c7f66-spcsw CrashLoopBackOff, 4 restarts/)},
			next: {kind: 'event', text: expect.stringMatching(/^pods are replaced .*; marked as failed at /)},
		});
	});

	test('of a StatefulSet need a person after restarts, and pods of the old version do not', () => {
		// The recording lacks the pod of the update, so the recorded ledger-1 stands in for it; neither is ready.
		const {objects, nowMs} = readSituation('statefulset/02-canary-on-ordinal-2');
		const set = rawOf(objects, 'StatefulSet') as {status: {updateRevision: string}};
		const restarted = (name: string, hash?: string) => {
			const pod = structuredClone(rawOf(objects, 'Pod', 'ledger-1')) as unknown as Pod & {
				metadata: {name: string; labels: Record<string, string>};
				status: {conditions: {type: string; status: string}[]};
			};
			pod.metadata.name = name;
			if (hash !== undefined) pod.metadata.labels['controller-revision-hash'] = hash;
			for (const condition of pod.status.conditions) if (condition.type === 'Ready') condition.status = 'False';
			for (const container of pod.status.containerStatuses) running(3)(container);
			return pod as unknown as RawObject;
		};
		const phaseWith = (pod: RawObject) =>
			sceneFrom([...objects.filter(object => (object.metadata as RawObject).name !== 'ledger-2'), pod], nowMs).release
				.phase;
		expect(phaseWith(restarted('ledger-2', set.status.updateRevision))).toMatchObject({
			kind: 'degraded',
			because: 'ledger-2 runs but is not ready, 3 restarts',
		});
		const {kind} = sceneFrom(withObject(objects, restarted('ledger-1')), nowMs).release.phase;
		expect(kind).not.toBe('degraded');
	});
});
