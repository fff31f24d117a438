import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {type Change, changed} from './changed.ts';
import {mustPlan, planOf, sceneOf, verbsOf} from './operator.ts';

const healthy = 'argo-canary/01-healthy';

/** A second container beside the recorded one. */
const withProxy: Change = ({spec}) => {
	const template = spec.template as {spec: {containers: RawObject[]}};
	template.spec.containers.push({name: 'proxy', image: 'registry.example:5000/proxy:1.4@sha256:0a1b'});
};

function questionOf(scene: ReturnType<typeof sceneOf>, answers: readonly string[]) {
	return scene.backend.operations.setImage?.ask?.(scene.release, answers) ?? null;
}

describe('another image', () => {
	test('is typed where there is one container', () => {
		const question = questionOf(sceneOf(healthy), []);
		expect(question?.title).toBe('Which image for checkout? It has registry.example/checkout:2.8.1.');
		expect(question?.entry?.parse('registry.example/checkout:2.9.0')).toEqual({
			ok: true,
			value: 'registry.example/checkout:2.9.0',
		});
		expect(question?.entry?.parse(' :2.9.0 ')).toEqual({ok: true, value: 'registry.example/checkout:2.9.0'});
	});

	test.each([
		[':2.8.1', 'checkout has that image already'],
		['', 'not an image: '],
		['a b', 'not an image: a b'],
		['Registry/App:1', 'not an image: Registry/App:1'],
		['app:', 'not an image: app:'],
	])('%j is refused', (text, reason) => {
		expect(questionOf(sceneOf(healthy), [])?.entry?.parse(text)).toMatchObject({ok: false, error: {reason}});
	});

	test('is asked for a container where there are several; a tag keeps the repository and drops the digest', () => {
		const scene = changed(healthy, withProxy);
		expect(questionOf(scene, [])?.options.map(({value, text}) => `${value}: ${text}`)).toEqual([
			'checkout: checkout registry.example/checkout:2.8.1',
			'proxy: proxy registry.example:5000/proxy:1.4@sha256:0a1b',
		]);
		expect(questionOf(scene, ['proxy'])?.entry?.parse(':1.5')).toEqual({
			ok: true,
			value: 'registry.example:5000/proxy:1.5',
		});
		const [step] = mustPlan(scene, 'setImage', ['proxy', 'registry.example:5000/proxy:1.5']).steps;
		expect(step).toMatchObject({
			patch: expect.arrayContaining([{op: 'test', path: '/spec/template/spec/containers/1/name', value: 'proxy'}]),
		});
	});

	test('is set with tests of the container, its image and the release that was seen', () => {
		const plan = mustPlan(sceneOf(healthy), 'setImage', ['registry.example/checkout:2.9.0']);
		expect(plan).toMatchObject({
			direction: 'towardCanary',
			headline: 'SET IMAGE registry.example/checkout:2.9.0',
			means: 'argo set image',
			effects: [
				'checkout: registry.example/checkout:2.8.1 → registry.example/checkout:2.9.0',
				'it comes in by the steps, from 5% on',
			],
			caveats: [],
		});
		const uid = {op: 'test', path: '/metadata/uid', value: 'c3ffd05b-0899-41be-a739-f50d584d1b11'};
		const name = {op: 'test', path: '/spec/template/spec/containers/0/name', value: 'checkout'};
		const path = '/spec/template/spec/containers/0/image';
		expect(plan.steps).toEqual([
			{
				kind: 'patch',
				ref: {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'},
				subresource: null,
				patch: [
					uid,
					name,
					{op: 'test', path: '/status/currentPodHash', value: '58c56f75fc'},
					{op: 'test', path: '/status/stableRS', value: '58c56f75fc'},
					{op: 'test', path, value: 'registry.example/checkout:2.8.1'},
					{op: 'replace', path, value: 'registry.example/checkout:2.9.0'},
				],
				after: [{pointer: path, op: 'equals', value: 'registry.example/checkout:2.9.0'}],
				inverse: [
					uid,
					name,
					{op: 'test', path, value: 'registry.example/checkout:2.9.0'},
					{op: 'replace', path, value: 'registry.example/checkout:2.8.1'},
				],
			},
		]);
	});

	test('in the middle of a release ends that one, and says so', () => {
		const plan = mustPlan(sceneOf('argo-canary/03-manually-paused'), 'setImage', ['registry.example/checkout:3.0.0']);
		expect(plan.caveats).toEqual([
			'the release of 2.9.0 ends where it is: it was not promoted',
			`it is held by hand: nothing moves until ${verb('resume')} resumes`,
		]);
	});

	test('is effective once the controller starts it', () => {
		const scene = sceneOf(healthy);
		const plan = mustPlan(scene, 'setImage', ['registry.example/checkout:2.9.0']);
		const effect = scene.backend.operations.setImage?.effect;
		expect(effect?.(plan, scene.release, scene.release)).toMatchObject({kind: 'pending'});
		const other = {
			...scene.release,
			containers: [{name: ident('checkout'), image: ident('registry.example/checkout:1')}],
		};
		expect(effect?.(plan, scene.release, other)).toMatchObject({kind: 'undone'});
		const now = sceneOf('argo-canary/02-paused-at-step-1').release;
		expect(effect?.(plan, scene.release, now)).toMatchObject({
			kind: 'effective',
			evidence: '2.9.0 is on its way',
		});
	});
});

describe('with a workloadRef', () => {
	/** The recorded blue/green with its template in a Deployment, as the documentation has it. */
	const inDeployment: Change = ({spec}) => {
		spec.workloadRef = {apiVersion: 'apps/v1', kind: 'Deployment', name: 'frontend', scaleDown: 'never'};
		delete spec.template;
	};
	const deployment = {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'frontend', namespace: 'shop', uid: 'd1', generation: 3},
		spec: {
			replicas: 2,
			selector: {matchLabels: {app: 'frontend'}},
			template: {
				metadata: {labels: {app: 'frontend'}},
				spec: {containers: [{name: 'frontend', image: 'registry.example/frontend:1.0.0'}]},
			},
		},
		status: {observedGeneration: 3, replicas: 2},
	};

	test('the Deployment gets the image', () => {
		const scene = changed('argo-bluegreen/01-healthy', inDeployment, [deployment]);
		expect(scene.release.containers).toEqual([{name: 'frontend', image: 'registry.example/frontend:1.0.0'}]);
		const plan = mustPlan(scene, 'setImage', ['registry.example/frontend:1.1.0']);
		expect(plan.means).toBe('set image of Deployment frontend');
		expect(plan.steps).toMatchObject([
			{
				ref: {kindId: 'deployments.apps', namespace: 'shop', name: 'frontend'},
				patch: [
					{op: 'test', path: '/metadata/uid', value: 'd1'},
					{op: 'test', path: '/spec/template/spec/containers/0/name', value: 'frontend'},
					{op: 'test', path: '/spec/template/spec/containers/0/image', value: 'registry.example/frontend:1.0.0'},
					{op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'registry.example/frontend:1.1.0'},
				],
			},
		]);
		expect(scene.backend.operations.setImage?.permissions(scene.release)).toEqual([
			{verb: 'patch', kindId: 'deployments.apps', subresource: null, role: 'operator'},
		]);
	});

	test('pods that the Deployment keeps beside the Rollout are named', () => {
		const {release} = changed('argo-bluegreen/01-healthy', inDeployment, [deployment]);
		expect(release.next.text).toBe(
			'nothing: no release is under way; Deployment frontend runs 2 pods of its own (scaleDown never)',
		);
		const down = {...deployment, status: {observedGeneration: 3}};
		expect(changed('argo-bluegreen/01-healthy', inDeployment, [down]).release.next.text).toBe(
			'nothing: no release is under way',
		);
	});

	test('a Deployment that is not known is not written', () => {
		const scene = changed('argo-bluegreen/01-healthy', inDeployment);
		expect(verbsOf(scene).setImage).toBe('refused: its template is not known yet');
		const gone = changed('argo-bluegreen/01-healthy', inDeployment, [deployment]);
		const answers = ['registry.example/frontend:1.1.0'];
		expect(
			planOf({...gone, objects: gone.objects.filter(({kind}) => kind !== 'Deployment')}, 'setImage', answers),
		).toMatchObject({
			ok: false,
			error: {reason: 'the Deployment, which holds the template, is gone'},
		});
	});
});
