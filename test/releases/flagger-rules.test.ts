import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {at, type Cluster, flaggerScene, gate, type Part, routed, tags} from './flagger-scene.ts';
import {mustPlan, type Scene, verbsOf} from './operator.ts';

function checks(cluster: Cluster, done: number, percent: number): void {
	Object.assign(cluster.analysis, {iterations: 10});
	Object.assign(cluster.status, {iterations: done, canaryWeight: 0});
	routed(cluster, percent);
}

function withRoute(kind: string, apiVersion: string, spec: RawObject, analysis: Part = {}): Scene {
	return flaggerScene('02-progressing', cluster => {
		Object.assign(cluster.analysis, analysis);
		cluster.remove('VirtualService');
		cluster.add({apiVersion, kind, metadata: {name: 'cart', namespace: 'shop', uid: 'route'}, spec});
	});
}

describe('the strategy', () => {
	test('A/B has an unknown share of all requests, because only requests that match go to the canary', () => {
		const {release} = flaggerScene('02-progressing', cluster => {
			checks(cluster, 3, 100);
			cluster.analysis.match = [{headers: {cookie: {exact: 'canary=always'}}}];
		});
		expect(release).toMatchObject({
			strategy: 'canary',
			phase: {kind: 'analysing', because: 'check 3 of 10; requests that match go to the canary'},
			split: {configuredPercent: 'unknown', configuredBy: 'route'},
			next: {text: 'check 4 of 10; 3 failed checks roll back'},
			contradictions: [],
		});
		expect(release.facts).toContainEqual({label: 'route', value: '100% of the requests that match'});
	});

	test('blue/green checks without traffic, then sends all of it, then promotes', () => {
		const at = (done: number, percent: number) =>
			flaggerScene('02-progressing', cluster => checks(cluster, done, percent)).release;
		expect(at(3, 0)).toMatchObject({strategy: 'blueGreen', split: {configuredPercent: 0}, contradictions: []});
		expect(at(3, 0).steps.map(({state, label}) => `${state} ${label}`)).toEqual([
			'current 10 checks',
			'ahead GATE',
			'ahead 100%',
		]);
		expect(at(10, 0).next.text).toBe('all traffic to the canary, then the promotion; 3 failed checks roll back');
		expect(at(11, 100)).toMatchObject({
			phase: {because: 'check 10 of 10; 100% on the canary'},
			split: {configuredPercent: 100},
			next: {text: 'asks the promotion gate, then promotes; 3 failed checks roll back'},
		});
	});

	test('of stepWeights goes on to 100 % from a weight that is not in the list', () => {
		const {release} = flaggerScene('02-progressing', cluster => {
			cluster.analysis.stepWeights = [5, 20, 60];
			delete cluster.analysis.stepWeight;
			cluster.status.canaryWeight = 30;
			routed(cluster, 30);
		});
		expect(release.next.text).toBe('100%, for 30% is not in stepWeights; 3 failed checks roll back');
		expect(release.steps.map(({label}) => label)).toEqual(['5%', '20%', '60%', 'GATE']);
	});
});

test('a ConfigMap that changed is released as well, with the same template', () => {
	const {release} = flaggerScene('11-succeeded', cluster => {
		Object.assign(cluster.status, {phase: 'Progressing', canaryWeight: 10});
		routed(cluster, 10);
	});
	expect(release).toMatchObject({canary: null, split: {configuredPercent: 10}});
	expect(release.changed).toEqual(['configuration: the template is the same']);
});

