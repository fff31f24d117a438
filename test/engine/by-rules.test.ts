import {describe, expect, test} from 'vitest';
import {poll} from '../../source/engine/questions/poll.ts';
import {presentMeshes} from '../../source/engine/questions/present-meshes.ts';
import {sampleAge} from '../../source/engine/questions/sample-age.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {type RecordingRule, recordingRules} from '../../source/meshes/rules/recording-rules.ts';
import {ruleNames} from '../../source/meshes/rules/rule-names.ts';
import {connected, trafficBy} from './support/connected.ts';
import {askerOf} from './support/one-asker.ts';
import {type Counted, type Evaluated, storedMetrics} from './support/stored-metrics.ts';

const newestMs = Date.parse('2026-11-29T12:00:00Z');
const counters: readonly Counted[] = [
	{service: 'catalog', perSecond: 40},
	{service: 'catalog', code: '503', perSecond: 2},
	{service: 'cart', perSecond: 7},
];
const overMinute: Evaluated = {rules: recordingRules(istio, 60), everySeconds: 15, times: 40};
const withRules = (rules: Partial<Evaluated> = {}, more: readonly Counted[] = counters) =>
	storedMetrics(more, {rules: {...overMinute, ...rules}});
const names = ruleNames(istio, 60);
const pollAsked = {windowSeconds: 60, visible: [], proven: null};

describe('recording rules that are evaluated', () => {
	test('answer about all services with the figures of the series themselves', async () => {
		const port = withRules();
		expect(await trafficBy(port)).toEqual(await trafficBy(storedMetrics(counters)));
		expect(port.queries.at(-1)).toBe(
			`max without ()(${names.requests}) and on () (time() - max(timestamp(${names.newestSample})) < 45)`,
		);
	});

	test('tell when the newest sample was scraped', async () => {
		const asker = await askerOf(withRules({endedSecondsAgo: 7}));
		const [first] = asker.connections;
		expect(first?.questions.newestSample().promql).toBe(`max(${names.newestSample})`);
		// Evaluated seven seconds before the newest sample, when the one before it was the newest.
		expect(await sampleAge.ask(asker, true)).toEqual({ok: true, value: newestMs - 15_000});
	});

	test('answer who calls whom', async () => {
		const asker = await askerOf(withRules());
		expect(asker.connections[0]?.questions.edges?.(60).promql).toContain(names.edges);
		// Of some services the series are asked: they are few.
		const some = [{namespace: 'shop', name: 'cart'}];
		expect(asker.connections[0]?.questions.edges?.(60, some).promql).not.toContain('client_service_version');
	});

	test('over a longer window make it the window of every figure', async () => {
		const port = storedMetrics(counters, {scrapeSeconds: 10, rules: overMinute});
		const {windowSeconds, scrapeIntervalSeconds, rules} = await connected(port);
		expect({windowSeconds, scrapeIntervalSeconds, rules}).toEqual({
			windowSeconds: 60,
			scrapeIntervalSeconds: 10,
			rules: {windowSeconds: 60, hasEdges: true, freshSeconds: 45},
		});
	});
});

const olderForm = ({record, expr}: RecordingRule) => ({record: record.replace(/_[0-9a-f]{6}:/, '_0a1b2c:'), expr});

describe('recording rules do not answer', () => {
	test.each<[string, Evaluated, object]>([
		['when they are no longer evaluated', {...overMinute, endedSecondsAgo: 90}, {because: 'stale', ageSeconds: 90}],
		['when they have just begun', {...overMinute, times: 3}, {because: 'few', ageSeconds: null}],
		[
			'when their window is too long',
			{...overMinute, rules: recordingRules(istio, 300)},
			{because: 'window', ageSeconds: null},
		],
		[
			'when their window holds too few samples',
			{...overMinute, rules: recordingRules(istio, 30)},
			{because: 'window', ageSeconds: null},
		],
		[
			'when another version of perch printed them',
			{...overMinute, rules: recordingRules(istio, 60).map(olderForm)},
			{because: 'form', ageSeconds: null},
		],
	])('%s', async (_when, rules, unused) => {
		const port = storedMetrics(counters, {rules});
		const connection = await connected(port);
		expect(connection).toMatchObject({rules: null, windowSeconds: 60, unusedRules: {mesh: 'istio', ...unused}});
		expect(await trafficBy(port)).toEqual(await trafficBy(storedMetrics(counters)));
	});

	test('where they add up copies of one series', async () => {
		const copies = ['a', 'b'].map(name => ({service: 'cart', perSecond: 7, labels: {my_replica: name}}));
		const {rules, unusedRules, scope} = await connected(withRules({}, copies));
		expect({rules, because: unusedRules?.because, copiesBy: scope.copiesBy}).toEqual({
			rules: null,
			because: 'copies',
			copiesBy: ['my_replica'],
		});
		expect(await trafficBy(withRules({}, copies))).toEqual({cart: [7, 0]});
	});

	test('where they add up copies, unless they were told to keep them apart', async () => {
		const copies = ['a', 'b'].map(name => ({service: 'cart', perSecond: 7, labels: {my_replica: name}}));
		const port = withRules({rules: recordingRules(istio, 60, ['my_replica'])}, copies);
		expect((await connected(port)).rules).not.toBeNull();
		expect(await trafficBy(port)).toEqual({cart: [7, 0]});
	});

	test('once they have stopped: the same poll asks the series, and says so', async () => {
		const asker = await askerOf(withRules());
		const stopped = withRules({endedSecondsAgo: 60});
		const after = {...asker, connections: asker.connections.map(one => ({...one, port: stopped}))};
		const answer = await poll.ask(after, pollAsked);
		if (!answer.ok) throw new Error(answer.error.message);
		const {traffic, rules} = answer.value;
		expect(traffic.value.map(({identity: {service}, requestsPerSecond}) => [service, requestsPerSecond])).toEqual([
			['catalog', expect.closeTo(42)],
			['cart', expect.closeTo(7)],
		]);
		expect(rules).toMatchObject({inUse: [], unused: [{mesh: 'istio', because: 'stale', windowSeconds: 60}]});
		expect(traffic.sent?.[0]?.promql).toContain('rate(istio_requests_total[60s])');
	});

	test('once their records are gone: the age of samples and the callers come from the series', async () => {
		const asker = await askerOf(withRules());
		const gone = storedMetrics(counters);
		const after = {...asker, connections: asker.connections.map(one => ({...one, port: gone}))};
		expect(await sampleAge.ask(after, true)).toEqual({ok: true, value: newestMs});
	});
});

describe('perch connects again', () => {
	test('when rules begin to be evaluated, and when they stop, not while they go on', async () => {
		const changed = async (before: ReturnType<typeof withRules>, after: ReturnType<typeof withRules>) => {
			const asker = await askerOf(before);
			return presentMeshes.ask({...asker, connections: asker.connections.map(one => ({...one, port: after}))}, true);
		};
		const without = () => storedMetrics(counters);
		expect(await changed(without(), withRules())).toEqual({ok: true, value: true});
		expect(await changed(withRules(), without())).toEqual({ok: true, value: true});
		expect(await changed(withRules(), withRules())).toEqual({ok: true, value: false});
		expect(await changed(without(), without())).toEqual({ok: true, value: false});
	});
});
