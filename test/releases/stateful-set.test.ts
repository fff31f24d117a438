import {describe, expect, test} from 'vitest';
import {verb} from '../../source/domain/release/verb.ts';
import {mustPlan, operationOf, patched, patchSteps, revisionByTag, sceneOf, verbsOf} from './operator.ts';
import {rawOf} from './situation.ts';
import {changedSet, imageBack, old, pod, threePods, young} from './stateful-set-scenes.ts';

const uid = '020ef489-8990-4ca1-8afe-529c8670bb94';

describe('a StatefulSet with a partition', () => {
	test('of one version says to which pods the next one will come', () => {
		const scene = sceneOf('statefulset/01-partitioned');
		expect(scene.release).toMatchObject({
			strategy: 'canary',
			phase: {kind: 'stable'},
			canary: null,
			steps: [],
			next: {text: 'nothing: no update is under way; a new version comes to ledger-2 only: partition 2'},
			back: {text: 'no earlier version is kept'},
			why: null,
			contradictions: [],
		});
		expect(verbsOf(scene)).toEqual({
			promote: 'refused: no update is under way',
			promoteFull: 'refused: no update is under way',
			setWeight: 'asks: Which partition? It is 2 now, of 3 pods.',
			hold: 'refused: no update is under way',
			back: 'refused: no earlier version is kept',
			restart: "RESTART ledger (the template's restartedAt annotation)",
			setImage: 'asks: Which image for ledger? It has registry.example/ledger:3.0.0.',
		});
		expect(mustPlan(scene, 'setWeight', ['0']).effects).toEqual(['the next version comes to ledger-0 to ledger-2']);
		expect(mustPlan(scene, 'setWeight', ['3'])).toMatchObject({
			direction: 'towardStable',
			effects: ['the next version gets no pod'],
		});
		expect(mustPlan(scene, 'restart').effects).toEqual([
			'the same version anew: only pods from ledger-2 on are replaced: partition 2',
		]);
	});

	test('waits for a person with the new version on the highest pod', () => {
		const scene = sceneOf('statefulset/02-canary-on-ordinal-2');
		const {release} = scene;
		expect(release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			split: {desiredPercent: 33.3, configuredPercent: 33.3, configuredBy: 'pods'},
			stepIndex: 1,
			next: {kind: 'nothing', text: 'nothing by itself: ledger-0 to ledger-1 stay on 3.0.0'},
			back: {text: '3.0.0 by undo', stableReady: 2, stableDesired: 3},
			why: {text: 'partition 2: pods below it keep 3.0.0'},
			changed: ['image 3.0.0 → 3.1.0'],
			contradictions: [],
		});
		expect(release.steps.map(({label, state, weightPercent}) => `${label} ${state} ${weightPercent}`)).toEqual([
			'ledger-2 done 33.3',
			'ledger-1 ahead 66.7',
			'ledger-0 ahead 100',
		]);
		expect(
			release.revisions.map(({tag, number, role, pods}) => `${tag} r${number} ${role} ${pods.ready}/${pods.desired}`),
		).toEqual(['3.1.0 r2 canary 1/1', '3.0.0 r1 stable 2/2']);
		expect(verbsOf(scene)).toEqual({
			promote: 'PROMOTE 3.1.0 BY ONE POD (partition 2 → 1)',
			promoteFull: 'PROMOTE 3.1.0 TO EVERY POD (partition 2 → 0)',
			setWeight: 'asks: Which partition? It is 2 now, of 3 pods.',
			hold: 'refused: nothing more is replaced: partition 2 holds it already',
			back: 'BACK TO 3.0.0 (undo)',
			restart: "RESTART ledger (the template's restartedAt annotation)",
			setImage: 'asks: Which image for ledger? It has registry.example/ledger:3.1.0.',
		});
	});

	test('is promoted by one pod, and only from the partition that was seen', () => {
		const scene = sceneOf('statefulset/02-canary-on-ordinal-2');
		const plan = mustPlan(scene, 'promote');
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			undoDirection: 'towardStable',
			effects: ['33.3% → 66.7% of the pods on 3.1.0', 'ledger-1: 3.0.0 → 3.1.0'],
		});
		const [step] = patchSteps(plan);
		const path = '/spec/updateStrategy/rollingUpdate/partition';
		expect(step?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: uid},
			{op: 'test', path: '/status/currentRevision', value: old},
			{op: 'test', path: '/status/updateRevision', value: young},
			{op: 'test', path: '/spec/replicas', value: 3},
			{op: 'test', path, value: 2},
			{op: 'add', path, value: 1},
		]);
		// Two operators at once: the second finds the partition moved, and no pod is skipped.
		const once = patched(rawOf(scene.objects, 'StatefulSet'), step?.patch ?? []);
		expect(once).not.toBeNull();
		expect(once && patched(once, step?.patch ?? [])).toBeNull();
	});

	test('offers partitions by pods and share, and refuses a figure that is none', () => {
		const scene = sceneOf('statefulset/02-canary-on-ordinal-2');
		const question = operationOf(scene, 'setWeight').ask?.(scene.release, []);
		expect(question?.options.map(({text}) => text)).toEqual([
			'3: no further pod gets 3.1.0',
			'1: ledger-1 to ledger-2 may have 3.1.0, 66.7%',
			'0: ledger-0 to ledger-2 may have 3.1.0, 100%',
		]);
		expect(question?.entry?.parse('4')).toMatchObject({
			ok: false,
			error: {reason: 'a partition is a number from 0 to 3'},
		});
		expect(question?.entry?.parse(' 1 ')).toEqual({ok: true, value: '1'});
		expect(question?.entry?.parse('2')).toMatchObject({ok: false, error: {reason: 'the partition is 2 already'}});
		expect(mustPlan(scene, 'setWeight', ['3'])).toMatchObject({
			direction: 'towardStable',
			effects: ['no further pod is replaced; those with 3.1.0 keep it'],
			caveats: [`it takes no pod back: ${verb('back')} does`],
		});
		const further = changedSet(
			set => Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 1}}}),
			threePods,
		);
		expect(
			operationOf(further, 'setWeight')
				.ask?.(further.release, [])
				?.options.map(({text}) => text),
		).toEqual([
			'3: no further pod gets 3.1.0',
			'2: no pod below ledger-2 gets 3.1.0; those with it keep it',
			'0: ledger-0 to ledger-2 may have 3.1.0, 100%',
		]);
	});

	test('goes back by the whole template of the stable revision, without the mark of the merge', () => {
		const scene = sceneOf('statefulset/02-canary-on-ordinal-2');
		const plan = mustPlan(scene, 'back');
		const template = rawOf(scene.objects, 'StatefulSet').spec as {template: {spec: {containers: {image: string}[]}}};
		const wanted = structuredClone(template.template);
		for (const container of wanted.spec.containers) container.image = 'registry.example/ledger:3.0.0';
		expect(plan).toMatchObject({
			direction: 'towardStable',
			means: 'undo',
			effects: ['spec: 3.1.0 → 3.0.0', '33.3% of the pods on 3.1.0 → 0%, the highest first'],
			caveats: [],
		});
		expect(plan.steps).toHaveLength(1);
		expect(patchSteps(plan)[0]?.patch).toEqual([
			{op: 'test', path: '/metadata/uid', value: uid},
			{op: 'test', path: '/status/currentRevision', value: old},
			{op: 'test', path: '/status/updateRevision', value: young},
			{op: 'test', path: '/spec/template', value: template.template},
			{op: 'replace', path: '/spec/template', value: wanted},
		]);
		expect(JSON.stringify(patchSteps(plan))).not.toContain('$patch');
		expect(mustPlan(scene, 'toRevision', [revisionByTag(scene, '3.0.0')])).toMatchObject({
			headline: 'ROLL TO 3.0.0',
			direction: 'towardCanary',
		});
	});
});