describe('providers', () => {
	test('without a route of its own the apex leads to the primary, before and after', () => {
		const {release} = flaggerScene('02-progressing', cluster => {
			cluster.spec.provider = 'kubernetes';
			cluster.remove('VirtualService');
			Object.assign(cluster.status, {canaryWeight: 0, iterations: 2});
		});
		expect(release).toMatchObject({
			strategy: 'blueGreen',
			split: {configuredPercent: 0, configuredBy: 'selector'},
			phase: {because: 'check 2 of 10'},
		});
		expect(release.steps.map(({label}) => label)).toEqual(['10 checks', 'GATE']);
	});

	test('with session affinity the rule of an HTTPRoute for known visitors does not count', () => {
		const refs = (primary: number, canary: number) => [
			{name: 'cart-primary', port: 80, weight: primary},
			{name: 'cart-canary', port: 80, weight: canary},
		];
		const rules = {
			rules: [
				{matches: [{headers: [{name: 'Cookie', value: 'x'}]}], backendRefs: refs(0, 100)},
				{backendRefs: refs(90, 10)},
			],
		};
		const affinity = {sessionAffinity: {cookieName: 'x'}};
		const {release} = withRoute('HTTPRoute', 'gateway.networking.k8s.io/v1', rules, affinity);
		expect(release.split).toMatchObject({configuredPercent: 10, configuredBy: 'route'});
	});

	test('the weights of a TrafficSplit are relative', () => {
		const {release} = withRoute('TrafficSplit', 'split.smi-spec.io/v1alpha2', {
			service: 'cart',
			backends: [
				{service: 'cart-primary', weight: 900},
				{service: 'cart-canary', weight: 100},
			],
		});
		expect(release.split).toMatchObject({configuredPercent: 10, configuredBy: 'route'});
	});

	test('the share of a route that perch does not read is what Flagger says, and unknown while it zeroes that', () => {
		const byNginx = (name: string) =>
			flaggerScene(name, cluster => {
				cluster.spec.provider = 'nginx';
				cluster.remove('VirtualService');
			}).release.split;
		expect(byNginx('02-progressing')).toMatchObject({configuredPercent: 10, configuredBy: 'controller'});
		expect(byNginx('04-waiting-promotion')).toMatchObject({configuredPercent: 'unknown', configuredBy: 'none'});
	});
});

