import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {verb} from '../../source/domain/release/verb.ts';
import {at, type Cluster, flaggerScene, gate, type Part, routed} from './flagger-scene.ts';
import {mustPlan, planOf, type Scene} from './operator.ts';
import {readSituation} from './situation.ts';

/** A gate holds a release. To go one step, perch opens the gate, watches, and closes it again. */
const proxy = '/api/v1/namespaces/test/services/http:flagger-loadtester:80/proxy/gate';
const body = {name: 'cart', namespace: 'shop'};

function waitsForStart(): Scene {
	return flaggerScene('02-progressing', cluster => {
		cluster.analysis.webhooks = [gate('confirm-rollout')];
		Object.assign(cluster.status, {phase: 'Waiting', canaryWeight: 0});
		routed(cluster, 0);
		cluster.object('Deployment', 'cart').spec.replicas = 0;
	});
}

function heldAt(percent: number, said = true): Scene {
	return flaggerScene(
		'02-progressing',
		cluster => {
			cluster.analysis.webhooks = [gate('confirm-traffic-increase'), gate('confirm-promotion')];
			cluster.status.canaryWeight = percent;
			routed(cluster, percent);
			if (said) cluster.add(halt(cluster));
		},
		25_000,
	);
}

/** The recorded hold, taken away ten minutes after Flagger's last look, and seen `laterMs` after that. */
function resumed(webhooks: readonly Part[], laterMs: number): Scene {
	const resumedAt = '2026-11-21T07:39:47Z';
	const {nowMs} = readSituation('flagger/03-suspended');
	return flaggerScene(
		'03-suspended',
		({analysis, spec, object}) => {
			analysis.webhooks = webhooks;
			spec.suspend = false;
			const patch = {manager: 'kubectl-patch', operation: 'Update', time: resumedAt};
			object('Canary').metadata.managedFields = [patch];
		},
		Date.parse(resumedAt) - nowMs + laterMs,
	);
}

function halt(cluster: Cluster): RawObject {
	const {uid = ''} = cluster.object('Canary').metadata;
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: 'halt', namespace: 'shop', uid: 'halt'},
		involvedObject: {kind: 'Canary', name: 'cart', uid},
		reason: 'Synced',
		type: 'Warning',
		message: 'Halt cart.shop advancement waiting for traffic increase approval ask',
		lastTimestamp: '2026-11-21T07:29:57Z',
	};
}

