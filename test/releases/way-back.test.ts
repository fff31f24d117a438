import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {withValue} from './changed.ts';
import {mustPlan, revisionByTag, type Scene, sceneFrom, sceneOf, verbsOf} from './operator.ts';
import {readSituation} from './situation.ts';

/** A recorded situation with the objects of one kind and name changed at one place. */
function changedAt(
	name: string,
	kind: string,
	path: readonly (string | number)[],
	value: Json | undefined,
	objectName?: string,
): Scene {
	const {objects, nowMs} = readSituation(name);
	return sceneFrom(
		objects.map(object => {
			const isIt = object.kind === kind && (!objectName || (object.metadata as RawObject).name === objectName);
			return isIt ? withValue(object, path, value) : object;
		}),
		nowMs,
	);
}

const podSpec = ['spec', 'template', 'spec'] as const;

describe('a Deployment at rest', () => {
	test('whose template lacks a default of the API server has started all the same', () => {
		const name = 'deployment/04-second-revision';
		for (const field of ['restartPolicy', 'dnsPolicy', 'schedulerName', 'terminationGracePeriodSeconds'] as const) {
			const scene = changedAt(name, 'Deployment', [...podSpec, field], undefined);
			expect(scene.release.back.text).toBe('7.0.0 by undo (whether it worked is not known)');
			expect(mustPlan(scene, 'back')).toMatchObject({headline: 'BACK TO 7.0.0', direction: 'towardCanary'});
		}
	});

	test('that is held is not ahead of its ReplicaSet by a default of the API server', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const bare = objects.map(object => {
			if (object.kind !== 'Deployment') return object;
			const held = withValue(object, ['spec', 'paused'], true);
			return withValue(held, [...podSpec, 'containers', 0, 'terminationMessagePath'], undefined);
		});
		expect(sceneFrom(bare, nowMs).release.back.text).toBe(
			'7.0.0 by undo, then unpause (whether it worked is not known)',
		);
	});

	test('does not go back to the same version that was only restarted', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const [v1] = objects.filter(
			({kind, metadata}) => kind === 'ReplicaSet' && (metadata as RawObject).name === 'currency-55cb684c',
		);
		const [v2] = objects.filter(
			({kind, metadata}) => kind === 'ReplicaSet' && (metadata as RawObject).name === 'currency-6c4b97b478',
		);
		// Give the older ReplicaSet the template of the newer one, but for the restart.
		const template = ((v2 as RawObject).spec as RawObject).template as Json;
		const restarted = withValue(v1 as RawObject, ['spec', 'template'], template);
		const annotated = withValue(restarted, ['spec', 'template', 'metadata', 'annotations'], {
			'kubectl.kubernetes.io/restartedAt': '2026-11-21T07:00:00Z',
		});
		const scene = sceneFrom(
			objects.map(object => (object === v1 ? annotated : object)),
			nowMs,
		);
		expect(verbsOf(scene).back).toBe('refused: no earlier version is kept');
	});

	test('has its earlier versions as not read, rather than as none, until its ReplicaSets are read', () => {
		const {objects, nowMs} = readSituation('deployment/04-second-revision');
		const scene = sceneFrom(
			objects.filter(({kind}) => kind === 'Deployment'),
			nowMs,
		);
		const {back, toRevision} = scene.backend.operations;
		expect(back?.can(scene.release, [])).toMatchObject({
			ok: false,
			error: {reason: 'its earlier versions are not read', isUnread: true},
		});
		expect(toRevision?.can(scene.release, [])).toMatchObject({ok: false, error: {isUnread: true}});
	});
});

