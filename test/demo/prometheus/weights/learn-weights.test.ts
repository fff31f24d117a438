import {afterEach, beforeEach, expect, it} from 'vitest';
import {type RunningPrometheus, startPrometheus} from '../../../../source/demo/prometheus/start-prometheus.ts';
import type {VirtualServiceObject} from '../../../../source/demo/prometheus/weights/cluster-objects.ts';
import {eventually} from '../../../eventually.ts';
import {type Recorded, startReplayApi} from '../support/replay-api.ts';
import {checkout} from '../support/world.ts';

let api: Awaited<ReturnType<typeof startReplayApi>>;
let prometheus: RunningPrometheus;
let nowMs = Date.parse('2026-11-21T12:00:00Z');
/** How many of the watched kinds the recorded server serves. */
const watched = 4;

beforeEach(async () => {
	api = await startReplayApi('argo-canary-release');
	prometheus = await startPrometheus({
		services: [checkout],
		kubeconfigPath: api.kubeconfigPath,
		clock: {nowMs: () => nowMs},
		seed: 1,
	});
	await prometheus.learned;
	await eventually(() => expect(api.watching()).toHaveLength(watched));
});
afterEach(async () => {
	await prometheus.stop();
	await api.stop();
});

/** The canary's share in percent, period by period; repeats left out. */
const canaryPercents = () =>
	prometheus.model
		.history('shop/checkout')
		.map(({shares}) => {
			const canary = shares.filter(({destination}) => destination.service === 'checkout-canary');
			return Math.round(canary.reduce((sum, {share}) => sum + share, 0) * 100);
		})
		.filter((percent, index, all) => percent !== all[index - 1]);

const lastShares = () => prometheus.model.history('shop/checkout').at(-1)?.shares ?? [];

const canaryWeight = ({event}: Recorded): number | undefined => {
	const {object} = event as unknown as {readonly object: VirtualServiceObject};
	const routes = object.spec.http?.[0]?.route ?? [];
	return routes.find(({destination}) => destination.host === 'checkout-canary')?.weight;
};

const isRoute = ({path, event}: Recorded) => path.endsWith('/virtualservices') && event?.type === 'MODIFIED';

it('the Prometheus of the demo follows a release as the cluster reports it, step by step, to its end', async () => {
	expect(canaryPercents()).toEqual([0]);
	const followed: (number | undefined)[] = [];
	for (;;) {
		nowMs += 10_000;
		const route = api.playUntil(isRoute);
		if (route === undefined) break;
		const percent = canaryWeight(route);
		await eventually(() => expect(canaryPercents().at(-1)).toBe(percent));
		followed.push(percent);
	}
	expect(followed).toEqual([5, 20, 50, 100, 0]);
	await eventually(() => {
		const all = lastShares().find(({share}) => share === 1);
		expect(all?.destination).toMatchObject({service: 'checkout-stable', tag: '3.0.0'});
	});
});

it('the Prometheus of the demo knows which version answers for which Service', async () => {
	nowMs += 10_000;
	api.playUntil(isRoute);
	await eventually(() => {
		const tags = lastShares().map(({destination}) => `${destination.service}:${destination.tag}`);
		expect(tags).toEqual(['checkout-canary:3.0.0', 'checkout-stable:2.8.1']);
	});
});

it('the measured traffic follows the release', async () => {
	nowMs += 10_000;
	api.playUntil(isRoute);
	await eventually(() => expect(canaryPercents()).toEqual([0, 5]));
	nowMs += 60_000;
	const query = encodeURIComponent(
		'sum by (destination_service_name)(increase(istio_requests_total{reporter="source"}[50s])) / on () group_left sum(increase(istio_requests_total{reporter="source"}[50s]))',
	);
	const answer = (await (await fetch(`${prometheus.url}/api/v1/query?query=${query}`)).json()) as {
		data: {result: {metric: {destination_service_name: string}; value: [number, string]}[]};
	};
	const shares = new Map(
		answer.data.result.map(({metric, value}) => [metric.destination_service_name, Number(value[1])]),
	);
	expect(shares.get('checkout-canary')).toBeCloseTo(0.05, 2);
	expect(shares.get('checkout-stable')).toBeCloseTo(0.95, 2);
});

it('the Prometheus of the demo lists anew when its watches have expired', async () => {
	const before = api.requests();
	api.expire();
	await eventually(() => expect(api.watching()).toHaveLength(watched));
	expect(api.requests()).toBeGreaterThan(before + watched);
	api.playUntil(isRoute);
	await eventually(() => expect(canaryPercents()).toEqual([0, 5]));
});
