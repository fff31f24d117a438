import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {entry, routed, routing, virtualService} from './argo-scene.ts';
import {changed, type Mutable} from './changed.ts';
import {carriedOut, mustPlan, operationOf, patchSteps, planOf, type Scene, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const aborted = 'argo-canary/07-aborted';
const half = 'argo-canary/06-paused-at-50-after-analysis';
const minute = 60_000;
const stableHash = '58c56f75fc';

describe('a release that was aborted, and whose route stays', () => {
	const stays = () => routed(aborted, {http: [entry(70, 30, {name: 'primary'})], laterMs: minute});

	test('is not reverted, and the way back goes by the route', () => {
		const {release} = stays();
		expect(release).toMatchObject({
			phase: {kind: 'aborted'},
			contradictions: [{text: 'Argo says aborted, 30% still on 2.9.0: the route sends it there'}],
			back: {
				text: '2.8.1 by the weights of its routes (aborted, 30% still on 2.9.0)',
				means: 'the weights of its routes',
			},
		});
		expect(release.next.text).not.toMatch(/traffic goes back/);
	});

	test('goes back by all weight of the route on stable, and that is the proof', () => {
		const scene = stays();
		const plan = mustPlan(scene, 'back');
		expect(plan).toMatchObject({
			direction: 'towardStable',
			effects: ['30% on 2.9.0 → 0%, all traffic to 2.8.1', 'the pods of 2.9.0 are left to Argo'],
		});
		expect(plan.steps.map(step => 'ref' in step && step.ref.kindId)).toEqual(['virtualservices.networking.istio.io']);
		const after = carriedOut(scene);
		expect(after.release.split.configuredPercent).toBe(0);
		expect(after.release.back.text).toBe('already back on 2.8.1: the release was aborted');
		const effect = operationOf(scene, 'back').effect;
		expect(effect(plan, scene.release, after.release)).toEqual({kind: 'effective', evidence: 'aborted, 0% configured'});
		expect(effect(plan, scene.release, scene.release)).toMatchObject({kind: 'notReverted'});
	});

	test('goes back by every object that leads to the canary, and by no other', () => {
		const scene = routed(aborted, {
			rollout: routing({istio: {virtualServices: [{name: 'checkout'}, {name: 'public.edge'}, {name: 'inner'}]}}),
			http: [entry(70, 30, {name: 'primary'}), entry(1, 1, {name: 'b2b'})],
			more: [
				virtualService('public', {tcp: [entry(null, 5)]}, 'edge'),
				virtualService('inner', {http: [entry(100, 0)]}),
			],
			laterMs: minute,
		});
		const plan = mustPlan(scene, 'back');
		expect(patchSteps(plan).map(({ref}) => `${ref.namespace}/${ref.name}`)).toEqual(['shop/checkout', 'edge/public']);
		expect(carriedOut(scene).release.split.configuredPercent).toBe(0);
	});

	test('keeps the sum of weights in routes of other kinds', () => {
		const scene = routed(aborted, {
			rollout: routing({plugins: {'argoproj-labs/gatewayAPI': {httpRoute: 'web'}}}),
			more: [
				{
					apiVersion: 'gateway.networking.k8s.io/v1',
					kind: 'HTTPRoute',
					metadata: {name: 'web', namespace: 'shop', uid: 'web'},
					spec: {
						rules: [
							{
								backendRefs: [
									{name: 'checkout-stable', weight: 7},
									{name: 'checkout-canary', weight: 3},
								],
							},
						],
					},
				},
			],
			laterMs: minute,
		});
		const [step] = patchSteps(mustPlan(scene, 'back'));
		expect(step?.patch.filter(({op}) => op === 'add')).toEqual([
			{op: 'add', path: '/spec/rules/0/backendRefs/0/weight', value: 10},
			{op: 'add', path: '/spec/rules/0/backendRefs/1/weight', value: 0},
		]);
	});

	test('is given a moment, in which back says what it waits for', () => {
		const scene = routed(aborted, {
			http: [entry(70, 30, {name: 'primary'})],
			rollout: ({status}) => Object.assign(status, {abortedAt: '2026-11-21T07:12:41Z'}),
			laterMs: 0,
		});
		expect(scene.release.contradictions).toEqual([]);
		expect(planOf(scene, 'back')).toMatchObject({
			error: {reason: 'on its way back to 2.8.1: Argo has just taken the abort up'},
		});
	});

	test('goes back by the route as well where Argo does not answer', () => {
		const scene = routed(half, {
			rollout: ({status}) => Object.assign(status, {abort: true}),
			laterMs: minute,
		});
		expect(scene.release.phase.kind).toBe('silent');
		expect(scene.release.back.text).toBe(
			'2.8.1 by the weights of its routes (the abort was asked, and Argo does not answer)',
		);
	});

	test('is not back in a basic canary while its pods stay ready', () => {
		const name = 'argo-basic-canary/03-aborted-while-manually-paused';
		const at = (laterMs: number) =>
			changed(name, ({spec}) => Object.assign(spec, {paused: false}), [], laterMs).release;
		expect(at(0).back.text).toMatch(/^on its way back to \S+: its pods give way to stable's: 4 of 4 are ready$/);
		expect(at(minute).contradictions.map(({text}) => text)).toEqual([
			expect.stringMatching(/^Argo says aborted, 20% still on \S+: its pods stay, 1 of them ready$/),
		]);
		expect(at(minute).back.means).toBe('undo to the stable template');
	});

	test('is judged by the active Service in a blue/green, whatever the status says of it', () => {
		const {objects, nowMs} = readSituation('argo-bluegreen/02-preview-waits-for-promotion');
		const rollout = structuredClone(rawOf(objects, 'Rollout')) as unknown as Mutable;
		const current = String(rollout.status.currentPodHash);
		Object.assign(rollout.status, {
			abort: true,
			abortedAt: rawText(nowMs),
			phase: 'Degraded',
			message: 'RolloutAborted',
		});
		const active = String(rollout.spec.strategy.blueGreen?.activeService);
		const service = structuredClone(rawOf(objects, 'Service', active)) as unknown as Mutable;
		service.spec.selector = {...(service.spec.selector as RawObject), 'rollouts-pod-template-hash': current};
		const all = [rollout, service].reduce((list, object) => withObject(list, object as unknown as RawObject), objects);
		const {release} = sceneFrom(all, nowMs + minute);
		expect(release.back.means).toBe('undo to the stable template');
		expect(release.contradictions.map(({text}) => text)).toEqual([
			expect.stringMatching(/^Argo says aborted, 100% still on .* selects it$/),
		]);
	});
});

describe('an abort that leaves stable short of pods (dynamicStableScale)', () => {
	/** The recorded release at 50 %, aborted; `desired` is what stable's ReplicaSet wants, of four. */
	function short(desired: number, ready: number, laterMs: number): Scene {
		return routed(half, {
			rollout: rollout => {
				rollout.spec.strategy.canary = {...rollout.spec.strategy.canary, dynamicStableScale: true};
				Object.assign(rollout.status, {
					abort: true,
					abortedAt: '2026-11-21T07:12:29Z',
					phase: 'Degraded',
					message: 'RolloutAborted: Rollout aborted update to revision 2',
				});
			},
			objects: {
				[`checkout-${stableHash}`]: set => {
					set.spec.replicas = desired as never;
					Object.assign(set.status, {replicas: desired, readyReplicas: ready, availableReplicas: ready});
				},
			},
			laterMs,
		});
	}

	test('lets traffic follow while a pod of stable is on its way', () => {
		const {release} = short(4, 3, 5_000);
		expect(release.contradictions).toEqual([]);
		expect(release.next).toMatchObject({
			kind: 'event',
			text: "traffic follows as stable's pods start: 3 of 4 are ready",
		});
		expect(release.back.text).toBe(
			"on its way back to 2.8.1: traffic follows as stable's pods start: 3 of 4 are ready",
		);
	});

	test.each<[string, number, number, number]>([
		['its ReplicaSet wants no more than it has', 3, 3, 10_000],
		['none came for some seconds', 4, 3, minute],
	])(`moves nothing where %s: ${verb('back')} goes by the template`, (_what, desired, ready, laterMs) => {
		const scene = short(desired, ready, laterMs);
		expect(scene.release.contradictions.map(({text}) => text)).toEqual([
			'Argo says aborted, 50% still on 2.9.0: the route sends it there',
		]);
		expect(scene.release.next.text).not.toMatch(/as stable's pods start/);
		const plan = mustPlan(scene, 'back');
		expect(plan.means).toBe('undo to the stable template');
		expect(plan.steps.map(step => 'ref' in step && step.ref.kindId)).toEqual(['rollouts.argoproj.io']);
	});

	test('still moves when a pod has just come', () => {
		const {release} = routed(half, {
			rollout: rollout => {
				rollout.spec.strategy.canary = {...rollout.spec.strategy.canary, dynamicStableScale: true};
				Object.assign(rollout.status, {abort: true, abortedAt: '2026-11-21T07:11:05Z', phase: 'Degraded'});
			},
			objects: {
				[`checkout-${stableHash}`]: set => {
					set.metadata.managedFields = [{time: '2026-11-21T07:12:50Z', subresource: 'status'}];
					Object.assign(set.status, {readyReplicas: 3, availableReplicas: 3});
				},
			},
			laterMs: 30_000,
		});
		expect(release.contradictions).toEqual([]);
	});
});

function rawText(atMs: number): string {
	return new Date(atMs).toISOString();
}
