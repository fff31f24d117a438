import type {ShopService} from '../../contract.ts';
import type {Analysis, HookType, Webhook} from '../../controllers/flagger/canary-types.ts';
import {steadyVersion} from './steady-version.ts';

/** A service that Flagger releases. Durations are for normal speed. */
export interface FlaggerService extends ShopService {
	/** Without an interval: the shop's. */
	readonly analysis: Analysis;
	/** In seconds before the demo's start: the release of the first version and of each later one, and the start of
	 * the current release. */
	readonly pastAgoSeconds: readonly number[];
	readonly startedAgoSeconds: number;
	/** The weight at which its traffic gate closed, in percent. */
	readonly haltedAtWeight?: number;
}

/** The names by which webhooks and the service proxy reach the load tester. */
export const loadtesterName = 'flagger-loadtester';
export const loadtesterHost = `${loadtesterName}.site`;

const ingress = {service: 'istio-system/istio-ingressgateway', share: 1};

const steady = (tag: string, latencyMedianMs: number) => steadyVersion(tag, latencyMedianMs, {errorRatio: 0.0006});

export const gate = (type: HookType, name: string): Webhook => ({
	name,
	type,
	url: `http://${loadtesterHost}/gate/check`,
});
export const rollback: Webhook = {name: 'rollback', type: 'rollback', url: `http://${loadtesterHost}/rollback/check`};

export const flaggerMetrics = [
	{name: 'request-success-rate', interval: '1m', thresholdRange: {min: 99}},
	{name: 'request-duration', interval: '1m', thresholdRange: {max: 500}},
];

const hours = 3600;
const days = 24 * hours;

/** One service for each way in which Flagger releases. The last digits of their creation times keep their ticks
 * apart. */
export const flaggerServices: readonly FlaggerService[] = [
	{
		// Advances by itself, step by step, until the promotion waits for a person.
		namespace: 'site',
		name: 'wishlist',
		workload: 'deployment',
		replicas: 3,
		rps: 68,
		dailySwing: 0.25,
		callers: [ingress],
		versions: [steady('3.8.0', 24), steady('3.9.0', 23), steady('3.10.0', 23)],
		pastAgoSeconds: [37 * days, 6 * days],
		startedAgoSeconds: 38,
		analysis: {
			threshold: 5,
			stepWeight: 5,
			maxWeight: 50,
			metrics: flaggerMetrics,
			webhooks: [gate('confirm-promotion', 'promotion approval'), rollback],
		},
	},
	{
		// Each step needs a person; the second was approved minutes ago.
		namespace: 'site',
		name: 'giftcards',
		workload: 'deployment',
		replicas: 2,
		rps: 46,
		dailySwing: 0.25,
		callers: [ingress],
		versions: [steady('1.5.0', 31), steady('1.5.1', 30)],
		pastAgoSeconds: [11 * days + 9],
		startedAgoSeconds: 215,
		haltedAtWeight: 20,
		analysis: {
			threshold: 5,
			stepWeight: 10,
			maxWeight: 60,
			metrics: flaggerMetrics,
			webhooks: [gate('confirm-traffic-increase', 'step approval'), rollback],
		},
	},
	{
		// Its checks fail; at the threshold Flagger rolls it back.
		namespace: 'site',
		name: 'coupons',
		workload: 'deployment',
		replicas: 2,
		rps: 12,
		dailySwing: 0.2,
		callers: [ingress],
		versions: [
			steady('2.3.0', 19),
			{tag: '2.4.0', errorRatio: 0.034, latencyMedianMs: 20, tail: {share: 0.03, medianMs: 140}},
		],
		pastAgoSeconds: [15 * days + 7],
		startedAgoSeconds: 56,
		analysis: {threshold: 10, stepWeight: 10, maxWeight: 50, metrics: flaggerMetrics},
	},
	{
		// A/B: only requests that match get the canary.
		namespace: 'site',
		name: 'banners',
		workload: 'deployment',
		replicas: 2,
		rps: 88,
		dailySwing: 0.3,
		callers: [ingress],
		versions: [steady('7.1.0', 12), steady('7.2.0', 12)],
		pastAgoSeconds: [9 * days + 5],
		startedAgoSeconds: 58,
		analysis: {
			threshold: 3,
			iterations: 10,
			match: [{headers: {'x-insider': {exact: 'true'}}}, {headers: {cookie: {regex: '^(.*?;)?(insider=yes)(;.*)?$'}}}],
			metrics: flaggerMetrics,
			webhooks: [gate('confirm-promotion', 'go live'), rollback],
		},
	},
	{
		// Blue/green: waits for a person before its first pod starts.
		namespace: 'site',
		name: 'pricing',
		workload: 'deployment',
		replicas: 2,
		rps: 31,
		dailySwing: 0.2,
		callers: [ingress],
		versions: [steady('5.6.0', 16), steady('6.0.0', 15)],
		pastAgoSeconds: [18 * days + 2],
		startedAgoSeconds: 552,
		analysis: {
			threshold: 2,
			iterations: 5,
			webhooks: [
				gate('confirm-rollout', 'start approval'),
				rollback,
				{
					name: 'load test',
					type: 'rollout',
					url: `http://${loadtesterHost}/`,
					metadata: {type: 'cmd', cmd: 'hey -z 10s -q 10 -c 2 http://pricing-canary.site/'},
				},
			],
		},
	},
];
