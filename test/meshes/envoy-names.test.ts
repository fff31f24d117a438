import {describe, expect, test} from 'vitest';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {contour} from '../../source/meshes/envoy/contour.ts';
import {envoyGateway} from '../../source/meshes/envoy/envoy-gateway.ts';
import {gloo} from '../../source/meshes/envoy/gloo.ts';
import {kgateway} from '../../source/meshes/envoy/kgateway.ts';
import {kuma} from '../../source/meshes/envoy/kuma.ts';
import {recorded} from './support/recorded-metrics.ts';

/** How the programs that configure Envoy call the clusters of a Service. */

const all = [contour, gloo, kgateway, kuma, envoyGateway];
const checkout = {namespace: 'shop-eu', service: 'checkout'};
const dashed = (text: string) => ({namespace: '', service: null, told: {kind: 'dashed', text, namespace: null}});

const named: readonly (readonly [Mesh, string, object])[] = [
	[contour, 'shop-eu_checkout_8080', checkout],
	[kgateway, 'kube_shop-eu_checkout_8080', checkout],
	[gloo, 'shop-eu-checkout-8080_gloo-system', dashed('shop-eu-checkout-8080')],
	// Flagger makes Upstreams in the namespace of the Canary.
	[gloo, 'shop-eu-checkout-canary-9898_shop-eu', dashed('shop-eu-checkout-canary-9898')],
	[gloo, 'kube-upstream_shop-eu-checkout-8080_gloo-system_shop-eu_checkout_8080', checkout],
	[gloo, 'kube-svc_shop-eu-checkout-8080_shop-eu_shop-eu_checkout_8080', checkout],
	[kuma, 'checkout_shop-eu_svc_8080', checkout],
	[kuma, 'default_checkout_shop-eu_zone-1_msvc_8080', checkout],
	[kuma, 'kri_msvc_default_zone-1_shop-eu_checkout_http', checkout],
	[envoyGateway, 'backend/service/shop-eu/checkout/8080', checkout],
];
const foreign = [
	'xds_cluster',
	'ads_cluster',
	'access_log_sink',
	'admin_port_cluster',
	'kuma_envoy_admin',
	'prometheus_backend',
	'localhost_3001',
	'inbound_passthrough_ipv4',
	'local_app',
	'petstore_gloo-system',
	'default_checkout_shop-eu_zone-1_mzsvc_8080',
	'',
];

const questionsOf = (mesh: Mesh) => mesh.questions(scopeOf({}));
const read = (mesh: Mesh, name: string) =>
	questionsOf(mesh)
		.traffic(60)
		.read([{labels: {envoy_cluster_name: ident(name), envoy_response_code: ident('200')}, value: 1}]).value;
/** Whether the query selects this cluster, by every matcher of its name. */
function selects(promql: string, name: string): boolean {
	const [selector = ''] = /\{[^}]*\}/.exec(promql.replace(/\[0-9\]\{\d,\d\}/g, '[0-9]+')) ?? [];
	const patterns = Array.from(selector.matchAll(/envoy_cluster_name=~"((?:[^"\\]|\\.)*)"/g), ([, text = '']) => text);
	return patterns.length > 0 && patterns.every(text => new RegExp(`^(?:${text.replaceAll('\\\\', '\\')})$`).test(name));
}

describe.each(named)('%o', (mesh, name, identity) => {
	test(`reads ${name}, asks for it, and no other provider does`, () => {
		expect(read(mesh, name)).toMatchObject([{identity: {...identity, version: null, isOfAnyVersion: true}}]);
		const asked = (service: string) =>
			questionsOf(mesh).trafficOf(
				[
					{namespace: 'shop-eu', name: service},
					{namespace: 'pay', name: 'gate'},
				],
				60,
			).promql;
		expect(selects(questionsOf(mesh).traffic(60).promql, name)).toBe(true);
		expect(selects(asked(/checkout-canary/.test(name) ? 'checkout-canary' : 'checkout'), name)).toBe(true);
		for (const other of all.filter(one => one !== mesh)) {
			expect(read(other, name)).toEqual([]);
			expect(selects(questionsOf(other).traffic(60).promql, name)).toBe(false);
		}
	});
});

test.each(all.flatMap(mesh => foreign.map(name => [mesh.id, name, mesh] as const)))(
	'%s makes no Service of the cluster `%s`',
	(_id, name, mesh) => {
		expect(read(mesh, name)).toEqual([]);
		expect(selects(questionsOf(mesh).traffic(60).promql, name)).toBe(false);
	},
);

test('what Kuma calls a service outside of Kubernetes is none of Contour’s', () => {
	expect(contour.signs.every(({own}) => own.includes('kuma_io_mesh_traffic=""'))).toBe(true);
	expect(read(kuma, 'checkout_svc_8080')).toEqual([]);
});

describe('the recordings, whose lines are of the counter for external requests', () => {
	/** Envoy has the same labels on the counter of all requests. */
	const asWhole = (file: string) =>
		recorded(file).filter(({labels}) => labels.__name__ === 'envoy_cluster_external_upstream_rq');

	test('have what kgateway calls its clusters', () => {
		expect(questionsOf(kgateway).traffic(60).read(asWhole('kgateway/lines.prom')).value).toMatchObject([
			{identity: {namespace: 'httpbin', service: 'httpbin'}, requestsPerSecond: 5, errorsPerSecond: 0},
		]);
	});

	test('have what Kuma calls its clusters, and Envoy’s own administration', () => {
		const {value, unmatched} = questionsOf(kuma).traffic(60).read(asWhole('kuma/sidecar-merged.prom'));
		expect(value).toMatchObject([
			{
				identity: {namespace: 'kuma-demo', service: 'backend'},
				requestsPerSecond: 52,
				outcomes: [{status: '404'}, {status: '200'}],
			},
		]);
		expect(unmatched).toBe(1);
	});
});

test('a part of the requests is not taken for all: no counter of external or internal ones is asked for', () => {
	for (const mesh of all) {
		const {traffic, latency, newestSample} = questionsOf(mesh);
		for (const promql of [traffic(60).promql, latency?.([], 60).promql, newestSample().promql]) {
			expect(promql).not.toMatch(/external|internal|rq_total/);
		}
	}
});

describe('what there is of Envoy where its clusters tell no Service', () => {
	const say = (...names: readonly string[]) => envoyGateway.remains?.describe(names);

	test('is said', () => {
		expect(say('envoy_cluster_upstream_rq')).toMatch(/^Envoy counts requests here, but/);
		expect(say('envoy_cluster_external_upstream_rq_xx')).toMatch(/^envoy_cluster_upstream_rq is missing/);
	});
});
