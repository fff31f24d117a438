import {describe, expect, it} from 'vitest';
import type {Pod, ReplicaSet, Service, VirtualService} from '../../../source/demo/controllers/kube-types.ts';
import type {AnalysisRun, Rollout} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {analysisTemplate, createLab, type Lab} from './lab.ts';
import {situation} from './recorded.ts';
import {tagOf} from './visible.ts';

const analysed = situation('argo-canary/06-paused-at-50-after-analysis');
const template = analysisTemplate(
	'success-rate',
	(analysed.objects.find(({kind}) => kind === 'AnalysisRun') ?? expect.fail('no run')) as AnalysisRun,
);

function startAt(name: string): Lab {
	const {objects, recordedAtMs} = situation(name);
	return createLab([...objects, template], {startMs: recordedAtMs});
}

function rolloutOf(lab: Lab, name = 'checkout'): Rollout {
	return lab.get('Rollout', name) as Rollout;
}

function weightsOf(lab: Lab): readonly (number | undefined)[] {
	const {spec} = lab.get('VirtualService', 'checkout') as VirtualService;
	return spec.http[0]?.route.map(({weight}) => weight) ?? [];
}

function revisionsOf(lab: Lab): Readonly<Record<string, string>> {
	const replicaSets = lab.store.list('replicasets.apps') as readonly ReplicaSet[];
	return Object.fromEntries(
		replicaSets.map(replicaSet => [
			tagOf(replicaSet),
			replicaSet.metadata.annotations?.['rollout.argoproj.io/revision'] ?? '',
		]),
	);
}

function stableTag(lab: Lab, name = 'checkout'): string {
	const replicaSet = (lab.store.list('replicasets.apps') as readonly ReplicaSet[]).find(
		({metadata}) => metadata.labels?.['rollouts-pod-template-hash'] === rolloutOf(lab, name).status?.stableRS,
	);
	return replicaSet === undefined ? '' : tagOf(replicaSet);
}

