import {line, safe} from '../../../source/domain/safe-text.ts';
import type {PodRow, ServiceView, VersionRow} from '../../../source/engine/screens/service.ts';
import type {PolicyLine} from '../../../source/engine/screens/traffic-policy.ts';
import {points, releaseCharts, wave} from './charts.ts';
import {service as serviceRow} from './home.ts';
import {footerOf, header, ofPaused, value} from './shop.ts';

export const pods: readonly PodRow[] = [
	...Array.from({length: 2}, (_, index) => pod(`checkout-6d5f9c7b8-${'xk'.charAt(index)}2x9${index}`, '2.9.0', '6m')),
	...Array.from({length: 4}, (_, index) => pod(`checkout-7c9d8b5f4-q${index}w8${index}`, '2.8.1', '6d')),
];

function pod(name: string, tag: string, age: string): PodRow {
	return {
		name: line(name),
		tag: line(tag),
		state: safe`Running`,
		isReady: true,
		restarts: 0,
		node: line(`ip-10-0-12-${name.at(-1)}.eu-west-1`),
		age: line(age),
	};
}

export const versions: readonly VersionRow[] = [
	{
		role: 'stable',
		tag: safe`2.8.1`,
		revision: safe`r41`,
		pods: safe`8/8`,
		now: value(653),
		errorRatio: value(0.001),
		latencyP95Ms: value(117),
		share: value(0.8),
	},
	{
		role: 'canary',
		tag: safe`2.9.0`,
		revision: safe`r42`,
		pods: safe`2/2`,
		now: value(163),
		errorRatio: value(0.0052),
		latencyP95Ms: value(121),
		share: value(0.2),
	},
];

/** Every concept at once. */
export const policy: readonly PolicyLine[] = [
	{label: safe`fault`, text: safe`FAULT INJECTED: 503 for 10 % (beta: header x-beta = yes)`, tone: 'critical'},
	{
		label: safe`outliers`,
		text: safe`2 of 2 canary pods EJECTED NOW by outlier detection of a caller · out after 5 5xx in a row for 60s, at most 50 %`,
		tone: 'warning',
	},
	{label: safe`failover`, text: safe`does nothing without outlier detection: us-east → us-west`, tone: 'warning'},
	{label: safe`route`, text: safe`timeout 10s, 3 retries (2s a try) on 5xx,reset`, tone: 'text'},
	{label: safe`mTLS`, text: safe`STRICT (PeerAuthentication shop/default)`, tone: 'quiet'},
	{label: safe`balancer`, text: safe`least request`, tone: 'quiet'},
	{label: safe`pool`, text: safe`100 connections · 50 pending · 10 requests/connection`, tone: 'quiet'},
];

const defaultPolicy: readonly PolicyLine[] = [
	{
		label: safe`policy`,
		text: safe`defaults · mTLS PERMISSIVE: plain text is accepted too`,
		tone: 'quiet',
	},
];

export const serviceView: ServiceView = {
	header,
	name: safe`shop/checkout`,
	now: serviceRow('shop/checkout', {
		rps: 816,
		failedPerMinute: 88,
		latencyP50Ms: value(31),
		latencyP95Ms: value(118),
		latencyP99Ms: value(402),
		flags: [safe`canary`],
	}),
	range: safe`15 min`,
	charts: [
		{...releaseCharts[0]},
		{
			...releaseCharts[1],
			title: safe`latency ms`,
			lines: [
				{label: safe`p50`, role: 'p50', points: points((_, index) => 31 + 2 * wave(index))},
				{label: safe`p95`, role: 'p95', points: points((_, index) => 118 + 6 * wave(index))},
				{
					label: safe`p99`,
					role: 'p99',
					points: points((at, index) => 300 + (at > 0.72 ? 102 : 0) + 14 * wave(index * 1.3)),
				},
			],
		},
		{...releaseCharts[2]},
	],
	chartIndex: null,
	versions,
	versionsOver: safe`over 1m`,
	intent: null,
	cannotTell: null,
	policy: defaultPolicy,
	pods,
	morePods: 4,
	hasRelease: true,
	empty: null,
	footer: footerOf('service', ofPaused),
};
