import type {ShopService} from '../../../../source/demo/contract.ts';
import {instantQuery} from '../../../../source/demo/prometheus/promql/query.ts';
import {semanticsOf} from '../../../../source/demo/prometheus/promql/semantics.ts';
import {createScrapeGrid} from '../../../../source/demo/prometheus/series/scrape-grid.ts';
import {
	createTrafficModel,
	type Destination,
	serviceKey,
	type TrafficShare,
} from '../../../../source/demo/prometheus/series/traffic-model.ts';
import {createWorldSource} from '../../../../source/demo/prometheus/series/world-source.ts';

export const startMs = Date.parse('2026-11-21T10:00:00Z');

export const checkout: ShopService = {
	namespace: 'shop',
	name: 'checkout',
	workload: 'argo-canary',
	replicas: 4,
	rps: 100,
	dailySwing: 0.3,
	callers: [
		{service: 'web/frontend', share: 0.75},
		{service: 'web/mobile', share: 0.25},
	],
	versions: [
		{tag: '2.8.1', errorRatio: 0.01, latencyMedianMs: 40, tail: {share: 0.02, medianMs: 240}},
		{
			tag: '2.9.0',
			errorRatio: 0.2,
			latencyMedianMs: 40,
			tail: {share: 0.1, medianMs: 700},
			turnsAfterSeconds: 8,
			before: {errorRatio: 0.01, tail: {share: 0.02, medianMs: 240}},
		},
	],
};

export const destination = (service: string, tag: string, canonicalRevision = 'latest'): Destination => ({
	service,
	workload: 'checkout',
	canonicalService: 'checkout',
	canonicalRevision,
	tag,
	pods: {name: `checkout-${hashes[tag] ?? 'hash'}`, isPod: false, ownerKind: 'Rollout'},
});

const hashes: Readonly<Record<string, string>> = {'2.8.1': '58c56f75fc', '2.9.0': '866cfb757'};

export const canaryShares = (canary: number): readonly TrafficShare[] => [
	{destination: destination('checkout-stable', '2.8.1'), share: 1 - canary},
	{destination: destination('checkout-canary', '2.9.0'), share: canary},
];

/** A world of one service whose clock moves only by `goTo`. */
export const createWorld = ({seed = 1, service = checkout, intervalMs = 1000} = {}) => {
	let nowMs = startMs;
	const clock = {nowMs: () => nowMs};
	const model = createTrafficModel({services: [service], seed, startMs});
	const grid = createScrapeGrid({clock, intervalMs, originMs: model.originMs});
	const source = createWorldSource(model, grid);
	return {
		model,
		grid,
		source,
		clock,
		key: serviceKey(service),
		goTo: (atMs: number) => {
			nowMs = atMs;
		},
		/** Values of a query now, by the value of one label. */
		ask: (query: string, label = 'destination_service_name'): Readonly<Record<string, number>> => {
			const answer = instantQuery(query, nowMs, {source, semantics: semanticsOf('2.42.0')});
			if (answer.kind !== 'vector') throw new Error(JSON.stringify(answer));
			return Object.fromEntries(answer.vector.map(({labels, value}) => [labels[label] ?? '', value]));
		},
	};
};