describe('perch tells what Flagger does not say:', () => {
	test('the weight of the route, where phase and weight of the status are wrong after an approval', () => {
		const {release} = flaggerScene('04-waiting-promotion', ({status}) => {
			status.phase = 'Progressing';
		});
		expect(release).toMatchObject({split: {configuredPercent: 50}, why: null, contradictions: []});
	});

	test('that the route has another weight', () => {
		const scene = flaggerScene('03-suspended', cluster => routed(cluster, 30), 30_000);
		expect(scene.release.contradictions.map(({text}) => text)).toEqual([
			'Flagger says 10%, VirtualService cart sends 30%',
		]);
	});

	test('that the route of a Failed release still sends traffic, and back turns the route', () => {
		const scene = flaggerScene('05-failed-by-failed-checks', cluster => routed(cluster, 10));
		expect(scene.release).toMatchObject({
			contradictions: [
				{text: 'Flagger says Failed, 10% still on 13.0.0: VirtualService cart sends 10% to cart-canary'},
			],
			back: {text: '12.0.0 by route by hand (Flagger says Failed and left it)'},
		});
		expect(mustPlan(scene, 'back').steps).toHaveLength(1);
	});

	test('that the canary has ready pods and no traffic', () => {
		const scene = flaggerScene(
			'02-progressing',
			cluster => {
				routed(cluster, 0);
				Object.assign(cluster.status, {canaryWeight: 0, lastTransitionTime: '2026-11-21T07:30:20Z'});
			},
			35_000,
		);
		expect(scene.release.contradictions.map(({text}) => text)).toEqual([
			'13.0.0 has 2 ready pods and 0% of the traffic',
		]);
	});

	test('that skipAnalysis was left on', () => {
		const scene = flaggerScene('11-succeeded', ({spec}) => {
			spec.skipAnalysis = true;
		});
		expect(scene.release.contradictions.map(({text}) => text)).toEqual(['skipAnalysis is on: releases go unanalysed']);
	});

	test('that the primary was taken back, and back is refused because it would lead to the bad version', () => {
		const scene = flaggerScene('11-succeeded', takenBack, 60_000);
		expect(scene.release.contradictions.map(({text}) => text)).toEqual([
			'Flagger says Succeeded, the target has 13.0.3 and the primary runs 12.0.0',
		]);
		expect(verbsOf(scene).back).toBe(`refused: ${scene.release.back.text}`);
		expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: null, back: null});
	});

	test('that the primary is being taken back, to the version of its template and not of its pods', () => {
		const scene = flaggerScene(
			'11-succeeded',
			({object}) => {
				const old = object('ReplicaSet', 'cart-primary-65fd6b67d6');
				object('Deployment', 'cart-primary').spec.template = old.spec.template ?? null;
			},
			60_000,
		);
		expect(scene.release.back.text).toBe(
			`the primary was taken back to 12.0.0 already: ${verb('toRevision')} gives the target a version`,
		);
	});

	test('that Flagger is silent, and back freezes the Canary and then turns the route', () => {
		const scene = flaggerScene('02-progressing', () => {}, 90_000);
		expect(scene.release).toMatchObject({
			phase: {kind: 'silent', because: 'the controller does not answer: last seen 07:29:47, it looks every 10s'},
			next: {text: 'nothing moves until the controller answers again'},
			back: {text: '12.0.0 by route by hand (the controller does not answer)'},
		});
		expect(mustPlan(scene, 'back').steps.map(step => step.kind === 'patch' && step.ref.kindId)).toEqual([
			'canaries.flagger.app',
			'virtualservices.networking.istio.io',
		]);
		expect(flaggerScene('02-progressing', () => {}, 45_000).release.phase.kind).toBe('analysing');
	});

	test('that Flagger is silent at rest, but only once the target has another template', () => {
		const changedMs = at('08:29:27');
		const change = ({object}: Cluster) => {
			const target = object('Deployment', 'cart');
			target.spec.template = {...(target.spec.template as Part), spec: {containers: [newContainer]}};
			const write = {manager: 'kubectl', operation: 'Update', time: new Date(changedMs).toISOString()};
			target.metadata.managedFields = [...(target.metadata.managedFields as Part[]), write];
		};
		const phaseAfter = (ms: number) =>
			flaggerScene('01-initialized', change, changedMs - at('07:29:27') + ms).release.phase;
		expect(phaseAfter(3_000)).toMatchObject({
			kind: 'progressing',
			because: 'waiting for Flagger to see the new template',
		});
		expect(phaseAfter(70_000).kind).toBe('silent');
	});

	test.each([
		['a gate', (cluster: Cluster) => Object.assign(cluster.analysis, {webhooks: [gate('confirm-traffic-increase')]})],
		['a wait for its start', ({status}: Cluster) => Object.assign(status, {phase: 'Waiting'})],
		['a wait for its promotion', ({status}: Cluster) => Object.assign(status, {phase: 'WaitingPromotion'})],
		['missing pods', ({object}: Cluster) => Object.assign(object('Deployment', 'cart').status, {availableReplicas: 1})],
		['a hold by hand', ({spec}: Cluster) => Object.assign(spec, {suspend: true})],
	])('no silence during %s, because Flagger then leaves no trace', (_, change) => {
		expect(flaggerScene('02-progressing', change, 600_000).release.phase.kind).not.toBe('silent');
	});
});

const newContainer = {name: 'cart', image: 'registry.example/cart:12.2.0'};

/** `kubectl rollout undo deployment/cart-primary`, done: the older ReplicaSet is numbered anew. */
function takenBack({object}: Cluster): void {
	const [old, left] = ['cart-primary-65fd6b67d6', 'cart-primary-7455889fcf'].map(name => object('ReplicaSet', name));
	if (!old || !left) return;
	(old.metadata.annotations as Part)['deployment.kubernetes.io/revision'] = '3';
	[old.spec.replicas, old.status, left.spec.replicas, left.status] = [2, left.status, 0, old.status];
	object('Deployment', 'cart-primary').spec.template = old.spec.template ?? null;
}
