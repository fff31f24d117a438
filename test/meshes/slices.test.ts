import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {FailureRule} from '../../source/domain/settings/failure-rule.ts';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import type {SliceSample} from '../../source/domain/signals/slice-sample.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {Mesh, MeshQuery} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {exposedSamples} from './support/exposed-samples.ts';

const services = [
	{namespace: 'shop', name: 'checkout-stable'},
	{namespace: 'shop', name: 'checkout-canary'},
];

describe('Istio asks where requests fail', () => {
	test('by flag and caller, and by pod only where the callee counts, each summed by itself and bounded', () => {
		const named = 'destination_service_namespace="shop",destination_service_name=~"checkout-canary|checkout-stable"';
		const version =
			'reporter,destination_service,destination_service_namespace,destination_service_name,destination_workload,destination_canonical_revision';
		const marked = (rate: string) =>
			`label_replace(label_replace(${rate},"failed","1","response_code","5..|0"),"failed","1","grpc_response_status","[^0].*|0.+")`;
		const ofWaypoints = 'reporter="waypoint",destination_service_name=~"checkout-canary|checkout-stable"';
		const all = marked(
			`rate(istio_requests_total{${named}}[300s]) or rate(istio_requests_total{${ofWaypoints}}[300s])`,
		);
		const ofCallees = marked(`rate(istio_requests_total{reporter="destination",${named}}[300s])`);
		expect(asked(istio).promql).toBe(
			[
				`label_replace(topk(1000,sum by (${version},response_flags,failed)(${all})),"piece","flag","piece",".*")`,
				`label_replace(topk(1000,sum by (${version},source_workload_namespace,source_workload,failed)(${all})),"piece","caller","piece",".*")`,
				`label_replace(topk(1000,sum by (reporter,destination_workload_namespace,destination_workload,exported_pod,pod,pod_name,kubernetes_pod_name,failed)(${ofCallees})),"piece","pod","piece",".*")`,
			].join(' or '),
		);
	});

	test('and counts rates times time; what failed has the mark of the failure rule', () => {
		const about = {piece: 'caller', reporter: 'source', ...ofCanary, source_workload_namespace: 'web'};
		const {value, unmatched} = asked(istio).read([
			sample({...about, source_workload: 'mobile'}, 2),
			sample({...about, source_workload: 'mobile', failed: '1'}, 0.5),
			sample({...about, source_workload: 'unknown'}, 1),
			sample({...about, destination_service_name: 'PassthroughCluster'}, 7),
			sample({...about, source_workload: 'mobile'}, Number.NaN),
		]);
		expect(unmatched).toBe(2);
		expect(value.map(({dimension, value, requests, failures}) => [dimension, value, requests, failures])).toEqual([
			['caller', 'web/mobile', 600, 0],
			['caller', 'web/mobile', 150, 150],
			['caller', null, 300, 0],
		]);
	});

	test.each([
		['5..|0', '503', true],
		['5..|0', '0', true],
		['5..|0', '404', false],
		['[^0].*|0.+', '14', true],
		['[^0].*|0.+', '0', false],
		['[^0].*|0.+', '', false],
	])('and the pattern %s marks %s as the reading of traffic does: %s', (pattern, text, isMarked) => {
		expect(asked(istio).promql).toContain(`"${pattern}"`);
		expect(new RegExp(`^(?:${pattern})$`).test(text)).toBe(isMarked);
	});

	test('and finds the pod in the label of whichever scrape, and what made it in its name', () => {
		const about = {piece: 'pod', reporter: 'destination', destination_workload_namespace: 'shop'};
		const {value} = asked(istio).read([
			sample({...about, pod: 'checkout-6768b98c66-27dqq'}, 1),
			sample({...about, pod_name: 'checkout-6768b98c66-27dqr'}, 1),
			sample({...about, kubernetes_pod_name: 'checkout-6768b98c66-27dqs'}, 1),
			sample({...about, pod: 'prometheus-0', exported_pod: 'checkout-6768b98c66-27dqt'}, 1),
			sample({...about, destination_workload: 'checkout'}, 1),
		]);
		expect(value.map(({value, identity}) => [value, identity.service, identity.workload])).toEqual([
			['checkout-6768b98c66-27dqq', null, 'checkout-6768b98c66'],
			['checkout-6768b98c66-27dqr', null, 'checkout-6768b98c66'],
			['checkout-6768b98c66-27dqs', null, 'checkout-6768b98c66'],
			['checkout-6768b98c66-27dqt', null, 'checkout-6768b98c66'],
			[null, null, 'checkout'],
		]);
	});

	test('by labels that recorded series have: flag, caller, and the scrape’s name of the pod', () => {
		const [recorded] = recordedSeries('istio/sidecar-503-labels.prom');
		const labels = recorded?.labels ?? {};
		expect(labels).toMatchObject({response_flags: 'URX', source_workload: 'frontend-v1'});
		expect(labels.pod_name).toMatch(/^frontend-v1-/);
		const told = asked(istio).read(['flag', 'caller'].map(piece => sample({...labels, piece, failed: '1'}, 1)));
		expect(told.value.map(({dimension, value, failures}) => [dimension, value, failures])).toEqual([
			['flag', 'URX', 300],
			['caller', 'user1/frontend-v1', 300],
		]);
	});
});

