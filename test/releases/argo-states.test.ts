import {describe, expect, test} from 'vitest';
import {whatMoved} from '../../source/engine/intents/prepare/changed-facts.ts';
import {entry, routed} from './argo-scene.ts';
import {changed, type Mutable} from './changed.ts';
import {mustPlan, operationOf, patchSteps, planOf, revisionByTag, sceneOf, verbsOf} from './operator.ts';

const paused = 'argo-canary/02-paused-at-step-1';
const minute = 60_000;

describe('a Rollout that its controller has not seen', () => {
	const scene = (laterMs: number) =>
		changed(
			'argo-canary/01-healthy',
			rollout => {
				rollout.status = {};
			},
			[],
			laterMs,
		);

	test('has no step behind it, and the version that serves is unknown', () => {
		const {release} = scene(0);
		expect(release.steps.map(({state}) => state)).toEqual(release.steps.map(() => 'ahead'));
		expect(release).toMatchObject({stable: null, canary: null, split: {configuredPercent: 'unknown'}});
		expect(release.back.text).toBe('no version was ever promoted: nothing to go back to');
	});

	test('has no step behind it either while its first version comes up', () => {
		const {release} = changed('argo-canary/01-healthy', ({status}) => {
			delete status.stableRS;
			delete status.currentStepIndex;
			Object.assign(status, {phase: 'Progressing', message: 'updated replicas are still becoming available'});
		});
		expect(release.steps.every(({state}) => state === 'ahead')).toBe(true);
	});
});

describe('a spec that Argo refuses', () => {
	const field = 'spec.strategy.canary.steps[0].setWeight';
	const invalid = (rollout: Mutable) => {
		const message = `The Rollout "checkout" is invalid: ${field}: Invalid value: 120: SetWeight needs to be between 0 and 100`;
		rollout.status.conditions = [{type: 'InvalidSpec', status: 'True', reason: 'InvalidSpec', message}];
		Object.assign(rollout.status, {phase: 'Degraded', message: `InvalidSpec: ${message}`});
	};

	test('is shown by NEXT with the field that Argo refuses', () => {
		const {release} = changed(paused, invalid);
		expect(release.next).toMatchObject({
			kind: 'nothing',
			text: `nothing moves: Argo refuses ${field} and does nothing until it is mended`,
		});
	});

	test('lets perch refuse verbs toward the canary and go back by the route, as Argo would do no abort', () => {
		const scene = changed(paused, invalid);
		expect(verbsOf(scene).promote).toBe(`refused: Argo refuses ${field} and does nothing: mend that first`);
		expect(scene.release.back.text).toBe(
			`2.8.1 by the weights of its routes (Argo refuses ${field} and does nothing until it is mended)`,
		);
		expect(patchSteps(mustPlan(scene, 'back')).map(({ref}) => ref.kindId)).toEqual([
			'virtualservices.networking.istio.io',
		]);
	});

	test('has no way back before it is mended where the pods are the weight, and back says so', () => {
		const scene = changed('argo-basic-canary/02-paused-at-20', invalid);
		expect(planOf(scene, 'back')).toMatchObject({
			error: {reason: `Argo refuses ${field} and does nothing until it is mended`},
		});
	});

	test('is named as the spec where the message names no field', () => {
		const {release} = changed(paused, ({status}) => {
			status.conditions = [{type: 'InvalidSpec', status: 'True', reason: 'InvalidSpec', message: 'cannot be read'}];
		});
		expect(release.next.text).toMatch(/^nothing moves: Argo refuses the spec and/);
	});

	test('is no longer shown as refused once it was mended', () => {
		const {release} = changed(paused, ({status}) => {
			const before = status.conditions as readonly {readonly type: string}[];
			status.conditions = [...before, {type: 'InvalidSpec', status: 'False', message: field}] as never;
		});
		expect(release.next.text).not.toMatch(/refuses/);
	});
});

describe('after a release moved,', () => {
	test('a full promotion by another client is not shown as a weight that fell to 0', () => {
		const before = sceneOf('argo-canary/06-paused-at-50-after-analysis').release;
		const {release} = changed('argo-canary/06-paused-at-50-after-analysis', ({status}) => {
			status.stableRS = status.currentPodHash as never;
			status.canary = {weights: {canary: {weight: 0}, stable: {weight: 100}}};
		});
		expect(whatMoved(before.facts, release.facts)).toMatch(/weight: 50% → all on 2\.9\.0/);
	});

	test('a new plan starts from the weight of the step, not from the route as it was watched before', () => {
		const scene = routed('argo-canary/04-timed-pause-20-percent', {http: [entry(95, 5, {name: 'primary'})]});
		expect(mustPlan(scene, 'promote').effects[0]).toMatch(/^20% → /);
		expect(mustPlan(scene, 'promoteFull').effects[0]).toMatch(/^20% → 100% on 2\.9\.0/);
	});

	test('a new plan starts from the route where that stays behind', () => {
		const scene = routed('argo-canary/04-timed-pause-20-percent', {
			http: [entry(95, 5, {name: 'primary'})],
			laterMs: minute,
		});
		expect(mustPlan(scene, 'promoteFull').effects[0]).toMatch(/^5% → 100%/);
	});

	test('a new plan names the analysis that decides before its weight', () => {
		const [first] = mustPlan(sceneOf('argo-canary/04-timed-pause-20-percent'), 'promote').effects;
		expect(first).toBe('20% → 50% on 2.9.0, once its analysis has passed');
		expect(mustPlan(sceneOf(paused), 'promote').effects[0]).toBe('5% → 20% on 2.9.0');
	});
});

