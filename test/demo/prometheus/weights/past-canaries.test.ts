import {expect, it} from 'vitest';
import type {ShopCanaries} from '../../../../source/demo/contract.ts';
import {beginOf, withPastCanaries} from '../../../../source/demo/prometheus/weights/past-canaries.ts';
import {pastShares} from '../../../../source/demo/prometheus/weights/past-shares.ts';
import {pastCanaries} from '../../../../source/demo/world/past-canaries.ts';
import {stories} from '../../../../source/demo/world/stories/stories.ts';
import {situation} from '../support/situation.ts';
import {checkout} from '../support/world.ts';

const {cluster, rollout, events, namespace} = situation('argo-canary/02-paused-at-step-1');
const service = {...checkout, namespace};
/** 2.8.1 serves since 07:08:41; the canary of 2.9.0 has 5 % since 07:11:16. */
const startMs = Date.parse('2026-11-21T07:20:00Z');
const daySeconds = 86_400;

const past: ShopCanaries = {
	firstTag: '2.7.0',
	canaries: [
		{
			...{tag: '2.8.0', agoSeconds: 3 * daySeconds, promotedAfterSeconds: 1_200},
			shares: [
				{afterSeconds: 0, share: 0.05},
				{afterSeconds: 600, share: 0.5},
			],
		},
		{
			// Twenty seconds after the first ReplicaSet of 2.8.1 came.
			...{tag: '2.8.1', agoSeconds: 660, promotedAfterSeconds: 60},
			shares: [{afterSeconds: 0, share: 0.1}],
		},
	],
};

it('a service had the canaries of its story before those that the cluster tells of', () => {
	const originMs = beginOf(past, startMs);
	const told = pastShares({service, objects: cluster, rollout, events, originMs});
	const periods = withPastCanaries(told, past, {service, objects: cluster, startMs});
	const shown = periods.map(({fromMs, shares}) => {
		const used = shares.filter(({share}) => share > 0);
		const parts = used.map(({destination, share}) => `${destination.service} ${destination.tag} ${share.toFixed(2)}`);
		return `${new Date(fromMs).toISOString().slice(5, 19)} ${parts.toSorted().join(', ')}`;
	});
	expect(shown.filter((text, at) => text.slice(15) !== shown[at - 1]?.slice(15))).toEqual([
		'11-17T07:20:00 checkout-stable 2.7.0 1.00',
		'11-18T07:20:00 checkout-canary 2.8.0 0.05, checkout-stable 2.7.0 0.95',
		'11-18T07:30:00 checkout-canary 2.8.0 0.50, checkout-stable 2.7.0 0.50',
		'11-18T07:40:00 checkout-stable 2.8.0 1.00',
		'11-21T07:09:00 checkout-canary 2.8.1 0.10, checkout-stable 2.8.0 0.90',
		'11-21T07:10:00 checkout-stable 2.8.1 1.00',
		'11-21T07:11:16 checkout-canary 2.9.0 0.05, checkout-stable 2.8.1 0.95',
	]);
	for (const [at, {fromMs}] of periods.entries())
		expect(fromMs).toBeGreaterThanOrEqual(periods[at - 1]?.fromMs ?? originMs);
});

it('the last canaries of a service came when its story says that their versions did', () => {
	for (const [key, {canaries}] of Object.entries(pastCanaries)) {
		const released = stories[key]?.pastAgoSeconds ?? [];
		const last = canaries.slice(-released.length);
		expect(last).toHaveLength(released.length);
		for (const [at, {agoSeconds}] of last.entries()) {
			// Its ReplicaSet is older than its first request, by minutes.
			const before = (released[at] ?? 0) - agoSeconds;
			expect(before).toBeGreaterThan(0);
			expect(before).toBeLessThan(900);
		}
	}
});