describe('Argo Rollouts, for a canary,', () => {
	it('promotes fully without the analysis, once all pods are available', () => {
		const lab = startAt('argo-canary/02-paused-at-step-1');
		lab.patchStatus('checkout', {promoteFull: true});
		lab.clock.advanceBy(1_000);
		expect(weightsOf(lab)).toEqual([95, 5]);
		lab.clock.advanceBy(5_000);
		expect(stableTag(lab)).toBe('2.9.0');
		expect(weightsOf(lab)).toEqual([100, 0]);
		expect(lab.store.list('analysisruns.argoproj.io')).toEqual([]);
		expect(rolloutOf(lab).status?.promoteFull).toBeUndefined();
		expect(rolloutOf(lab).status?.phase).toBe('Healthy');
	});

	it('takes back an abort on promote full', () => {
		const lab = startAt('argo-canary/07-aborted');
		lab.patchStatus('checkout', {promoteFull: true});
		lab.clock.advanceBy(5_000);
		expect(rolloutOf(lab).status?.abort).toBeUndefined();
		expect(stableTag(lab)).toBe('2.9.0');
	});

	it('skips a step on a promote that comes too late', () => {
		const lab = startAt('argo-canary/05-step-analysis-running');
		lab.patchStatus('checkout', {currentStepIndex: 5});
		lab.clock.advanceBy(4_000);
		expect(rolloutOf(lab).status?.currentStepIndex).toBe(6);
		const [run] = lab.store.list('analysisruns.argoproj.io') as readonly AnalysisRun[];
		expect(run?.spec.terminate).toBe(true);
		expect(run?.status?.message).toBe('Run Terminated');
	});

	it('uses the ReplicaSet of an older template again, under a new number', () => {
		const lab = startAt('argo-canary/12-paused-third-revision');
		const recorded = analysed.objects.find(({kind}) => kind === 'Rollout') ?? expect.fail('no Rollout');
		const {template: old} = recorded.spec as {template: object};
		lab.patchSpec('Rollout', 'checkout', {template: old});
		lab.clock.advanceBy(5_000);
		expect(revisionsOf(lab)).toEqual({'2.8.1': '3', '2.9.0': '6', '2.9.1-broken': '4', '2.9.2': '5'});
		expect(rolloutOf(lab).status?.currentStepIndex).toBe(1);
		expect(weightsOf(lab)).toEqual([95, 5]);
	});

	it('goes back to the first step when the steps are edited', () => {
		const lab = startAt('argo-canary/06-paused-at-50-after-analysis');
		const {strategy} = rolloutOf(lab).spec;
		const steps = [{setWeight: 10}, {pause: {}}];
		lab.patchSpec('Rollout', 'checkout', {strategy: {canary: {...strategy.canary, steps}}});
		lab.clock.advanceBy(5_000);
		expect(rolloutOf(lab).status?.currentStepIndex).toBe(1);
		expect(rolloutOf(lab).status?.message).toBe('CanaryPauseStep');
		expect(weightsOf(lab)).toEqual([90, 10]);
	});

	it('replaces every pod on a restart, one at a time', () => {
		const lab = startAt('argo-canary/01-healthy');
		const before = lab.store.list('pods').map(({metadata}) => metadata.uid);
		let fewest = before.length;
		lab.store.subscribe(() => {
			const ready = (lab.store.list('pods') as readonly Pod[]).filter(
				pod =>
					pod.metadata.deletionTimestamp === undefined &&
					pod.status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True'),
			);
			fewest = Math.min(fewest, ready.length);
		});
		lab.clock.advanceBy(2_000);
		const restartAt = new Date(lab.clock.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z');
		lab.patchSpec('Rollout', 'checkout', {restartAt});
		lab.clock.advanceBy(30);
		expect(rolloutOf(lab).status?.message).toBe('rollout is restarting');
		lab.clock.advanceBy(30_000);
		expect(rolloutOf(lab).status?.restartedAt).toBe(restartAt);
		expect(rolloutOf(lab).status?.phase).toBe('Healthy');
		const after = lab.store.list('pods').map(({metadata}) => metadata.uid);
		expect(after).toHaveLength(before.length);
		expect(after.filter(uid => before.includes(uid))).toEqual([]);
		expect(fewest).toBe(before.length - 1);
	});

	it('catches up, when it comes back, on what was written while it was off', () => {
		const lab = startAt('argo-canary/02-paused-at-step-1');
		const controller = lab.controllers.find(({name}) => name === 'rollouts') ?? expect.fail('no controller');
		controller.stop();
		lab.patchStatus('checkout', {abort: true});
		lab.clock.advanceBy(60_000);
		expect(weightsOf(lab)).toEqual([95, 5]);
		controller.start();
		lab.clock.advanceBy(1_000);
		expect(weightsOf(lab)).toEqual([100, 0]);
	});
});

describe('Argo Rollouts, for a blue/green,', () => {
	it('leaves the traffic and removes the preview on an abort before the cutover', () => {
		const lab = startAt('argo-bluegreen/02-preview-waits-for-promotion');
		lab.patchStatus('frontend', {abort: true});
		lab.clock.advanceBy(35_000);
		expect(rolloutOf(lab, 'frontend').status?.phase).toBe('Degraded');
		expect(rolloutOf(lab, 'frontend').status?.updatedReplicas).toBeUndefined();
		expect(activeHash(lab)).toBe(rolloutOf(lab, 'frontend').status?.stableRS);
	});

	it('sends the traffic back on an abort after the cutover while all pods are well', () => {
		const lab = startAt('argo-bluegreen/04-post-promotion-analysis');
		lab.patchStatus('frontend', {abort: true});
		lab.clock.advanceBy(5_000);
		expect(activeHash(lab)).toBe(rolloutOf(lab, 'frontend').status?.stableRS);
		expect(stableTag(lab, 'frontend')).toBe('1.1.0');
	});

	it('cuts over without the pause and the analysis on promote full', () => {
		const lab = startAt('argo-bluegreen/02-preview-waits-for-promotion');
		lab.patchStatus('frontend', {promoteFull: true});
		lab.clock.advanceBy(5_000);
		expect(stableTag(lab, 'frontend')).toBe('1.1.0');
		expect(activeHash(lab)).toBe(rolloutOf(lab, 'frontend').status?.stableRS);
		expect(rolloutOf(lab, 'frontend').status?.phase).toBe('Healthy');
	});
});

function activeHash(lab: Lab): string | undefined {
	return (lab.get('Service', 'frontend') as Service).spec.selector?.['rollouts-pod-template-hash'];
}