describe('a version that never had a ready pod is no way back:', () => {
	test('after going back from a version that crash-looped, back offers the one before both', () => {
		const scene = sceneOf('deployment/06-undone');
		expect(scene.release.back.text).toBe('7.0.0 by undo (whether it worked is not known)');
		expect(mustPlan(scene, 'back')).toMatchObject({headline: 'BACK TO 7.0.0', direction: 'towardCanary'});
		// The operator can choose that version by name, and the plan says what is known of it.
		const broken = revisionByTag(scene, '7.2.0-broken');
		expect(mustPlan(scene, 'toRevision', [broken]).caveats).toContain('7.2.0-broken was never fully promoted');
	});

	test('where nothing older is kept, back names the version that was left and how to choose it', () => {
		const {objects, nowMs} = readSituation('deployment/06-undone');
		const kept = objects.filter(({metadata}) => (metadata as RawObject).name !== 'currency-55cb684c');
		expect(verbsOf(sceneFrom(kept, nowMs)).back).toBe(
			`refused: no version that worked before 7.1.0 is kept: ${verb('toRevision')} chooses 7.2.0-broken all the same`,
		);
	});

	test('back skips a version that another one mended, though no operator went back from it', () => {
		const {objects, nowMs} = readSituation('deployment/06-undone');
		// Make 7.1.0 look new: created after 7.2.0-broken, and without an earlier number.
		const mended = objects.map(object => {
			if ((object.metadata as RawObject).name !== 'currency-6c4b97b478') return object;
			const later = withValue(object, ['metadata', 'creationTimestamp'], '2026-11-21T07:40:00Z');
			return withValue(later, ['metadata', 'annotations', 'deployment.kubernetes.io/revision-history'], undefined);
		});
		expect(sceneFrom(mended, nowMs).release.back.text).toBe('7.0.0 by undo (whether it worked is not known)');
	});

	test('a version that came up whole is offered, whatever happened to it later', () => {
		const scene = sceneOf('deployment/04-second-revision');
		expect(scene.release.revisions.map(({tag, wasPromoted}) => [tag, wasPromoted])).toEqual([
			['7.1.0', true],
			['7.0.0', 'unknown'],
		]);
	});

	test('back from an update that replaced a failed one leads to the version that serves', () => {
		const {objects, nowMs} = readSituation('deployment/05-progress-deadline-exceeded');
		const [broken] = objects.filter(({metadata}) => (metadata as RawObject).name === 'currency-549d5c7f66');
		let next = withValue(broken as RawObject, ['metadata'], {
			...(broken?.metadata as object),
			name: 'currency-77aaaaaaaa',
			uid: 'third',
			creationTimestamp: '2026-11-21T07:50:00Z',
			labels: {...(((broken as RawObject).metadata as RawObject).labels as object), 'pod-template-hash': '77aaaaaaaa'},
			annotations: {
				...(((broken as RawObject).metadata as RawObject).annotations as object),
				'deployment.kubernetes.io/revision': '4',
			},
		});
		next = withValue(next, [...podSpec, 'containers', 0, 'image'], 'registry.example/currency:7.3.0');
		const scene = sceneFrom([...objects, next], nowMs);
		expect(scene.release.revisions.map(({tag, role}) => `${tag} ${role}`)).toEqual([
			'7.3.0 canary',
			'7.2.0-broken previous',
			'7.1.0 stable',
			'7.0.0 previous',
		]);
		expect(mustPlan(scene, 'back')).toMatchObject({headline: 'BACK TO 7.1.0', direction: 'towardStable'});
	});

	test('a DaemonSet that went back is not led to the version that it left', () => {
		const scene = changedAt(
			'daemonset/02-second-revision',
			'ControllerRevision',
			['metadata', 'creationTimestamp'],
			'2026-11-21T07:50:00Z',
			'agent-67f9bcfd8',
		);
		expect(verbsOf(scene).back).toBe(
			`refused: no version that worked before 1.1.0 is kept: ${verb('toRevision')} chooses 1.0.0 all the same`,
		);
	});

	test('a StatefulSet that went back is not led to the version that it left', () => {
		const {objects, nowMs} = readSituation('statefulset/02-canary-on-ordinal-2');
		const left = objects.map(object => {
			if (object.kind === 'StatefulSet') {
				// The old template is back, renumbered, on every pod.
				const [old] = objects.filter(({metadata}) => (metadata as RawObject).name === 'ledger-ff98c8d6f');
				const data = old?.data as RawObject;
				const template = (data.spec as RawObject).template as RawObject;
				const status = object.status as RawObject;
				const back = withValue(object, ['spec', 'template'], template);
				return withValue(back, ['status'], {
					...status,
					updateRevision: 'ledger-ff98c8d6f',
					currentRevision: 'ledger-ff98c8d6f',
					updatedReplicas: status.replicas as number,
				});
			}
			return (object.metadata as RawObject).name === 'ledger-ff98c8d6f' ? {...object, revision: 3} : object;
		});
		const scene = sceneFrom(
			left.filter(({kind}) => kind !== 'Pod'),
			nowMs,
		);
		expect(verbsOf(scene).back).toBe(
			`refused: no version that worked before 3.0.0 is kept: ${verb('toRevision')} chooses 3.1.0 all the same`,
		);
	});
});
