import {expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {Ejection, MeshQuery} from '../../source/meshes/contract.ts';
import {ejectionsQuery} from '../../source/meshes/istio/istio-ejections.ts';

const services = [
	{namespace: 'test', name: 'reviews'},
	{namespace: 'shop', name: 'cart'},
];
const read = (samples: readonly (readonly [cluster: string, value: number])[]) =>
	asked().read(samples.map(([cluster, value]) => ({labels: {cluster_name: ident(cluster)}, value})));

function asked(): MeshQuery<readonly Ejection[]> {
	const ask = ejectionsQuery(scopeOf({}));
	if (!ask) throw new Error('nothing is asked');
	return ask(services);
}

test('Istio asks for ejections with one small query, for the Envoy clusters of these services', () => {
	expect(asked().promql).toBe(
		'max by (cluster_name)(envoy_cluster_outlier_detection_ejections_active{cluster_name=~' +
			'"outbound\\\\|[0-9]+\\\\|[^|]*\\\\|(cart\\\\.shop\\\\.svc\\\\.|reviews\\\\.test\\\\.svc\\\\.).*"})',
	);
});

test('Istio reads ejections by service and subset, as the most of its ports, with or without a last semicolon', () => {
	const {value} = read([
		['outbound|80|v2|reviews.test.svc.cluster.local', 1],
		['outbound|9080|v2|reviews.test.svc.cluster.local;', 2],
		['outbound|80||cart.shop.svc.example.org', 0],
	]);
	expect(value).toEqual([
		{service: services[0], subset: 'v2', ejected: 2},
		{service: services[1], subset: null, ejected: 0},
	]);
});

test('Istio leaves out other clusters and samples without a count, and counts them as unmatched', () => {
	const names = ['inbound|8080||', 'outbound|80||reviews.other.svc.cluster.local', 'outbound_reviews_80', ''];
	expect(read(names.map(name => [name, 1]))).toEqual({value: [], unmatched: 4});
	expect(read([['outbound|80||cart.shop.svc.cluster.local', Number.NaN]])).toEqual({value: [], unmatched: 1});
});

test('Istio cannot ask for ejections where clusters are told apart by a label that Envoy itself uses', () => {
	expect(ejectionsQuery(scopeOf({cluster_name: 'prod-eu1'}))).toBeNull();
	expect(ejectionsQuery(scopeOf({cluster: 'prod-eu1'}))?.(services).promql).toContain(',cluster="prod-eu1"})');
});
