import {describe, expect, test} from 'vitest';
import {installedUnread} from '../../source/engine/evidence/installed.ts';
import {meshes} from '../../source/meshes/registry.ts';
import type {Remains} from '../../source/ports/metrics.ts';
import {createDesk, type Desk} from './support/desk.ts';
import {served} from './support/session.ts';

const istio = {'virtualservices.networking.istio.io': ['v1']};
const linkerd = {'serviceprofiles.linkerd.io': ['v1alpha2']};
const consul = {'servicedefaults.consul.hashicorp.com': ['v1alpha1']};

/** A cluster that serves these kinds, before a Prometheus that has no metrics of a mesh. */
function unmeasured(groups: Readonly<Record<string, readonly string[]>>, found: Partial<Remains> = {}): Desk {
	const remains = {unlabelled: [], replaced: [], ...found};
	const own = Object.fromEntries(Object.entries(served).filter(([kind]) => !kind.endsWith('.istio.io')));
	const desk = createDesk({
		objects: [],
		nowMs: Date.parse('2026-11-21T10:00:00Z'),
		world: {isMetricsConfigured: false, remains, served: {...own, ...groups}},
	});
	desk.advance(5_000);
	return desk;
}

const bannersOf = (desk: Desk): readonly string[] =>
	desk.frame().screen.view.header.banners.map(({text}): string => text);
const unread = (desk: Desk) =>
	installedUnread(desk.context, desk.state()).map(({mesh, unlabelled}) => [mesh.id, unlabelled]);

describe('where Prometheus has no metrics of what the cluster has installed', () => {
	test('it is named with where it is scraped', () => {
		const desk = unmeasured(istio);
		expect(unread(desk)).toEqual([['istio', null]]);
		expect(bannersOf(desk)).toContainEqual(
			expect.stringContaining('NO METRICS: Istio is installed, but not scraped: scrape its proxies at port 15020'),
		);
	});

	test('several are named together', () => {
		expect(bannersOf(unmeasured({...linkerd, ...consul}))).toContainEqual(
			expect.stringContaining('NO METRICS: Linkerd and Consul are installed, but not scraped'),
		);
	});

	test('a metric without the labels of the provider is said to lack them', () => {
		const metric = 'envoy_cluster_upstream_rq';
		const desk = unmeasured(consul, {
			unlabelled: [
				{mesh: 'consul', metric},
				{mesh: 'kuma', metric},
			],
		});
		expect(unread(desk)).toEqual([['consul', metric]]);
		expect(bannersOf(desk)).toContainEqual(
			expect.stringContaining(`Consul is installed, but not labelled: ${metric} lacks consul_source_service`),
		);
	});

	test('one is not said to be unscraped whose metrics something replaces', () => {
		const desk = unmeasured(istio, {replaced: ['istio']});
		expect(unread(desk)).toEqual([]);
		expect(bannersOf(desk)).toContainEqual(expect.stringContaining('this Prometheus has no mesh metrics'));
	});

	test('nothing is said of a cluster that has none installed, nor while one is measured', () => {
		expect(unread(unmeasured({}))).toEqual([]);
		const measured = createDesk({
			objects: [],
			nowMs: Date.parse('2026-11-21T10:00:00Z'),
			world: {served: {...served, ...consul}},
		});
		measured.advance(5_000);
		expect(unread(measured)).toEqual([]);
	});
});

test('no API group is that of two providers', () => {
	const groups = meshes.flatMap(mesh => ('installed' in mesh ? (mesh.installed?.groups ?? []) : []));
	expect(new Set(groups).size).toBe(groups.length);
	expect(groups.length).toBeGreaterThan(0);
});
