import {expect, test} from 'vitest';
import {serviceKey} from '../../source/domain/cluster/keys.ts';
import {ok} from '../../source/domain/result.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {createMetricsRunner} from '../../source/engine/asking/metrics-runner.ts';
import {type ChartData, charts} from '../../source/engine/questions/charts.ts';
import {questions} from '../../source/engine/questions/questions.ts';
import {type TrendData, trend} from '../../source/engine/questions/trend.ts';
import type {EventBody} from '../../source/engine/state/events.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';
import {prod} from '../support/prod.ts';
import {storedMetrics} from './support/stored-metrics.ts';

const services = [{namespace: 'shop', name: 'catalog'}];

/** Rates of catalog at three instants; at the second one another cluster reports as well. */
const range: MetricsPort['range'] = async ({promql}) => {
	const bound = promql.includes('_bucket') ? {le: '+Inf'} : {};
	const of = (cluster: string, value: number) => {
		const labels = {
			reporter: 'source',
			destination_service_namespace: 'shop',
			destination_service_name: 'catalog',
			...bound,
			// Histograms have no cluster label: they are not grouped by cluster.
			...(promql.includes('_bucket') ? {} : {cluster}),
		};
		return {labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])), value};
	};
	const instants = [
		{atMs: 1_000, samples: [of('eu1', 10)]},
		{atMs: 2_000, samples: [of('eu1', 10), of('us1', 90)]},
		{atMs: 3_000, samples: [of('eu1', 10)]},
	];
	return ok({instants, warnings: []});
};

test('past instants at which two clusters reported are left out of charts and trends', async () => {
	const happenings: EventBody[] = [];
	let heard = () => {};
	const runner = createMetricsRunner({
		meshes: [istio],
		isOrdered: false,
		questions,
		connectMetrics: async () =>
			ok({...storedMetrics([{service: 'catalog', perSecond: 10, labels: {cluster: 'eu1'}}]), range}),
		dispatch(happening) {
			happenings.push(happening);
			heard();
		},
		signal: new AbortController().signal,
	});
	const next = (count: number) =>
		new Promise<void>(resolve => {
			heard = () => happenings.length >= count && resolve();
			heard();
		});
	runner.run({kind: 'connectMetrics', generation: 1});
	await next(1);
	const asked = {services, windowSeconds: 60, rangeSeconds: 120, endMs: 60_000};
	runner.run({kind: 'ask', question: trend.id, generation: 1, asked});
	await next(2);
	const anchor = serviceKey(prod, 'shop', 'catalog');
	runner.run({kind: 'ask', question: charts.id, generation: 1, asked: {...asked, anchor}});
	await next(3);
	const [, trends, drawn] = happenings;
	if (trends?.kind !== 'answered' || !trends.result.ok) throw new Error('no trend');
	if (drawn?.kind !== 'answered' || !drawn.result.ok) throw new Error('no charts');
	const {traffic, latency} = drawn.result.value as ChartData;
	const times = (instants: readonly {readonly atMs: number}[]) => instants.map(({atMs}) => atMs);
	const small = trends.result.value as TrendData;
	expect(times(small.traffic)).toEqual([1_000, 3_000]);
	expect(times(small.latency)).toEqual([1_000, 3_000]);
	expect(times(traffic)).toEqual([1_000, 3_000]);
	expect(times(latency)).toEqual([1_000, 3_000]);
});