describe('Linkerd asks where requests fail', () => {
	test('by caller, and by the called pod and zone, as callers count; by pod and route as callees do', () => {
		const {promql} = asked(linkerd);
		const counted =
			'label_replace(rate(response_total{direction="outbound",dst_namespace!="",dst_namespace="shop",dst_service=~"checkout-canary|checkout-stable"}[300s]),"pod_set","$1","dst_pod","(.+)-[^-]+")';
		const failed = (rates: string) => `label_replace(${rates},"failed","1","classification","failure")`;
		const outbound = failed(counted);
		const byCaller = failed(`label_replace(${counted},"caller_pod_set","$1","pod","(.+)-[^-]+")`);
		const version = 'direction,dst_namespace,dst_service,dst_pod_template_hash,pod_set';
		expect(promql).toContain(
			`label_replace(topk(1000,sum by (${version},namespace,deployment,statefulset,daemonset,caller_pod_set,failed)(${byCaller})),"piece","caller","piece",".*")`,
		);
		expect(promql).toContain(
			`label_replace(topk(1000,sum by (${version},dst_pod,dst_zone,failed)(${outbound})),"piece","called","piece",".*")`,
		);
		expect(promql).toContain(
			'sum by (direction,namespace,pod_template_hash,pod_set,pod,route_kind,route_name,failed)(',
		);
	});

	test('and reads recorded failures by pod, and no zone that is empty', () => {
		const recorded = recordedSeries('linkerd/proxy-2026-canary-failures.prom').filter(
			({labels}) => labels.direction === 'outbound',
		);
		const told = asked(linkerd).read(
			recorded.map(({labels, value}) =>
				sample(
					{...labels, piece: 'called', failed: '1', pod_set: (labels.dst_pod ?? '').replace(/-[^-]+$/, '')},
					value,
				),
			),
		);
		expect(told.value.map(({dimension, value, failures}) => [dimension, value, failures])).toEqual([
			['pod', 'playground-server-http-primary-9d9566587-xhsrl', 65 * 300],
			['zone', null, 65 * 300],
			['pod', 'playground-server-http-canary-5597c667f6-4ttcq', 7 * 300],
			['zone', null, 7 * 300],
		]);
	});

	test('and names the caller by what scraped it, and no route that is the proxy’s own', () => {
		const outbound = {piece: 'caller', direction: 'outbound', dst_namespace: 'shop', dst_service: 'checkout'};
		const inbound = {piece: 'callee', direction: 'inbound', namespace: 'shop', pod: 'a-1-x', pod_set: 'a-1'};
		const {value} = asked(linkerd).read([
			sample({...outbound, namespace: 'web', deployment: 'mobile'}, 1),
			sample({...outbound, namespace: 'web', statefulset: 'batch'}, 1),
			sample({...inbound, route_kind: 'default', route_name: 'default'}, 1),
			sample({...inbound, route_kind: 'HTTPRoute', route_name: 'pay'}, 1),
		]);
		expect(value.map(({viewpoint, dimension, value}) => [viewpoint, dimension, value])).toEqual([
			['source', 'caller', 'web/mobile'],
			['source', 'caller', 'web/batch'],
			['destination', 'pod', 'a-1-x'],
			['destination', 'route', null],
			['destination', 'pod', 'a-1-x'],
			['destination', 'route', 'pay'],
		]);
	});
});

test('of a piece with more series than are sent none is read, and the others are', () => {
	const pods = Array.from({length: 1_000}, (_, at) =>
		sample({piece: 'pod', reporter: 'destination', destination_workload_namespace: 'shop', pod: `checkout-1-${at}`}, 1),
	);
	const flag = sample({piece: 'flag', reporter: 'source', ...ofCanary, response_flags: 'UF', failed: '1'}, 1);
	const dimensions = (samples: readonly MetricSample[]) =>
		new Set(
			asked(istio)
				.read(samples)
				.value.map(({dimension}) => dimension),
		);
	expect(dimensions([flag, ...pods])).toEqual(new Set(['flag']));
	expect(dimensions([flag, ...pods.slice(1)])).toEqual(new Set(['flag', 'pod']));
});

const ofCanary = {
	destination_service_namespace: 'shop',
	destination_service_name: 'checkout-canary',
	destination_workload: 'checkout',
};

function asked(mesh: Mesh, rule: FailureRule | null = null): MeshQuery<readonly SliceSample[]> {
	const query = mesh.questions(scopeOf({})).slices?.(services, 300, rule);
	if (!query) throw new Error(`${mesh.id} is not asked`);
	return query;
}

function sample(labels: Readonly<Record<string, string>>, value: number): MetricSample {
	const neutral = Object.entries(labels).map(([name, text]) => [name, ident(text)] as const);
	return {labels: Object.fromEntries(neutral), value};
}

function recordedSeries(file: string) {
	return exposedSamples(readFileSync(new URL(`../fixtures/metrics/${file}`, import.meta.url), 'utf8'));
}
