import type {ShopService} from '../../contract.ts';
import {statefulServices} from './stateful-services.ts';
import {steadyVersion} from './steady-version.ts';

/** The caller of all requests that no service of the shop sends. */
const ingress = 'istio-system/istio-ingressgateway';

/** The demo's shop. `versions` runs from the oldest revision that a ReplicaSet or a ControllerRevision still holds
 * to the newest one. The rates are consistent: a caller sends fewer requests than it gets. */
export const shop: readonly ShopService[] = [
	{
		// It fails with its calls to checkout, whose canary fails for it alone.
		namespace: 'web',
		name: 'frontend',
		workload: 'deployment',
		replicas: 6,
		rps: 940,
		dailySwing: 0.35,
		callers: [{service: ingress, share: 1}],
		failsWith: [{service: 'shop/checkout', share: 0.95}],
		versions: [
			steadyVersion('5.11.2', 31, {errorRatio: 0.0002}),
			steadyVersion('5.12.0', 30, {errorRatio: 0.0002}),
			steadyVersion('5.12.1', 30, {errorRatio: 0.0002}),
		],
	},
	{
		namespace: 'web',
		name: 'mobile',
		workload: 'deployment',
		replicas: 6,
		rps: 1180,
		dailySwing: 0.35,
		callers: [{service: ingress, share: 1}],
		versions: [steadyVersion('3.4.0', 24), steadyVersion('3.4.1', 24)],
	},
	{
		// Argo reports that 4.3.0 was aborted, while the active Service still selects it.
		namespace: 'web',
		name: 'search',
		workload: 'argo-blue-green',
		replicas: 4,
		rps: 130,
		dailySwing: 0.3,
		// Not frontend: it would not be clear with which of two services it fails.
		callers: [
			{service: ingress, share: 0.6},
			{service: 'web/mobile', share: 0.4},
		],
		versions: [
			steadyVersion('4.1.7', 52),
			steadyVersion('4.2.0', 50),
			{
				tag: '4.3.0',
				errorRatio: 0.062,
				latencyMedianMs: 71,
				tail: {share: 0.12, medianMs: 900},
				pods: 'half-ready',
			},
		],
	},
	{
		// A canary that gets worse during the demo: twenty times the errors, all of them for one caller, and a slow tail
		// that the median does not show.
		namespace: 'shop',
		name: 'checkout',
		workload: 'argo-canary',
		replicas: 8,
		rps: 813,
		dailySwing: 0.25,
		callers: [
			{service: 'web/mobile', share: 0.88},
			{service: 'web/frontend', share: 0.12},
		],
		versions: [
			steadyVersion('2.7.4', 46, {errorRatio: 0.0011}),
			steadyVersion('2.8.0', 44, {errorRatio: 0.0011}),
			steadyVersion('2.8.1', 44, {errorRatio: 0.001}),
			{
				tag: '2.9.0',
				errorRatio: 0.02,
				latencyMedianMs: 43,
				tail: {share: 0.055, medianMs: 620},
				turnsAfterSeconds: 8,
				turnsFor: 'web/frontend',
				before: {errorRatio: 0.001, tail: {share: 0.02, medianMs: 264}},
			},
			{tag: '2.9.1-broken', errorRatio: 1, latencyMedianMs: 2, tail: {share: 0, medianMs: 2}, pods: 'crash-loop'},
		],
	},
	{
		// A healthy canary that waits for a person.
		namespace: 'shop',
		name: 'cart',
		workload: 'argo-canary',
		replicas: 6,
		rps: 420,
		dailySwing: 0.3,
		callers: [
			{service: 'web/frontend', share: 0.55},
			{service: 'web/mobile', share: 0.45},
		],
		versions: [steadyVersion('1.11', 15), steadyVersion('1.12', 14), steadyVersion('1.13', 14)],
	},
	{
		namespace: 'shop',
		name: 'catalog',
		workload: 'deployment',
		replicas: 5,
		rps: 610,
		dailySwing: 0.35,
		callers: [
			{service: 'web/frontend', share: 0.6},
			{service: 'web/mobile', share: 0.3},
			{service: 'web/search', share: 0.1},
		],
		versions: [steadyVersion('8.0.3', 11), steadyVersion('8.1.0', 11)],
	},
	{
		namespace: 'shop',
		name: 'currency',
		workload: 'deployment',
		replicas: 2,
		rps: 210,
		dailySwing: 0.2,
		callers: [
			{service: 'shop/checkout', share: 0.7},
			{service: 'shop/cart', share: 0.3},
		],
		versions: [
			{tag: '7.0.0', errorRatio: 0, latencyMedianMs: 4, tail: {share: 0.02, medianMs: 10}},
			{tag: '7.1.0', errorRatio: 0, latencyMedianMs: 4, tail: {share: 0.02, medianMs: 10}},
		],
	},
	{
		// A Deployment in the middle of a rolling update.
		namespace: 'shop',
		name: 'recommend',
		workload: 'deployment',
		replicas: 24,
		rps: 330,
		dailySwing: 0.3,
		callers: [
			{service: 'web/frontend', share: 0.7},
			{service: 'shop/cart', share: 0.3},
		],
		versions: [steadyVersion('6.4.0', 66), steadyVersion('6.4.1', 64), steadyVersion('6.5.0', 58)],
	},
	{
		namespace: 'pay',
		name: 'gateway',
		workload: 'deployment',
		replicas: 3,
		rps: 55,
		dailySwing: 0.25,
		callers: [{service: 'shop/checkout', share: 1}],
		versions: [
			{tag: '1.29.6', errorRatio: 0.0031, latencyMedianMs: 38, tail: {share: 0.05, medianMs: 310}},
			{tag: '1.30.0', errorRatio: 0.0031, latencyMedianMs: 38, tail: {share: 0.05, medianMs: 310}},
		],
	},
	{
		// A canary with so few requests that for minutes no statement about it is possible.
		namespace: 'pay',
		name: 'ledger',
		workload: 'argo-canary',
		replicas: 3,
		rps: 3,
		dailySwing: 0.2,
		callers: [{service: 'pay/gateway', share: 1}],
		versions: [steadyVersion('2.9', 19), steadyVersion('3.0', 18), steadyVersion('3.1', 18)],
	},
	{
		namespace: 'pay',
		name: 'reports',
		workload: 'deployment',
		replicas: 1,
		rps: 0,
		dailySwing: 0,
		callers: [],
		versions: [steadyVersion('0.9.2', 120)],
	},
	{
		namespace: 'pay',
		name: 'fraud',
		workload: 'deployment',
		replicas: 2,
		rps: 48,
		dailySwing: 0.25,
		callers: [{service: 'pay/gateway', share: 1}],
		versions: [steadyVersion('2024.11', 27), steadyVersion('2026.10', 26)],
	},
	...statefulServices,
];
