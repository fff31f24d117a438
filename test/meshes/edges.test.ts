import {describe, expect, test} from 'vitest';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {recorded} from './support/recorded-metrics.ts';

const sample = (labels: Readonly<Record<string, string>>, value: number): MetricSample => ({
	labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)])),
	value,
});

describe('who calls whom, by Istio', () => {
	const edge = (labels: Readonly<Record<string, string>>, value: number) =>
		sample(
			{
				reporter: 'source',
				source_workload_namespace: 'web',
				source_workload: 'frontend',
				destination_service_namespace: 'shop',
				destination_service_name: 'checkout',
				destination_workload: 'checkout',
				response_code: '200',
				connection_security_policy: 'unknown',
				...labels,
			},
			value,
		);
	const read = (samples: readonly MetricSample[]) => istio.questions(scopeOf({})).edges?.(60).read(samples).value;
	const mutual = {reporter: 'destination', connection_security_policy: 'mutual_tls'};

	test('is told by the callers, with their failures; how it is secured by the called side', () => {
		const told = read([
			edge({}, 9),
			edge({response_code: '503'}, 1),
			edge(mutual, 6),
			edge({...mutual, connection_security_policy: 'none'}, 2),
		]);
		expect(told).toEqual([
			{
				caller: {namespace: 'web', service: null, workload: 'frontend', version: null},
				callee: {namespace: 'shop', service: 'checkout', workload: 'checkout', version: null},
				viewpoint: 'source',
				requestsPerSecond: 10,
				errorsPerSecond: 1,
				securedPerSecond: 7.5,
			},
		]);
	});

	test('is not said to be secured, nor to be open, where only callers report', () => {
		expect(read([edge({}, 9)])).toMatchObject([{securedPerSecond: null}]);
	});

	test('has callers without a name where they are outside of the mesh', () => {
		const outside = {...mutual, source_workload: 'unknown', source_workload_namespace: 'unknown'};
		expect(read([edge({...outside, connection_security_policy: 'none'}, 3)])).toMatchObject([
			{caller: null, requestsPerSecond: 3, securedPerSecond: 0},
		]);
	});
});

describe('who calls whom, by Linkerd', () => {
	test('is told by the callers’ proxies, with the names that their scrape gives', () => {
		const scraped = {namespace: ident('playground'), deployment: ident('client'), pod_set: ident('server-9d9566587')};
		const samples = recorded('linkerd/proxy-2026-canary-failures.prom')
			.filter(({labels}) => labels.direction === 'outbound')
			.map(one => ({...one, labels: {...one.labels, ...scraped}}));
		const told = linkerd.questions(scopeOf({})).edges?.(60).read(samples).value ?? [];
		expect(told.map(({caller}) => caller?.workload)).toEqual(['client', 'client']);
		expect(told.every(one => one.securedPerSecond === one.requestsPerSecond)).toBe(true);
		expect(told.map(({errorsPerSecond}) => errorsPerSecond).sort((one, other) => one - other)).toEqual([7, 65]);
	});

	test('counts as secured only what has tls="true"', () => {
		const outbound = (tls: string) =>
			sample(
				{
					direction: 'outbound',
					namespace: 'web',
					deployment: 'frontend',
					dst_namespace: 'shop',
					dst_service: 'cart',
					tls,
				},
				1,
			);
		const read = (tls: string) =>
			linkerd
				.questions(scopeOf({}))
				.edges?.(60)
				.read([outbound(tls)]).value;
		expect(read('true')).toMatchObject([{securedPerSecond: 1}]);
		expect(read('no_identity')).toMatchObject([{securedPerSecond: 0}]);
		expect(read('')).toMatchObject([{securedPerSecond: null}]);
	});
});

test('edges are asked of all services, or of the calls to some alone', () => {
	const checkout = [{namespace: 'shop', name: 'checkout'}];
	for (const [mesh, service] of [
		[istio, 'destination_service_name="checkout"'],
		[linkerd, 'dst_service="checkout"'],
	] as const) {
		const questions = mesh.questions(scopeOf({}));
		expect(questions.edges?.(60).promql).not.toContain('checkout');
		expect(questions.edges?.(60, checkout).promql).toContain(service);
	}
});
