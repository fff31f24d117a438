import {describe, expect, it} from 'vitest';
import {authorize} from '../../../source/demo/api/access/access.ts';
import {demoPolicy} from '../../../source/demo/api/access/demo-policy.ts';
import {createLoadtester} from '../../../source/demo/api/connection/loadtester.ts';
import {parseTarget} from '../../../source/demo/api/connection/request-target.ts';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import {createControllers} from '../../../source/demo/controllers/controllers.ts';
import type {Canary, CanaryStatus} from '../../../source/demo/controllers/flagger/canary-types.ts';
import type {Deployment, Pod, VirtualService} from '../../../source/demo/controllers/kube-types.ts';
import {createBehaviour} from '../../../source/demo/world/behaviour.ts';
import {populate} from '../../../source/demo/world/build.ts';
import {loadtesterHost} from '../../../source/demo/world/services/flagger-services.ts';
import {flaggerIntervalMs} from '../../../source/demo/world/stories/flagger-stories.ts';
import {createFakeClock} from '../fake-clock.ts';
import {builtWorld} from './built-world.ts';

const startMs = Date.UTC(2026, 10, 21, 10, 0, 0, 300);
const minuteMs = 60_000;

function open(speed = 1) {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 7, clock});
	populate(store, builtWorld(startMs, speed));
	const loadtester = createLoadtester(loadtesterHost);
	const controllers = createControllers({
		store,
		clock,
		...createBehaviour({store, clock, startedAtMs: startMs}),
		callHook: ({url}, {metadata: {name, namespace = ''}}) => loadtester.status(url, {name, namespace}),
		shortestFlaggerIntervalMs: flaggerIntervalMs(speed),
	});
	for (const controller of controllers) controller.start();
	const canary = (name: string) => store.get('canaries.flagger.app', 'site', name) as Canary;
	const deployment = (name: string) => store.get('deployments.apps', 'site', name) as Deployment;
	return {
		clock,
		store,
		status: (name: string) => canary(name).status as CanaryStatus,
		deployment,
		weights: (name: string) =>
			(store.get('virtualservices.networking.istio.io', 'site', name) as VirtualService).spec.http[0]?.route.map(
				({weight}) => weight,
			),
		tag: (name: string) => deployment(name).spec.template.spec.containers[0]?.image.split(':')[1],
		gate: (path: string, name: string) =>
			loadtester.answer({path: `/${path}`, body: JSON.stringify({name, namespace: 'site'})}),
		advanceUntil(isSo: () => boolean) {
			const endMs = clock.nowMs() + 10 * minuteMs;
			while (!isSo()) {
				if (clock.nowMs() > endMs) throw new Error('What was waited for did not happen within ten minutes');
				clock.advanceBy(100);
			}
		},
	};
}

describe('the site at the start', () => {
	it.each([1, 3, 10])('has a release of each kind under way, at speed %i', speed => {
		const world = open(speed);
		expect(world.status('wishlist')).toMatchObject({phase: 'Progressing', failedChecks: 0});
		expect(world.status('giftcards')).toMatchObject({phase: 'Progressing', canaryWeight: 20});
		expect(world.weights('giftcards')).toEqual([80, 20]);
		expect(world.status('coupons').phase).toBe('Progressing');
		expect(world.status('coupons').failedChecks).toBeGreaterThan(0);
		expect(world.status('banners').phase).toBe('Progressing');
		expect(world.weights('banners')).toEqual([0, 100]);
		expect(world.status('pricing')).toMatchObject({phase: 'Waiting', canaryWeight: 0});
		expect(world.deployment('pricing').spec.replicas).toBe(0);
	});

	it('has a pod behind its gates', () => {
		const {store} = open();
		const pods = (store.list('pods', 'site') as readonly Pod[]).filter(
			({metadata}) => metadata.labels?.app === 'flagger-loadtester',
		);
		expect(pods.map(({status}) => status?.phase)).toEqual(['Running']);
	});

	it('lets an operator open gates and reach no other Service, and a viewer open none', () => {
		const may = (name: string, service: string, namespace = 'site') => {
			const user = demoPolicy.users.find(candidate => candidate.name === name) ?? expect.fail('no such user');
			const path = `/api/v1/namespaces/${namespace}/services/${service}/proxy/gate/open`;
			const target = parseTarget({method: 'POST', path, query: new URLSearchParams()});
			return authorize(demoPolicy, user, target) !== undefined;
		};
		expect(may('operator', 'http:flagger-loadtester:80')).toBe(true);
		expect(may('operator', 'http:pricing:80')).toBe(false);
		expect(may('operator', 'http:flagger-loadtester:80', 'shop')).toBe(false);
		expect(may('viewer', 'http:flagger-loadtester:80')).toBe(false);
	});
});

