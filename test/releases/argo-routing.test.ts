import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {type Change, changed, type Mutable} from './changed.ts';
import {mustPlan, sceneFrom, withObject} from './operator.ts';
import {rawOf, readSituation} from './situation.ts';

/** Documented settings that were not recorded, in the recorded canary that waits at 5 %. */
const paused = 'argo-canary/02-paused-at-step-1';

function canary(settings: Record<string, Json>, status: Record<string, Json> = {}): Change {
	return rollout => {
		rollout.spec.strategy.canary = {...rollout.spec.strategy.canary, ...settings};
		Object.assign(rollout.status, status);
	};
}

const beta = {setHeaderRoute: {name: 'beta', match: [{headerName: 'x-beta', headerValue: {exact: '1'}}]}};
const shadow = {setMirrorRoute: {name: 'shadow', percentage: 35, match: [{method: {exact: 'GET'}}]}};
const noBeta = {setHeaderRoute: {name: 'beta'}};

describe('header and mirror routes', () => {
	const managed = {istio: {virtualService: {name: 'checkout'}}, managedRoutes: [{name: 'beta'}, {name: 'shadow'}]};
	const steps = [{setWeight: 5}, beta, {pause: {}}, shadow, {pause: {}}, noBeta, {pause: {}}];

	/** The recorded VirtualService with the routes that the controller puts in front. */
	function scene(names: readonly string[], currentStepIndex: number) {
		const {objects, nowMs} = readSituation(paused);
		const recorded = rawOf(objects, 'VirtualService') as {spec: {http: RawObject[]}};
		const front = names.map(name => ({name, route: [{destination: {host: 'checkout-canary'}, weight: 100}]}));
		const virtualService = {...recorded, spec: {...recorded.spec, http: [...front, ...recorded.spec.http]}};
		const rollout = structuredClone(rawOf(objects, 'Rollout')) as unknown as Mutable;
		canary({steps, trafficRouting: managed}, {currentStepIndex})(rollout);
		const all = withObject(
			withObject(objects, virtualService as unknown as RawObject),
			rollout as unknown as RawObject,
		);
		return sceneFrom(all, nowMs).release;
	}

	test('are steps with what they match, and make the versions incomparable while they are set', () => {
		const release = scene(['beta'], 2);
		expect(release.steps.map(({label}) => label)).toEqual([
			'5%',
			'header x-beta=1',
			'PAUSE',
			'mirror 35%',
			'PAUSE',
			'header off',
			'PAUSE',
		]);
		expect(release.incomparable).toBe('header route');
		expect(scene(['beta', 'shadow'], 4).incomparable).toBe('header route, mirror');
		expect(scene(['shadow'], 6).incomparable).toBe('mirror');
	});

	test('that the route object does not have are not set', () => {
		expect(scene([], 2)).not.toHaveProperty('incomparable');
	});

	test('stay in the route object when a jump goes past the step that takes them away', () => {
		const release = scene(['beta'], 6);
		expect(release.incomparable).toBe('header route');
		expect(release.why?.text).toBe('pause without a timer; x-beta=1 goes to the canary');
	});

	test('are taken from the steps where perch cannot read the route object', () => {
		const elsewhere = {...managed, istio: undefined, nginx: {stableIngress: 'web'}} as unknown as RawObject;
		const at = (currentStepIndex: number) =>
			changed(paused, canary({steps, trafficRouting: elsewhere}, {currentStepIndex})).release;
		expect(at(4)).toMatchObject({
			incomparable: 'header route, mirror',
			why: {text: 'pause without a timer; x-beta=1 goes to the canary'},
		});
		expect(at(6).incomparable).toBe('mirror');
		expect(
			mustPlan(changed(paused, canary({steps, trafficRouting: elsewhere}, {currentStepIndex: 4})), 'back').effects,
		).toContain('its header and mirror routes are taken away');
	});

	test('are no share of the traffic: the weight is that of the route behind them', () => {
		expect(scene(['beta'], 2).split).toMatchObject({configuredPercent: 5, configuredBy: 'route'});
	});

	test('end with an abort', () => {
		const {release} = changed('argo-canary/07-aborted', canary({steps, trafficRouting: managed}));
		expect(release).not.toHaveProperty('incomparable');
	});
});

describe('a canary scale of its own', () => {
	const scaled = (setCanaryScale: RawObject) =>
		changed(paused, canary({steps: [{setCanaryScale}, {pause: {}}, {setWeight: 20}]})).release;

	test('is a step, and moves no traffic: ready pods without a share are as its steps say', () => {
		const release = scaled({replicas: 2});
		expect(release.steps[0]).toMatchObject({kind: 'scale', label: '2 pods', weightPercent: null});
		expect(release.split.desiredPercent).toBe(0);
		expect(release.why?.text).toBe('pause without a timer; 2 pods, no traffic yet');
	});

	test.each<[RawObject, string]>([
		[{replicas: 1}, '1 pod'],
		[{weight: 25}, '25% of the pods'],
		[{matchTrafficWeight: true}, 'pods as traffic'],
	])('%j has a label in words', (setCanaryScale, label) => {
		expect(scaled(setCanaryScale).steps[0]?.label).toBe(label);
	});

	test('after a weight does not change the share of the traffic', () => {
		const steps = [{setWeight: 5}, {setCanaryScale: {weight: 50}}, {pause: {}}];
		const {release} = changed(paused, canary({steps}, {currentStepIndex: 2}));
		expect(release.split).toMatchObject({desiredPercent: 5, configuredPercent: 5});
		expect(release.why?.text).toBe('pause without a timer');
	});
});

