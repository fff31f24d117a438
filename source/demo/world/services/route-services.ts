import type {ShopService, ShopVersion} from '../../contract.ts';
import {steadyVersion} from './steady-version.ts';

/** A service whose two versions run side by side, each as a Deployment; a person moves its requests between them. */
export interface RoutedService extends ShopService {
	readonly namespace: 'routes';
	/** The names of the two Deployments, the older version first: `reviews-v1`. */
	readonly sides: readonly [Side, Side];
}

export interface Side {
	readonly suffix: string;
	readonly replicas: number;
}

const ingress = {service: 'istio-system/istio-ingressgateway', share: 1};

const routed = (
	name: string,
	rps: number,
	versions: readonly [ShopVersion, ShopVersion],
	suffixes: readonly [string, string] = ['v1', 'v2'],
	replicas: readonly [number, number] = [2, 1],
): RoutedService => ({
	namespace: 'routes',
	name,
	workload: 'deployment',
	replicas: replicas[0],
	rps,
	dailySwing: 0.25,
	callers: [ingress],
	versions,
	sides: [
		{suffix: suffixes[0], replicas: replicas[0]},
		{suffix: suffixes[1], replicas: replicas[1]},
	],
});

const stableCanary = ['stable', 'canary'] as const;

/** The services of the namespace `routes`: one for each way of shifting traffic by hand. */
export const routeServices: readonly RoutedService[] = [
	routed('reviews', 96, [
		steadyVersion('1.18.0', 34),
		// Slower, but without more errors.
		{tag: '1.19.0', errorRatio: 0.0004, latencyMedianMs: 52, tail: {share: 0.14, medianMs: 900}},
	]),
	routed('offers', 64, [steadyVersion('3.2.1', 21), steadyVersion('3.3.0', 20)], stableCanary),
	routed('invoices', 22, [steadyVersion('5.0.4', 41), steadyVersion('5.1.0', 40)]),
	routed('details', 78, [steadyVersion('2.6.0', 18), steadyVersion('2.7.0', 17)]),
	routed('profiles', 44, [steadyVersion('7.4.2', 25), steadyVersion('7.5.0', 25)]),
	// The newer version is scaled to zero, while the route still sends requests there.
	routed('sessions', 1, [steadyVersion('1.9.3', 12), steadyVersion('2.0.0', 12)], ['v1', 'v2'], [2, 0]),
	{
		...routed('shipping', 38, [steadyVersion('4.1.0', 29), steadyVersion('4.2.0', 28)]),
		// What both versions depend on fails for five minutes.
		incident: {fromSeconds: 180, toSeconds: 480, errorRatio: 0.2},
	},
	routed('ratings', 85, [
		steadyVersion('1.3.0', 15, {errorRatio: 0.0008}),
		// Gets worse 90 seconds after the demo's start.
		{
			tag: '1.4.0',
			errorRatio: 0.07,
			latencyMedianMs: 16,
			tail: {share: 0.05, medianMs: 400},
			turnsAfterSeconds: 90,
			before: {errorRatio: 0.0008, tail: {share: 0.02, medianMs: 90}},
		},
	]),
	routed('comments', 30, [steadyVersion('0.8.0', 23), steadyVersion('0.9.0', 22)]),
	{
		...routed('landing', 120, [steadyVersion('12.0.0', 9), steadyVersion('12.1.0', 9)], stableCanary),
		// The new version fails for two minutes, and then no more.
		incident: {fromSeconds: 180, toSeconds: 300, errorRatio: 0.25, tag: '12.1.0'},
	},
	{
		...routed('storefront', 58, [steadyVersion('9.4.0', 26), steadyVersion('9.5.0', 25)], stableCanary),
		callers: [{service: 'ingress-nginx/ingress-nginx-controller', share: 1}],
	},
	routed('billing', 26, [steadyVersion('6.2.0', 37), steadyVersion('6.3.0', 36)]),
	routed('tickets', 52, [steadyVersion('2.14.0', 31), steadyVersion('2.15.0', 30)], ['blue', 'green'], [2, 2]),
];