describe('a gate', () => {
	test('before the start is passed once the target scales up: the phase turns before Flagger asks the gate', () => {
		const scene = waitsForStart();
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			next: {kind: 'nothing', text: 'nothing moves until the gate ask confirm-rollout opens'},
			why: {text: 'the gate ask confirm-rollout (confirm-rollout) is closed'},
			back: {means: null, text: 'no traffic has moved: 12.0.0 serves all while the gate is closed'},
		});
		const plan = mustPlan(scene, 'promote');
		expect(plan.headline).toBe('START 13.0.0');
		expect(plan.steps).toMatchObject([
			{kind: 'post', path: `${proxy}/open`, body},
			{
				kind: 'await',
				ref: {kindId: 'deployments.apps', name: 'cart'},
				until: [{pointer: '/spec/replicas', op: 'atLeast', value: 1}],
			},
		]);
		expect(plan.cleanup).toMatchObject([{kind: 'post', path: `${proxy}/close`, body}]);
	});

	test('between two weights stays open until the weight changes', () => {
		const scene = heldAt(10);
		expect(scene.release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			next: {text: 'held until the gate ask confirm-traffic-increase opens; 3 failed checks roll back'},
		});
		const plan = mustPlan(scene, 'promote');
		expect(plan).toMatchObject({
			headline: 'PROMOTE 13.0.0 ONE STEP',
			effects: ['10% → 20% on 13.0.0, if the checks pass'],
		});
		expect(plan.caveats).toEqual([
			'the gate will be closed afterwards, even if it was open',
			'while it is open, every confirm gate of this Canary is: they share one key',
		]);
		expect(plan.steps[1]).toMatchObject({
			until: [{pointer: '/status/canaryWeight', op: 'differs', value: 10}],
			stopIf: [
				{pointer: '/status/phase', op: 'differs', value: 'Progressing'},
				// Another version would pass the gate that was opened for this one.
				{pointer: '/status/lastAppliedSpec', op: 'differs'},
			],
			deadlineSeconds: 60,
		});
	});

	test('at the last weight stays open until Flagger promotes, or waits to promote', () => {
		const plan = mustPlan(heldAt(50), 'promote');
		expect(plan.effects).toEqual(['the last step is done: 13.0.0 is promoted, unless another gate holds it']);
		expect(plan.steps[1]).toMatchObject({
			until: [
				{
					predicates: [{value: 'Promoting'}, {value: 'Finalising'}, {value: 'Succeeded'}, {value: 'WaitingPromotion'}],
				},
			],
		});
	});

	test('is taken for closed, and the release not for analysing, where its Event is missing', () => {
		expect(heldAt(10, false).release).toMatchObject({
			phase: {kind: 'paused', because: 'person'},
			why: {text: 'nothing since 07:29:47: the gate ask confirm-traffic-increase is closed, or Flagger is silent'},
		});
	});

	test('is not judged by the time before a hold was taken away, and neither is a silence', () => {
		const gates = [gate('confirm-traffic-increase')];
		expect(resumed(gates, 5_000).release).toMatchObject({phase: {kind: 'analysing'}, why: null});
		expect(resumed(gates, 30_000).release).toMatchObject({
			phase: {kind: 'paused', because: 'person', sinceMs: at('07:39:47')},
			why: {text: 'nothing since 07:39:47: the gate ask confirm-traffic-increase is closed, or Flagger is silent'},
		});
		expect(resumed([], 5_000).release.phase.kind).toBe('analysing');
		expect(resumed([], 65_000).release.phase.kind).toBe('silent');
	});

	test('before the promotion stays open until Flagger has asked twice', () => {
		const scene = flaggerScene('04-waiting-promotion', ({analysis}) => {
			analysis.webhooks = [gate('confirm-promotion'), gate('confirm-promotion'), gate('rollback')];
		});
		const plan = mustPlan(scene, 'promote');
		expect(plan.steps).toMatchObject([
			{kind: 'post', path: `${proxy}/open`},
			{
				kind: 'await',
				until: [{predicates: [{value: 'Promoting'}, {value: 'Finalising'}, {value: 'Succeeded'}]}],
				stopIf: [{predicates: [{value: 'Failed'}]}, {pointer: '/status/lastAppliedSpec', op: 'differs'}],
			},
		]);
		expect(plan.steps).toHaveLength(2);
		expect(plan.cleanup).toHaveLength(1);
	});

	test('is not opened while the Canary is suspended, nor before the pods are ready', () => {
		const suspended = flaggerScene('04-waiting-promotion', ({analysis, spec}) => {
			analysis.webhooks = [gate('confirm-promotion')];
			spec.suspend = true;
		});
		expect(reasonOf(suspended)).toBe(`it is suspended, and no gate is asked: ${verb('resume')} resumes`);
		const starting = flaggerScene('02-progressing', ({analysis, object}) => {
			analysis.webhooks = [gate('confirm-traffic-increase')];
			object('Deployment', 'cart').status.availableReplicas = 1;
		});
		expect(reasonOf(starting)).toBe("the canary's pods are not ready: Flagger asks no gate before");
	});
});

describe('through the API server perch', () => {
	test.each([
		['http://flagger-loadtester.test/gate/check', 'http:flagger-loadtester:80', 'gate'],
		['http://loadtester.ops.svc:8080/gate/check', 'http:loadtester:8080', 'gate'],
		['https://loadtester.ops.svc.cluster.local/gate/check', 'https:loadtester:443', 'gate'],
		['http://proxy.ops/tester/gate/check', 'http:proxy:80', 'tester/gate'],
	])('reaches the gate %s', (url, service, path) => {
		const [open] = mustPlan(waitingAt(url), 'promote').steps;
		expect(open).toMatchObject({path: expect.stringMatching(`/services/${service}/proxy/${path}/open$`)});
	});

	test.each([
		[
			'http://127.0.0.1:18083/gate/check',
			'ask confirm-promotion is at 127.0.0.1, no Service of this cluster: open it there',
		],
		[
			'http://flagger-loadtester/gate/check',
			'ask confirm-promotion is at flagger-loadtester, in a namespace that is not told: open it there',
		],
		[
			'https://approve.example.com/gate/check',
			'ask confirm-promotion is at approve.example.com, no Service of this cluster: open it there',
		],
		[
			'http://loadtester.test/gate/halt',
			'ask confirm-promotion is no gate of the load tester: /gate/halt: open it there',
		],
		['nonsense', 'ask confirm-promotion has no address: open it there'],
	])('does not reach the gate %s', (url, reason) => {
		expect(reasonOf(waitingAt(url))).toBe(reason);
	});
});

function waitingAt(url: string): Scene {
	return flaggerScene('04-waiting-promotion', ({analysis}) => {
		analysis.webhooks = [gate('confirm-promotion', url)];
	});
}

function reasonOf(scene: Scene): string {
	const plan = planOf(scene, 'promote');
	return plan.ok ? 'offered' : plan.error.reason;
}