describe('right after a full promotion', () => {
	const [old, fresh] = ['checkout-58c56f75fc', 'checkout-866cfb757'];
	const deadline = '2026-11-21T07:13:00Z';

	/** The recorded release at 50 %, promoted fully a moment ago: the pods of the previous stable run on for a while. */
	function promoted(change: {ready?: number; history?: boolean; created?: string; laterMs?: number} = {}) {
		return routed('argo-canary/06-paused-at-50-after-analysis', {
			http: [entry(100, 0, {name: 'primary'})],
			rollout: ({status}) => {
				delete status.pauseConditions;
				delete status.controllerPause;
				Object.assign(status, {stableRS: status.currentPodHash, phase: 'Healthy', message: '', currentStepIndex: 7});
			},
			objects: {
				[old]: set => {
					set.metadata.annotations = {...(set.metadata.annotations as object), 'scale-down-deadline': deadline};
					if (change.created) set.metadata.creationTimestamp = change.created;
					Object.assign(set.status, {readyReplicas: change.ready ?? 4, availableReplicas: change.ready ?? 4});
				},
				[fresh]: set => {
					const more = {
						...(change.history ? {'rollout.argoproj.io/revision-history': '1'} : {}),
					};
					set.metadata.annotations = {...(set.metadata.annotations as object), ...more};
				},
				...Object.fromEntries(
					['checkout-stable', 'checkout-canary'].map(name => [
						name,
						(service: Mutable) => {
							service.spec.selector = {app: 'checkout', 'rollouts-pod-template-hash': '866cfb757'};
						},
					]),
				),
			},
			laterMs: change.laterMs ?? 0,
		});
	}

	test('back goes to the version before while its pods run, by its template and past the steps', () => {
		const scene = promoted();
		expect(scene.release).toMatchObject({canary: null, contradictions: []});
		expect(scene.release.back).toMatchObject({
			text: '2.8.1 by its template, then argo promote --full (its pods run until 07:13:00)',
			to: revisionByTag(scene, '2.8.1'),
			stableReady: 4,
		});
		const plan = mustPlan(scene, 'back');
		expect(plan).toMatchObject({
			direction: 'towardStable',
			headline: 'BACK TO 2.8.1',
			to: revisionByTag(scene, '2.8.1'),
			effects: [
				'all traffic: 2.9.0 → 2.8.1',
				'it served before 2.9.0 and all its pods still run: its steps are skipped',
			],
		});
		expect(plan.steps.map(({kind}) => kind)).toEqual(['patch', 'await', 'patch']);
		expect(plan.steps[1]).toMatchObject({
			until: [{pointer: '/status/currentPodHash', op: 'equals', value: '58c56f75fc'}],
		});
		expect(patchSteps(plan)[1]?.patch).toContainEqual({
			op: 'test',
			path: '/status/currentPodHash',
			value: '58c56f75fc',
		});
		const {effect} = operationOf(scene, 'back');
		expect(effect(plan, scene.release, scene.release).kind).toBe('pending');
		expect(effect(plan, scene.release, sceneOf('argo-canary/01-healthy').release)).toEqual({
			kind: 'effective',
			evidence: '2.8.1 takes all traffic',
		});
	});

	test('toRevision says that promoting fully is the quick way', () => {
		const scene = promoted();
		expect(mustPlan(scene, 'toRevision', [revisionByTag(scene, '2.8.1')]).effects.at(-1)).toBe(
			'it comes in by the same steps, from 5% on; its pods still run: promote it fully then, and it takes all traffic',
		);
	});

	test.each<[string, Parameters<typeof promoted>[0]]>([
		['once they are gone', {laterMs: minute}],
		['where only some of them are ready', {ready: 2}],
		['where stable itself came back: what still runs is what was left', {history: true}],
		['where what still runs is newer than stable', {created: '2026-11-21T07:12:00Z'}],
	])('back is refused %s', (_when, change) => {
		expect(promoted(change).release.back).toMatchObject({to: null, means: null});
	});

	test('the pods of an aborted version that still run are no way back', () => {
		const {release} = sceneOf('argo-canary/09-undone-to-stable');
		expect(release.next.text).toBe('the pods of 2.9.0 stop');
		expect(release.back.to).toBeNull();
	});
});