describe('the effect of a verb', () => {
	const before = sceneOf('statefulset/02-canary-on-ordinal-2');

	test('that promotes one pod is pending until the pod is ready at the new version', () => {
		const plan = mustPlan(before, 'promote');
		const {effect} = operationOf(before, 'promote');
		const moved = changedSet(
			set => Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 1}}}),
			threePods,
		);
		expect(effect(plan, before.release, moved.release)).toEqual({
			kind: 'pending',
			evidence: '1 of 2 pods are of the new version',
		});
		const there = changedSet(
			set => {
				Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 1}}});
				Object.assign(set.status, {updatedReplicas: 2, currentReplicas: 1});
			},
			objects => [pod(objects, 0, old), pod(objects, 1, young), pod(objects, 2, young)],
		);
		expect(effect(plan, before.release, there.release)).toEqual({
			kind: 'effective',
			evidence: '2 of 3 pods have it: partition 1',
		});
		const elsewhere = changedSet(
			set => Object.assign(set.spec, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 3}}}),
			threePods,
		);
		expect(effect(plan, before.release, elsewhere.release).kind).toBe('undone');
	});

	test('that promotes every pod is pending until the last one has been available for long enough', () => {
		const plan = mustPlan(before, 'promoteFull');
		const {effect} = operationOf(before, 'promoteFull');
		const everyPod = (available: number) =>
			changedSet(
				set => {
					Object.assign(set.spec, {
						minReadySeconds: 8,
						updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 0}},
					});
					Object.assign(set.status, {
						updatedReplicas: 3,
						currentReplicas: 3,
						currentRevision: young,
						availableReplicas: available,
					});
				},
				objects => [0, 1, 2].map(ordinal => pod(objects, ordinal, young)),
			).release;
		expect(effect(plan, before.release, everyPod(2))).toEqual({
			kind: 'pending',
			evidence: '2 of 3 pods have been ready for 8 s',
		});
		expect(effect(plan, before.release, everyPod(3))).toEqual({kind: 'effective', evidence: 'every pod is 3.1.0'});
	});

	test('that goes back is pending until the last pod is back', () => {
		const plan = mustPlan(before, 'back');
		const {effect} = operationOf(before, 'back');
		const undone = (updated: number) =>
			changedSet(
				set => {
					imageBack(set);
					Object.assign(set.status, {updateRevision: old, updatedReplicas: updated, currentReplicas: updated});
				},
				objects => [pod(objects, 0, old), pod(objects, 1, old), pod(objects, 2, updated === 3 ? old : young)],
			).release;
		expect(effect(plan, before.release, undone(2))).toEqual({
			kind: 'pending',
			evidence: '2 of 3 pods are back',
			isUnderWay: true,
		});
		expect(undone(2)).toMatchObject({back: {text: 'already on its way back to 3.0.0', means: null}});
		expect(effect(plan, before.release, undone(3))).toEqual({kind: 'effective', evidence: 'every pod is 3.0.0'});
	});
});