describe('the weight in the route object of', () => {
	const split = {
		kind: 'TrafficSplit',
		metadata: {name: 'checkout', namespace: 'shop'},
		spec: {
			service: 'checkout',
			backends: [
				{service: 'checkout-canary', weight: 5},
				{service: 'checkout-stable', weight: 95},
			],
		},
	};
	const rules = [
		{matches: [{headers: [{name: 'x-beta', value: '1'}]}], backendRefs: [{name: 'checkout-canary', port: 80}]},
		{
			backendRefs: [
				{name: 'checkout-stable', port: 80, weight: 90},
				{name: 'checkout-canary', port: 80, weight: 10},
			],
		},
	];
	const route = {kind: 'HTTPRoute', metadata: {name: 'web', namespace: 'edge'}, spec: {rules}};

	test.each<[string, RawObject, readonly RawObject[], number, string]>([
		['SMI', {smi: {rootService: 'checkout'}}, [split], 5, 'route'],
		[
			'the Gateway API plugin, past the rule for a header',
			{plugins: {'argoproj-labs/gatewayAPI': {httpRoute: 'web', namespace: 'edge'}}},
			[route],
			10,
			'route',
		],
		['nginx, which perch does not read', {nginx: {stableIngress: 'web'}}, [], 5, 'controller'],
		['ALB', {alb: {ingress: 'web', servicePort: 80}}, [], 5, 'controller'],
		['traefik', {traefik: {weightedTraefikServiceName: 'web'}}, [], 5, 'controller'],
	])('%s', (_what, trafficRouting, more, configuredPercent, configuredBy) => {
		const {release} = changed(paused, canary({trafficRouting}), more);
		expect(release.split).toMatchObject({configuredPercent, configuredBy});
	});

	test('an ALB is waited for until the load balancer has it', () => {
		const {release} = changed(paused, rollout => {
			canary({trafficRouting: {alb: {ingress: 'web', servicePort: 80}}}, {currentStepIndex: 2})(rollout);
			delete rollout.status.pauseConditions;
			delete rollout.status.controllerPause;
			Object.assign(rollout.status, {phase: 'Progressing', message: 'waiting for all steps to complete'});
			const {weights} = rollout.status.canary as {weights: RawObject};
			rollout.status.canary = {weights: {...weights, verified: false}};
		});
		expect(release.next).toMatchObject({kind: 'event', text: 'goes on to 20s once the load balancer has the weight'});
	});
});

describe('Services that change places', () => {
	const pingPong = {pingService: 'checkout-ping', pongService: 'checkout-pong'};
	const claims = (settings: Record<string, Json>, stablePingPong?: string) =>
		changed(paused, rollout => {
			canary({pingPong, ...settings})(rollout);
			rollout.status.canary = {...(rollout.status.canary as RawObject), ...(stablePingPong ? {stablePingPong} : {})};
		}).release.services;

	test('have pong as stable until the status says ping', () => {
		const none = {stableService: null, canaryService: null};
		expect(claims(none)).toMatchObject({
			stable: [{namespace: 'shop', name: 'checkout-pong'}],
			canary: [{namespace: 'shop', name: 'checkout-ping'}],
		});
		expect(claims(none, 'ping')).toMatchObject({
			stable: [{namespace: 'shop', name: 'checkout-ping'}],
			canary: [{namespace: 'shop', name: 'checkout-pong'}],
		});
	});

	test('count only for an ALB where stable and canary Services are named as well', () => {
		expect(claims({}, 'ping')).toMatchObject({
			stable: [{namespace: 'shop', name: 'checkout-stable'}],
			canary: [{namespace: 'shop', name: 'checkout-canary'}],
		});
		expect(claims({trafficRouting: {alb: {ingress: 'web'}}}, 'ping')).toMatchObject({
			stable: [{namespace: 'shop', name: 'checkout-ping'}],
		});
	});
});

describe('a stable that was scaled down with its traffic', () => {
	/** The recorded release at 50 %, with two of stable's four pods. */
	function halfStable(change: Change = () => {}) {
		const name = 'argo-canary/06-paused-at-50-after-analysis';
		const {objects, nowMs} = readSituation(name);
		const rollout = structuredClone(rawOf(objects, 'Rollout')) as unknown as Mutable;
		canary({dynamicStableScale: true})(rollout);
		change(rollout);
		const set = structuredClone(rawOf(objects, 'ReplicaSet', 'checkout-58c56f75fc')) as unknown as Mutable;
		set.spec.replicas = 2;
		Object.assign(set.status, {replicas: 2, readyReplicas: 2, availableReplicas: 2});
		const all = withObject(withObject(objects, rollout as unknown as RawObject), set as unknown as RawObject);
		return sceneFrom(all, nowMs + 5_000);
	}

	test('is shown by BACK with the numbers of its pods', () => {
		const scene = halfStable();
		expect(scene.release.back).toMatchObject({
			text: '2.8.1 by argo abort (stable has 2 of 4 pods: scaled down with its traffic)',
			stableReady: 2,
			stableDesired: 4,
		});
		expect(mustPlan(scene, 'back').caveats).toContain("traffic goes back as stable's pods start: it has 2 of 4");
		expect(mustPlan(scene, 'promoteFull').effects.at(-1)).toBe('2.8.1 is scaled down at once');
	});
});
