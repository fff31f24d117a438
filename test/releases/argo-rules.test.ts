import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Change, changed, type Mutable} from './changed.ts';
import {mustPlan, patchSteps, sceneFrom, verbsOf, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const paused = 'argo-canary/02-paused-at-step-1';

describe('whether the controller answers', () => {
	test('a hash in observedGeneration, as old controllers wrote it, is not compared', () => {
		const {release} = changed(paused, ({status}) => {
			status.observedGeneration = '6bd8c9f5f6';
		});
		expect(release.phase.kind).toBe('paused');
	});

	test('a spec that was changed a moment ago is progress; ten seconds later it is silence', () => {
		const ahead: Change = ({metadata}) => {
			metadata.generation = 3;
			metadata.managedFields = [{manager: 'kubectl', operation: 'Update', time: '2026-11-21T07:11:22Z'}];
		};
		expect(changed(paused, ahead).release.phase).toMatchObject({
			kind: 'progressing',
			because: 'waiting for the controller to see the new spec',
		});
		const late = changed(paused, ahead, [], 10_000).release;
		expect(late.phase).toMatchObject({
			kind: 'silent',
			because: 'the controller does not answer: generation 3 since 07:11:22, it saw 2',
		});
	});

	test('without managedFields perch claims no silence, because the time of the change is unknown', () => {
		const {release} = changed(
			paused,
			({metadata}) => {
				metadata.generation = 3;
				delete metadata.managedFields;
			},
			[],
			3_600_000,
		);
		expect(release.phase.kind).toBe('progressing');
	});

	test('a promote that was accepted and never taken up is silence', () => {
		const promoted: Change = ({status}) => {
			delete status.pauseConditions;
		};
		expect(changed(paused, promoted).release.phase.kind).toBe('progressing');
		const late = changed(paused, promoted, [], 60_000);
		expect(late.release.phase).toMatchObject({
			kind: 'silent',
			because: 'the controller does not answer: asked at 07:11:16, nothing happened',
		});
		expect(verbsOf(late).promote).toMatch(/^refused: the controller does not answer/);
		expect(verbsOf(late).back).toBe('BACK TO 2.8.1 (argo abort)');
	});

	test('an abort that was just requested has brought nothing back, and contradicts nothing yet', () => {
		const asked: Change = ({status}) => {
			status.abort = true;
		};
		const soon = changed(paused, asked);
		expect(soon.release).toMatchObject({phase: {kind: 'paused'}, contradictions: []});
		expect(verbsOf(soon).back).toBe('refused: the abort was asked: Argo has not done it yet');
		const late = changed(paused, asked, [], 60_000);
		expect(late.release).toMatchObject({phase: {kind: 'silent'}, contradictions: []});
	});

	test('an abort that was requested of a failed release is not done before Argo says so', () => {
		const {release} = changed('argo-canary/11-progress-deadline-exceeded', ({status}) => {
			status.abort = true;
		});
		expect(release.phase).toMatchObject({kind: 'degraded'});
	});
});

describe('an inconclusive analysis', () => {
	const inconclusive: Change = ({status}) => {
		status.currentStepIndex = 4;
		status.pauseConditions = [{reason: 'InconclusiveAnalysisRun', startTime: '2026-11-21T07:11:59Z'}];
		status.controllerPause = true;
		status.phase = 'Paused';
		status.message = 'InconclusiveAnalysisRun';
		status.canary = {
			...(status.canary as RawObject),
			currentStepAnalysisRunStatus: {name: 'checkout-866cfb757-2-4', status: 'Inconclusive'},
		};
	};

	test('waits for a person, and promote itself moves on to the next step', () => {
		const scene = changed(paused, inconclusive);
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'inconclusive'},
			next: {text: 'nothing by itself: the analysis was inconclusive, waiting for you'},
		});
		expect(patchSteps(mustPlan(scene, 'promote'))[0]?.patch.slice(-4)).toEqual([
			{op: 'test', path: '/status/canary/currentStepAnalysisRunStatus/status', value: 'Inconclusive'},
			{op: 'remove', path: '/status/pauseConditions'},
			{op: 'replace', path: '/status/controllerPause', value: false},
			{op: 'replace', path: '/status/currentStepIndex', value: 5},
		]);
	});
});

