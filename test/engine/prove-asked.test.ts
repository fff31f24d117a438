import {describe, expect, test} from 'vitest';
import {createAsker} from '../../source/engine/queries/asker.ts';
import {charts} from '../../source/engine/questions/charts.ts';
import {latency} from '../../source/engine/questions/latency.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import {connected, never} from './support/connected.ts';
import {checkout} from './support/recorded.ts';
import {type Counted, storedMetrics} from './support/stored-metrics.ts';

const services = [{namespace: 'shop', name: 'currency'}];
const proven = {anchor: checkout, services};
const matchers = {cluster: 'prod-eu1'};
const counters: readonly Counted[] = [
	{service: 'currency', perSecond: 50, labels: matchers},
	{service: 'currency', code: '503', perSecond: 5, labels: matchers},
	{service: 'currency', perSecond: 54, labels: {...matchers, reporter: 'destination'}},
	{service: 'catalog', perSecond: 20, labels: matchers},
];

async function askerOf(port: ReturnType<typeof storedMetrics>) {
	const connection = await connected(port);
	// Only what is asked from now on.
	const before = port.queries.length;
	const asker = createAsker({connections: [connection], isOrdered: false, meshes: [], signal: never, replace() {}});
	return {asker, sent: () => port.queries.slice(before)};
}

function promqlIn(queries: readonly {readonly promql: string}[] | undefined): readonly string[] {
	return (queries ?? []).map(({promql}) => promql);
}

describe('the PromQL that an answer keeps', () => {
	test('of a poll is what Prometheus was asked, with its window and its scope', async () => {
		const {asker, sent} = await askerOf(storedMetrics(counters, {matchers}));
		const answer = await poll.ask(asker, {windowSeconds: 60, visible: services, proven});
		if (!answer.ok) throw new Error(answer.error.message);
		const {traffic, latency: histograms, series} = answer.value;
		const kept = [traffic.sent, histograms?.sent, series?.sent].flatMap(promqlIn);
		expect(kept.toSorted()).toEqual(sent().toSorted());
		for (const promql of kept) expect(promql).toMatch(/\{.*cluster="prod-eu1"\}\[60s\]/);
	});

	test('of a poll that finds copies of its series is that of the second time, which counts them once', async () => {
		const alone = await connected(storedMetrics([{service: 'currency', perSecond: 50}]));
		const copies = ['a', 'b'].map(prometheus_replica => ({
			service: 'currency',
			perSecond: 50,
			labels: {prometheus_replica},
		}));
		const port = storedMetrics(copies);
		const connections = [{...alone, port}];
		const asker = createAsker({connections, isOrdered: false, meshes: [], signal: never, replace() {}});
		const answer = await poll.ask(asker, {windowSeconds: 60, visible: [], proven: null});
		const [first, second] = port.queries;
		expect(first).not.toContain('max without');
		expect(second).toContain('max without (prometheus_replica)');
		expect(answer.ok && promqlIn(answer.value.traffic.sent)).toEqual([second]);
	});

	test('of the latency of services that came on screen is what Prometheus was asked', async () => {
		const {asker, sent} = await askerOf(storedMetrics(counters));
		const answer = await latency.ask(asker, {windowSeconds: 60, services, atMs: 0});
		expect(answer.ok && promqlIn(answer.value.sent)).toEqual(sent());
		expect(sent()).toHaveLength(1);
	});

	test('of charts is what Prometheus was asked, for the range that is told', async () => {
		const {asker, sent} = await askerOf(storedMetrics(counters));
		const answer = await charts.ask(asker, {
			anchor: checkout,
			services,
			rangeSeconds: 900,
			windowSeconds: 60,
			endMs: Date.parse('2026-11-29T12:00:00Z'),
		});
		if (!answer.ok) throw new Error(answer.error.message);
		expect([answer.value.sent.traffic, answer.value.sent.latency].flatMap(promqlIn)).toEqual(sent());
		expect(sent()).toHaveLength(2);
	});
});

test('each series of a proven row is told by itself, with its labels, and as the mesh reads it', async () => {
	const {asker} = await askerOf(storedMetrics(counters));
	const answer = await poll.ask(asker, {windowSeconds: 60, visible: [], proven});
	const series = answer.ok ? answer.value.series?.value : undefined;
	expect(
		series?.map(({labels, viewpoint, requestsPerSecond, errorsPerSecond}) => [
			labels.response_code,
			viewpoint,
			Math.round(requestsPerSecond),
			Math.round(errorsPerSecond),
		]),
	).toEqual([
		['200', 'source', 50, 0],
		['503', 'source', 5, 5],
		['200', 'destination', 54, 0],
	]);
});
