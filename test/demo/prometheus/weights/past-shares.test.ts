import {expect, it} from 'vitest';
import {pastShares} from '../../../../source/demo/prometheus/weights/past-shares.ts';
import {serviceOfApp, situation} from '../support/situation.ts';
import {checkout} from '../support/world.ts';

const originMs = Date.parse('2026-11-21T07:00:00Z');

/** The changes: their time, and `Service tag share` of each version that got requests. Repeats are left out. */
const told = (path: string, name: string, extra: 'with a Service' | 'as recorded' = 'as recorded') => {
	const {cluster, rollout, events, namespace} = situation(path);
	const services = extra === 'as recorded' ? cluster.services : [serviceOfApp(namespace, name)];
	const service = {...checkout, namespace, name};
	const periods = pastShares({service, objects: {...cluster, services}, rollout, events, originMs});
	return periods
		.map(({fromMs, shares}) => {
			const used = shares.filter(({share}) => share > 0);
			const parts = used.map(({destination, share}) => `${destination.service} ${destination.tag} ${share.toFixed(2)}`);
			return {at: new Date(fromMs).toISOString().slice(11, 19), shares: parts.join(', ')};
		})
		.filter(({shares}, index, all) => shares !== all[index - 1]?.shares);
};

it('a canary had the weights that its Events tell', () => {
	expect(told('argo-canary/02-paused-at-step-1', 'checkout')).toEqual([
		{at: '07:08:41', shares: 'checkout-stable 2.8.1 1.00'},
		{at: '07:11:16', shares: 'checkout-canary 2.9.0 0.05, checkout-stable 2.8.1 0.95'},
	]);
});

it('a blue/green sent everything to the old version until its active Service switched', () => {
	expect(told('argo-bluegreen/03-cut-over-old-still-running', 'frontend')).toEqual([
		{at: '07:08:42', shares: 'frontend 1.0.0 1.00'},
		{at: '07:27:42', shares: 'frontend 1.1.0 1.00'},
	]);
});

it('a rolling update shifted requests as its ReplicaSets were scaled', () => {
	expect(told('deployment/02-rolling', 'currency', 'with a Service')).toEqual([
		{at: '07:08:40', shares: 'currency 7.0.0 1.00'},
		{at: '07:37:38', shares: 'currency 7.0.0 0.75, currency 7.1.0 0.25'},
		{at: '07:37:39', shares: 'currency 7.0.0 0.50, currency 7.1.0 0.50'},
	]);
});

it('a canary of Flagger had the weights that its Events tell', () => {
	expect(told('flagger/04-waiting-promotion', 'cart')).toEqual([
		{at: '07:10:07', shares: 'cart-primary 12.0.0 1.00'},
		{at: '07:29:47', shares: 'cart-canary 13.0.0 0.10, cart-primary 12.0.0 0.90'},
		{at: '07:30:07', shares: 'cart-canary 13.0.0 0.20, cart-primary 12.0.0 0.80'},
		{at: '07:30:17', shares: 'cart-canary 13.0.0 0.30, cart-primary 12.0.0 0.70'},
		{at: '07:30:27', shares: 'cart-canary 13.0.0 0.40, cart-primary 12.0.0 0.60'},
		{at: '07:30:37', shares: 'cart-canary 13.0.0 0.50, cart-primary 12.0.0 0.50'},
	]);
});

it('without Events the present shares hold for the past, but no version is older than its ReplicaSet', () => {
	const {cluster, rollout, namespace} = situation('argo-canary/02-paused-at-step-1');
	const service = {...checkout, namespace};
	const periods = pastShares({service, objects: cluster, rollout, events: [], originMs});
	expect(periods.at(-1)?.shares.map(({share}) => share)).toEqual([0.05, 0.95]);
	expect(
		pastShares({service, objects: {...cluster, services: [], virtualServices: []}, rollout, events: [], originMs}),
	).toEqual([]);
});