describe('weights', () => {
	test('are percent of the weight that means all traffic', () => {
		const {release} = changed(paused, ({spec}) => {
			spec.strategy.canary = {
				...spec.strategy.canary,
				trafficRouting: {maxTrafficWeight: 1000, nginx: {}},
				steps: [{setWeight: 50}, {pause: {}}],
			};
		});
		// The Rollout's status still says that 5 was written.
		expect(release.split).toMatchObject({desiredPercent: 5, configuredPercent: 0.5, configuredBy: 'controller'});
		expect(release.steps[0]?.label).toBe('5%');
	});

	test('are read from the subset where the route goes by subsets', () => {
		const {objects, nowMs} = readSituation(paused);
		const virtualService = rawOf(objects, 'VirtualService');
		const bySubset = {
			...virtualService,
			spec: {
				hosts: ['checkout'],
				http: [
					{
						name: 'primary',
						route: [
							{destination: {host: 'checkout', subset: 'stable'}, weight: 3},
							{destination: {host: 'checkout', subset: 'canary'}, weight: 1},
						],
					},
				],
			},
		};
		const rollout = structuredClone(rawOf(objects, 'Rollout')) as unknown as Mutable;
		rollout.spec.strategy.canary = {
			...rollout.spec.strategy.canary,
			trafficRouting: {
				istio: {
					virtualService: {name: 'checkout.shop', routes: ['primary']},
					destinationRule: {name: 'checkout', canarySubsetName: 'canary', stableSubsetName: 'stable'},
				},
			},
		};
		const all = withObject(withObject(objects, bySubset), rollout as unknown as RawObject);
		expect(sceneFrom(all, nowMs).release.split).toMatchObject({configuredPercent: 25, configuredBy: 'route'});
	});

	test('of zero for a canary with ready pods, and weights for a Service without endpoints, are contradictions', () => {
		const {objects, nowMs} = readSituation(paused);
		const starved = {
			...rawOf(objects, 'VirtualService'),
			spec: {
				hosts: ['checkout'],
				http: [
					{
						name: 'primary',
						route: [
							{destination: {host: 'checkout-canary'}, weight: 0},
							{destination: {host: 'checkout-stable'}, weight: 100},
						],
					},
				],
			},
		};
		expect(sceneFrom(withObject(objects, starved), nowMs).release.contradictions).toEqual([]);
		expect(
			sceneFrom(withObject(objects, starved), nowMs + 10_000).release.contradictions.map(({text}) => text),
		).toEqual(['2.9.0 has 1 ready pod and 0% of the traffic, 5% is meant']);
		const empty = {...rawOf(objects, 'EndpointSlice', 'checkout-canary-zdr7c'), endpoints: []};
		expect(sceneFrom(withObject(objects, empty), nowMs).release.contradictions.map(({text}) => text)).toEqual([
			'the route sends 5% to checkout-canary, which has no ready endpoint',
		]);
	});
});

test('a blue/green whose spec is stable again while the active service has not followed says which version serves', () => {
	const {release} = changed('argo-bluegreen/05-aborted-after-cutover-unready', ({status}) => {
		status.currentPodHash = '88c66678d';
		status.phase = 'Progressing';
		status.message = 'active service cutover pending';
		status.abort = false;
	});
	expect(release).toMatchObject({
		phase: {kind: 'progressing', because: 'active service cutover pending'},
		canary: null,
		split: {desiredPercent: 0, configuredPercent: 100},
		back: {means: null, text: 'on its way back to 1.1.0: the active service still selects 1.2.0'},
	});
});