describe('as the site goes on,', () => {
	it('wishlist rises by itself and waits for the operator, who promotes it', () => {
		const world = open();
		world.clock.advanceBy(2 * minuteMs);
		expect(world.status('wishlist')).toMatchObject({phase: 'WaitingPromotion', canaryWeight: 0, iterations: -1});
		expect(world.weights('wishlist')).toEqual([50, 50]);
		world.clock.advanceBy(10 * minuteMs);
		expect(world.status('wishlist').phase).toBe('WaitingPromotion');
		world.gate('gate/open', 'wishlist');
		world.advanceUntil(() => world.status('wishlist').phase === 'Succeeded');
		expect(world.tag('wishlist-primary')).toBe('3.10.0');
		expect(world.weights('wishlist')).toEqual([100, 0]);
	});

	it('wishlist goes back when its rollback gate opens', () => {
		const world = open();
		world.gate('rollback/open', 'wishlist');
		world.advanceUntil(() => world.status('wishlist').phase === 'Failed');
		expect(world.weights('wishlist')).toEqual([100, 0]);
		expect(world.deployment('wishlist').spec.replicas).toBe(0);
	});

	it('giftcards takes one step for each tick with an open gate', () => {
		const world = open();
		world.clock.advanceBy(2 * minuteMs);
		expect(world.weights('giftcards')).toEqual([80, 20]);
		world.gate('gate/open', 'giftcards');
		world.advanceUntil(() => world.weights('giftcards')?.[1] === 30);
		world.gate('gate/close', 'giftcards');
		world.clock.advanceBy(minuteMs);
		expect(world.weights('giftcards')).toEqual([70, 30]);
	});

	it('coupons fails check after check, is taken back by itself, and can be tried again', () => {
		const world = open();
		const before = world.status('coupons').failedChecks;
		world.clock.advanceBy(20_000);
		expect(world.status('coupons').failedChecks).toBe(before + 2);
		world.advanceUntil(() => world.status('coupons').phase === 'Failed');
		expect(world.weights('coupons')).toEqual([100, 0]);
		const target = world.deployment('coupons');
		const annotations = {'perch.dev/retried-at': '2026-11-21T10:02:00Z'};
		const template = {...target.spec.template, metadata: {...target.spec.template.metadata, annotations}};
		world.store.replace('deployments.apps', {...target, spec: {...target.spec, template}}, {manager: 'kubectl'});
		world.advanceUntil(() => world.status('coupons').failedChecks > 0);
		expect(world.weights('coupons')).toEqual([90, 10]);
	});

	it('banners counts its iterations and goes live when the operator opens its gate', () => {
		const world = open();
		world.advanceUntil(() => world.status('banners').phase === 'WaitingPromotion');
		world.gate('gate/open', 'banners');
		world.advanceUntil(() => world.status('banners').phase === 'Succeeded');
		expect(world.tag('banners-primary')).toBe('7.2.0');
	});

	it('pricing starts when the operator opens its gate, and ends by itself', () => {
		const world = open();
		world.clock.advanceBy(minuteMs);
		expect(world.status('pricing').phase).toBe('Waiting');
		world.gate('gate/open', 'pricing');
		world.advanceUntil(() => world.weights('pricing')?.[1] === 100);
		world.advanceUntil(() => world.status('pricing').phase === 'Succeeded');
		expect(world.tag('pricing-primary')).toBe('6.0.0');
	});

	it('wishlist moves sooner at a higher speed', () => {
		const world = open(10);
		world.advanceUntil(() => world.status('wishlist').phase === 'WaitingPromotion');
		expect(world.clock.nowMs() - startMs).toBeLessThan(20_000);
	});
});
