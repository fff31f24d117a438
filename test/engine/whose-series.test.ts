import {describe, expect, test} from 'vitest';
import {readTraffic} from '../../source/engine/queries/read-traffic.ts';
import {connect, connected, errorOf, never, trafficBy} from './support/connected.ts';
import {type Counted, storedMetrics} from './support/stored-metrics.ts';

/** Two clusters with the same names: the first without failures, the second with a third of its requests failed. */
function clustersBy(label: string, [first, second]: readonly [string, string]): readonly Counted[] {
	const named = (value: string) => (value === '' ? {} : {labels: {[label]: value}});
	return [
		{service: 'catalog', perSecond: 10, ...named(first)},
		{service: 'catalog', perSecond: 60, ...named(second)},
		{service: 'catalog', code: '503', perSecond: 30, ...named(second)},
	];
}

describe('several clusters in one Prometheus', () => {
	test.each(['cluster', 'cluster_name', 'k8s_cluster', 'k8s_cluster_name', 'clusterID', 'eks_cluster', 'tenant_id'])(
		'that %s tells apart make perch ask for the setting, without figures',
		async label => {
			expect(errorOf(await connect(storedMetrics(clustersBy(label, ['eu1', 'us1']))))).toEqual({
				kind: 'severalClusters',
				message: `set prometheus.matchers to {${label}: eu1} or {${label}: us1}`,
			});
		},
	);

	test('of which one has no label make perch ask for the setting too', async () => {
		expect(errorOf(await connect(storedMetrics(clustersBy('cluster', ['', 'us1'])))).message).toBe(
			'set prometheus.matchers to {cluster: us1} or {cluster: ""}',
		);
	});

	test('give the figures of one with a matcher', async () => {
		const port = storedMetrics(clustersBy('cluster', ['eu1', 'us1']), {matchers: {cluster: 'eu1'}});
		expect(await trafficBy(port)).toEqual({catalog: [10, 0]});
		const other = storedMetrics(clustersBy('cluster', ['eu1', 'us1']), {matchers: {cluster: 'us1'}});
		expect(await trafficBy(other)).toEqual({catalog: [90, 30]});
	});

	test('give the figures of the one without the label with an empty matcher', async () => {
		const port = storedMetrics(clustersBy('cluster', ['', 'us1']), {matchers: {cluster: ''}});
		expect(await trafficBy(port)).toEqual({catalog: [10, 0]});
	});

	test('still make perch ask where the matcher is for another label', async () => {
		const counters = clustersBy('cluster', ['eu1', 'us1']).map(one => ({...one, labels: {...one.labels, env: 'prod'}}));
		expect(errorOf(await connect(storedMetrics(counters, {matchers: {env: 'prod'}}))).kind).toBe('severalClusters');
	});

	test('are named up to three, and the others are counted', async () => {
		const many = ['a', 'b', 'c', 'd', 'e'].map(cluster => ({service: 'catalog', perSecond: 1, labels: {cluster}}));
		expect(errorOf(await connect(storedMetrics(many))).message).toBe(
			'set prometheus.matchers to {cluster: a} or {cluster: b} or {cluster: c} or 2 more',
		);
	});

	test('that appear while figures are read end the figures', async () => {
		const before = await connected(storedMetrics(clustersBy('cluster', ['eu1', 'us1']).slice(0, 1)));
		const after = {...before, port: storedMetrics(clustersBy('cluster', ['eu1', 'us1']))};
		expect(errorOf(await readTraffic([after], 60, never)).kind).toBe('severalClusters');
	});
});

describe('the clusters that Istio names', () => {
	test('make perch ask nothing for calls from another cluster, as the callee counted them', async () => {
		const calls = ['eu1', 'us1'].map(source_cluster => ({
			service: 'catalog',
			perSecond: 10,
			labels: {reporter: 'destination', source_cluster, destination_cluster: 'eu1'},
		}));
		expect(await trafficBy(storedMetrics(calls))).toEqual({catalog: [20, 0]});
	});

	test('make perch ask nothing for calls to another cluster, as callers of one cluster counted them', async () => {
		const calls = ['eu1', 'us1', 'unknown'].map(destination_cluster => ({
			service: 'catalog',
			perSecond: 10,
			labels: {source_cluster: 'eu1', destination_cluster},
		}));
		expect(await trafficBy(storedMetrics(calls))).toEqual({catalog: [30, 0]});
	});

	test('make perch ask for the setting where the callers of two clusters report here', async () => {
		const calls = clustersBy('source_cluster', ['eu1', 'us1']);
		expect(errorOf(await connect(storedMetrics(calls))).message).toBe(
			'set prometheus.matchers to {source_cluster: eu1} or {source_cluster: us1}',
		);
		expect(await trafficBy(storedMetrics(calls, {matchers: {source_cluster: 'eu1'}}))).toEqual({catalog: [10, 0]});
	});
});

