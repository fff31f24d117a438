import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Change, changed} from './changed.ts';
import {mustPlan, patchSteps, planOf, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

const paused = 'argo-canary/02-paused-at-step-1';

// The dialog itself says what an owner does to the fields that a plan writes: test/ownership.
describe('the plan to go back', () => {
	test('with Argo CD warns that the next commit starts an aborted release again, but not after an undo', () => {
		const argoCd: Change = ({metadata}) => {
			metadata.annotations = {'argocd.argoproj.io/tracking-id': 'shop:argoproj.io/Rollout:shop/checkout'};
		};
		expect(mustPlan(changed(paused, argoCd), 'back').caveats).toEqual([
			'Git still has 2.9.0: the next commit starts it again',
		]);
		expect(mustPlan(changed('argo-bluegreen/04-post-promotion-analysis', argoCd), 'back').caveats).toEqual([]);
	});

	test('with Flux warns that the next commit starts an aborted release again', () => {
		const flux: Change = ({metadata}) => {
			metadata.labels = {'kustomize.toolkit.fluxcd.io/name': 'shop'};
		};
		expect(mustPlan(changed(paused, flux), 'back').caveats[0]).toBe(
			'Git still has 2.9.0: the next commit starts it again',
		);
	});
});

describe('the template of another object', () => {
	const referring: Change = ({spec}) => {
		delete spec.template;
		spec.workloadRef = {apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend'};
	};
	const deployment = {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'frontend', namespace: 'shop', uid: 'deployment-uid'},
		spec: {
			template: {
				metadata: {labels: {app: 'frontend'}},
				spec: {containers: [{name: 'frontend', image: 'frontend:1.2.0'}]},
			},
		},
	};

	test('is put back in that object', () => {
		const scene = changed('argo-bluegreen/04-post-promotion-analysis', referring, [deployment]);
		const [step] = patchSteps(mustPlan(scene, 'back'));
		expect(step?.ref).toEqual({kindId: 'deployments.apps', namespace: 'shop', name: 'frontend'});
		expect(step?.patch[0]).toEqual({op: 'test', path: '/metadata/uid', value: 'deployment-uid'});
	});

	test('is refused where it is of a kind that perch does not write', () => {
		const scene = changed('argo-bluegreen/04-post-promotion-analysis', rollout => {
			referring(rollout);
			rollout.spec.workloadRef = {apiVersion: 'v1', kind: 'PodTemplate', name: 'frontend'};
		});
		expect(planOf(scene, 'back')).toMatchObject({
			ok: false,
			error: {reason: 'its template is in PodTemplate/frontend: perch does not write that kind'},
		});
	});

	test('is written back without what the controller injected into the pods', () => {
		const {objects, nowMs} = readSituation('argo-bluegreen/05-aborted-after-cutover-unready');
		const stable = structuredClone(rawOf(objects, 'ReplicaSet', 'frontend-88c66678d')) as unknown as {
			metadata: {annotations: Record<string, string>};
			spec: {template: {metadata: {labels: Record<string, string>}}};
		};
		stable.metadata.annotations['rollout.argoproj.io/ephemeral-metadata'] = '{"labels":{"role":"stable"}}';
		stable.spec.template.metadata.labels.role = 'stable';
		const scene = sceneFrom(withObject(objects, stable as unknown as RawObject), nowMs);
		expect(patchSteps(mustPlan(scene, 'back'))[0]?.patch.at(-1)).toMatchObject({
			value: {metadata: {labels: {app: 'frontend'}}},
		});
		const written = patchSteps(mustPlan(scene, 'back'))[0]?.patch.at(-1);
		expect(JSON.stringify(written)).not.toContain('"role"');
	});
});

test('an autoscaler limits the pods that stable may get', () => {
	const scaler = {
		kind: 'HorizontalPodAutoscaler',
		metadata: {name: 'checkout', namespace: 'shop', uid: 'h'},
		spec: {
			scaleTargetRef: {apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'checkout'},
			minReplicas: 2,
			maxReplicas: 12,
		},
	};
	const scene = changed(paused, () => {}, [scaler]);
	expect(scene.release.back.hpaMaximum).toBe(12);
});
