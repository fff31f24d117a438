import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {type RunningPrometheus, startPrometheus} from '../../../../source/demo/prometheus/start-prometheus.ts';
import {startReplayApi} from '../support/replay-api.ts';
import {checkout} from '../support/world.ts';

let api: Awaited<ReturnType<typeof startReplayApi>>;
let prometheus: RunningPrometheus;
let nowMs = Date.parse('2026-11-21T12:00:00Z');

beforeEach(async () => {
	api = await startReplayApi('argo-canary-release');
	prometheus = await startPrometheus({
		services: [checkout],
		kubeconfigPath: api.kubeconfigPath,
		clock: {nowMs: () => nowMs},
		seed: 1,
	});
	await prometheus.learned;
	const watched = 3;
	await vi.waitFor(() => expect(api.watching()).toHaveLength(watched));
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

const isRoute = ({path}: {readonly path: string}) => path.endsWith('/virtualservices');

it('follows a release as the cluster reports it, step by step, to its end', async () => {
	expect(canaryPercents()).toEqual([0]);
	nowMs += 10_000;
	api.playUntil(isRoute);
	await vi.waitFor(() => expect(canaryPercents()).toEqual([0, 5]));
	const versions = prometheus.model
		.history('shop/checkout')
		.at(-1)
		?.shares.map(({destination}) => `${destination.service}:${destination.tag}`);
	expect(versions).toEqual(['checkout-canary:3.0.0', 'checkout-stable:2.8.1']);
	nowMs += 10_000;
	api.playUntil(() => false);
	await vi.waitFor(() => expect(canaryPercents().at(-1)).toBe(0));
	expect(canaryPercents()).toContain(50);
	const last = prometheus.model.history('shop/checkout').at(-1);
	expect(last?.shares.find(({share}) => share === 1)?.destination).toMatchObject({
		service: 'checkout-stable',
		tag: '3.0.0',
	});
});

it('the measured traffic follows', async () => {
	nowMs += 10_000;
	api.playUntil(isRoute);
	await vi.waitFor(() => expect(canaryPercents()).toEqual([0, 5]));
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

it('lists anew when its watches have expired', async () => {
	const before = api.requests();
	api.expire();
	await vi.waitFor(() => expect(api.watching()).toHaveLength(3));
	expect(api.requests()).toBeGreaterThan(before + 3);
	api.playUntil(isRoute);
	await vi.waitFor(() => expect(canaryPercents()).toEqual([0, 5]));
});