describe('copies of one series', () => {
	const copies = (label: string): readonly Counted[] =>
		['a', 'b'].flatMap(replica => [
			{service: 'currency', perSecond: 50, labels: {[label]: replica, pod: 'currency-1'}},
			{service: 'currency', perSecond: 20, labels: {[label]: replica, pod: 'currency-2'}},
			{service: 'currency', code: '503', perSecond: 5, labels: {[label]: replica, pod: 'currency-2'}},
		]);

	test.each(['prometheus_replica', 'replica', '__replica__', 'thanos_replica'])(
		'by %s count once, and different pods still add up',
		async label => {
			expect(await trafficBy(storedMetrics(copies(label)))).toEqual({currency: [75, 5]});
		},
	);

	test('are not assumed where a label of that name tells pods apart', async () => {
		const pods = ['0', '1'].map(replica => ({
			service: 'currency',
			perSecond: 10,
			labels: {replica, pod: `currency-${replica}`},
		}));
		expect(await trafficBy(storedMetrics(pods))).toEqual({currency: [20, 0]});
	});

	test('of which one missed a scrape count as the other copy says', async () => {
		const late = copies('replica').map((one, at) => (at >= 3 ? {...one, perSecond: one.perSecond / 2} : one));
		expect(await trafficBy(storedMetrics(late))).toEqual({currency: [75, 5]});
	});

	test('that appear while figures are read count once from the first poll on', async () => {
		const before = await connected(storedMetrics([{service: 'currency', perSecond: 50}]));
		expect(before.scope.copiesBy).toEqual([]);
		const read = await readTraffic([{...before, port: storedMetrics(copies('prometheus_replica'))}], 60, never);
		expect(read).toMatchObject({
			ok: true,
			value: {
				reads: [
					{
						value: [{requestsPerSecond: expect.closeTo(75)}],
						connection: {scope: {copiesBy: ['prometheus_replica']}},
					},
				],
			},
		});
	});

	test('change no query where there are none', async () => {
		const port = storedMetrics([{service: 'currency', perSecond: 50}]);
		await trafficBy(port);
		expect(port.queries.filter(promql => promql.includes('max without'))).toEqual([]);
		// One question to connect, one for the poll.
		expect(port.queries).toHaveLength(2);
	});
});

describe('a matcher', () => {
	test('with a wrong value is an error that lists the existing values', async () => {
		const port = storedMetrics(clustersBy('cluster', ['eu1', 'us1']), {matchers: {cluster: 'prod-eu1'}});
		expect(errorOf(await connect(port))).toEqual({
			kind: 'notConfigured',
			message: 'prometheus.matchers {cluster: prod-eu1} fit no series: cluster is eu1 or us1 here',
		});
	});

	test('with a wrong label is an error that names the label', async () => {
		const port = storedMetrics([{service: 'catalog', perSecond: 1}], {matchers: {klaster: 'eu1'}});
		expect(errorOf(await connect(port)).message).toBe(
			'prometheus.matchers {klaster: eu1} fit no series: klaster is not set here',
		);
	});

	test('is read as a value, not as an expression', async () => {
		const port = storedMetrics(clustersBy('cluster', ['eu1', 'us1']), {matchers: {cluster: 'eu.*'}});
		expect(errorOf(await connect(port)).message).toContain('{cluster: eu.*} fit no series');
	});

	test.each(['eu "1"', 'a\\', '{x="y"}', '=~".*"', 'a\nb'])('fits the value %j as it is', async cluster => {
		const port = storedMetrics(clustersBy('cluster', [cluster, 'us1']), {matchers: {cluster}});
		expect(await trafficBy(port)).toEqual({catalog: [10, 0]});
	});

	test.each(['response_code', 'grpc_response_status', 'destination_canonical_revision', 'le'])(
		'of %s is refused, as it would hide failures or a version',
		async label => {
			const port = storedMetrics([{service: 'catalog', perSecond: 1, labels: {[label]: '200'}}], {
				matchers: {[label]: '200'},
			});
			expect(errorOf(await connect(port))).toEqual({
				kind: 'notConfigured',
				message: `prometheus.matchers: ${label} tells failures or versions apart, and would hide some: match clusters by another label`,
			});
		},
	);

	test('of a label that the questions match as well narrows them', async () => {
		const counters = [
			{service: 'catalog', perSecond: 10},
			{service: 'catalog', perSecond: 7, labels: {destination_service_namespace: 'other'}},
		];
		const port = storedMetrics(counters, {matchers: {destination_service_namespace: 'shop'}});
		expect(await trafficBy(port)).toEqual({catalog: [10, 0]});
	});
});
