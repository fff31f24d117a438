import {describe, expect, it} from 'vitest';
import type {KubeObject} from '../../../source/demo/contract.ts';
import type {Pod, Service} from '../../../source/demo/controllers/kube-types.ts';
import type {AnalysisRun, RolloutStatus} from '../../../source/demo/controllers/rollout/rollout-types.ts';
import {analysisTemplate, asCreated, createLab, type Lab} from './lab.ts';
import {situation} from './recorded.ts';
import {eventTexts, visible} from './visible.ts';

const recorded = (name: string) => situation(`argo-bluegreen/${name}`);
const find = (name: string, kind: string) =>
	recorded(name).objects.find(object => object.kind === kind) ?? expect.fail(`${name} has no ${kind}`);
const template = analysisTemplate('slow', find('04-post-promotion-analysis', 'AnalysisRun') as AnalysisRun);

function expectAs(lab: Lab, name: string): void {
	const {objects} = recorded(name);
	expect(visible(lab.objects())).toEqual(visible(objects));
	expect(eventTexts(lab.objects())).toEqual(expect.arrayContaining([...eventTexts(objects)]));
}

function startAt(name: string): Lab {
	const {objects, recordedAtMs} = recorded(name);
	return createLab([...objects, template], {startMs: recordedAtMs});
}

function makeUnready(lab: Lab, image: string): void {
	const pods = (lab.store.list('pods') as readonly Pod[]).filter(pod => pod.spec.containers[0]?.image.endsWith(image));
	expect(pods).toHaveLength(2);
	for (const pod of pods) {
		const conditions = pod.status?.conditions?.map(condition => ({...condition, status: 'False' as const}));
		const object: KubeObject = {...pod, status: {...pod.status, conditions}};
		lab.store.replace('pods', object, {manager: 'kubectl-patch', subresource: 'status'});
	}
}

function statusOf(lab: Lab): RolloutStatus {
	return lab.get('Rollout', 'frontend').status as RolloutStatus;
}

describe('a blue/green rollout ends up as the real controller left it', () => {
	it('when it is first deployed', () => {
		const {objects, recordedAtMs} = recorded('01-healthy');
		const lab = createLab([...asCreated(objects), template], {startMs: recordedAtMs});
		lab.clock.advanceBy(10_000);
		expectAs(lab, '01-healthy');
	});

	it('when a new image comes: the preview waits for a person', () => {
		const lab = startAt('01-healthy');
		lab.writeSpec(find('02-preview-waits-for-promotion', 'Rollout'));
		lab.clock.advanceBy(8_000);
		expectAs(lab, '02-preview-waits-for-promotion');
	});

	it('when it is promoted: cut over, the old pods wait', () => {
		const lab = startAt('02-preview-waits-for-promotion');
		lab.promote('frontend');
		lab.clock.advanceBy(4_400);
		expectAs(lab, '03-cut-over-old-still-running');
	});

	it('when the next one is promoted: the post-promotion analysis runs', () => {
		const lab = startAt('03-cut-over-old-still-running');
		lab.clock.advanceBy(30_000);
		lab.writeSpec(find('04-post-promotion-analysis', 'Rollout'));
		lab.advanceUntil(() => statusOf(lab).pauseConditions !== undefined);
		lab.clock.advanceBy(5_000);
		lab.promote('frontend');
		lab.clock.advanceBy(7_000);
		expectAs(lab, '04-post-promotion-analysis');
	});

	it('when it is aborted with unready pods: it says aborted and the traffic stays', () => {
		const lab = startAt('04-post-promotion-analysis');
		makeUnready(lab, ':1.2.0');
		lab.clock.advanceTo(Date.parse('2026-11-21T07:28:35Z'));
		lab.patchStatus('frontend', {abort: true});
		lab.clock.advanceBy(9_000);
		expectAs(lab, '05-aborted-after-cutover-unready');
		lab.clock.advanceBy(600_000);
		const {stableRS, currentPodHash} = statusOf(lab);
		const selected = (lab.get('Service', 'frontend') as Service).spec.selector?.['rollouts-pod-template-hash'];
		expect(selected).toBe(currentPodHash);
		expect(selected).not.toBe(stableRS);
	});

	it('when the stable template is restored: the traffic goes back', () => {
		const lab = startAt('05-aborted-after-cutover-unready');
		const {template: stable} = find('03-cut-over-old-still-running', 'Rollout').spec as {template: object};
		lab.patchSpec('Rollout', 'frontend', {template: stable});
		lab.clock.advanceBy(5_000);
		const {stableRS, phase} = statusOf(lab);
		const {selector} = (lab.get('Service', 'frontend') as Service).spec;
		expect(phase).toBe('Healthy');
		expect(selector?.['rollouts-pod-template-hash']).toBe(stableRS);
	});
});
