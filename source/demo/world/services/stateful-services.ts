import type {ShopService} from '../../contract.ts';
import {steadyVersion} from './steady-version.ts';

const steady = (tag: string, latencyMedianMs: number) =>
	steadyVersion(tag, latencyMedianMs, {errorRatio: 0.0001, tailFactor: 5});

/** The services of the namespace `data`, whose workloads are StatefulSets and a DaemonSet. */
export const statefulServices: readonly ShopService[] = [
	{
		// The partition is the canary: only the last pod has the newest version, until a person lowers the partition.
		namespace: 'data',
		name: 'ledger-db',
		workload: 'stateful-set',
		replicas: 5,
		rps: 40,
		dailySwing: 0.25,
		callers: [{service: 'pay/gateway', share: 1}],
		versions: [
			steady('15.8', 6),
			steady('16.3', 6),
			steady('16.4', 5),
			{tag: '16.5-broken', errorRatio: 1, latencyMedianMs: 2, tail: {share: 0, medianMs: 2}, pods: 'crash-loop'},
		],
	},
	{
		// An update with OnDelete, which changes nothing until a person deletes pods.
		namespace: 'data',
		name: 'catalog-index',
		workload: 'stateful-set',
		replicas: 3,
		rps: 90,
		dailySwing: 0.3,
		callers: [{service: 'shop/catalog', share: 1}],
		versions: [steady('9.1.0', 8), steady('9.2.0', 8)],
	},
	{
		// A DaemonSet in the middle of a rolling update: one pod for each node.
		namespace: 'data',
		name: 'feature-cache',
		workload: 'daemon-set',
		replicas: 4,
		rps: 120,
		dailySwing: 0.3,
		callers: [{service: 'shop/recommend', share: 1}],
		versions: [steady('2.3.0', 3), steady('2.4.0', 3), steady('2.5.0', 3)],
	},
];
