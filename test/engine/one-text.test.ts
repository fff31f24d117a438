import {expect, test} from 'vitest';
import {ok} from '../../source/domain/result.ts';
import {ident, type SafeText} from '../../source/domain/text/safe-text.ts';
import {connectMetrics} from '../../source/engine/connecting/connect-metrics.ts';
import {createAsker} from '../../source/engine/queries/asker.ts';
import {inFewTexts} from '../../source/engine/queries/one-text.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {istio} from '../../source/meshes/istio/istio.ts';
import {linkerd} from '../../source/meshes/linkerd/linkerd.ts';
import {traefik} from '../../source/meshes/traefik/traefik.ts';
import {never} from './support/connected.ts';
import {storedMetrics} from './support/stored-metrics.ts';

const sample = (labels: Readonly<Record<string, string>>, value: number) => ({
	labels: Object.fromEntries(Object.entries(labels).map(([name, text]): [string, SafeText] => [name, ident(text)])),
	value,
});

test('the queries of several meshes are one text, whose answer each mesh reads its own part of', () => {
	const [text, ...others] = inFewTexts([
		{mesh: 'istio', promql: 'sum(a)'},
		{mesh: 'linkerd', promql: 'sum(b) or c'},
	] as const);
	expect(others).toEqual([]);
	expect(text?.promql).toBe(
		'label_replace(sum(a),"perch_mesh","istio","","") or label_replace(sum(b) or c,"perch_mesh","linkerd","","")',
	);
	const answer = [sample({x: '1', perch_mesh: 'istio'}, 3), sample({x: '1', perch_mesh: 'linkerd'}, 4)];
	expect(text?.parts.map(part => text.samplesOf(part, answer))).toEqual([[sample({x: '1'}, 3)], [sample({x: '1'}, 4)]]);
});

test('a query of one mesh alone is sent as it is', () => {
	const [text] = inFewTexts([{mesh: 'istio', promql: 'sum(a)'}] as const);
	expect(text?.promql).toBe('sum(a)');
});

test('native histograms are asked for apart, and so is what would make a URL too long', () => {
	const long = `sum(${'a'.repeat(4_000)})`;
	const texts = inFewTexts([
		{mesh: 'istio', promql: long},
		{mesh: 'opentelemetry', promql: 'b', mustBeAlone: true},
		{mesh: 'linkerd', promql: 'c'},
		{mesh: 'traefik', promql: long},
	] as const);
	expect(texts.map(({parts}) => parts.map(({mesh}) => mesh))).toEqual([
		['istio', 'linkerd'],
		['opentelemetry'],
		['traefik'],
	]);
});

/** Measures these meshes as the present ones, whatever the Prometheus has. */
async function askerOf(meshes: readonly Mesh[]) {
	const port = storedMetrics([{service: 'catalog', perSecond: 10}]);
	const [connection] = await connectMetrics([istio], port, never).then(found => (found.ok ? found.value : []));
	if (!connection) throw new Error('no mesh is measured');
	const connections = meshes.map(mesh => ({...connection, mesh, questions: mesh.questions(connection.scope)}));
	const asked = port.queries.length;
	return {
		asker: createAsker({connections, isOrdered: false, meshes, signal: never, replace() {}}),
		sent: () => port.queries.slice(asked),
	};
}

test('three providers cost as many queries as one, and each is told its own figures', async () => {
	const {asker, sent} = await askerOf([istio, linkerd, traefik]);
	const told = await asker.instant(questions => questions.traffic(60));
	expect(sent()).toHaveLength(1);
	expect(told).toEqual(
		ok([
			expect.objectContaining({
				mesh: 'istio',
				value: [expect.objectContaining({requestsPerSecond: expect.closeTo(10)})],
			}),
			expect.objectContaining({mesh: 'linkerd', value: []}),
			expect.objectContaining({mesh: 'traefik', value: []}),
		]),
	);
});

test('of an answer over a range each mesh has the instants at which it has figures', async () => {
	const {asker, sent} = await askerOf([linkerd, istio]);
	const endMs = Date.parse('2026-11-29T12:00:00Z');
	const over = {startMs: endMs - 30_000, endMs, stepSeconds: 15};
	const told = await asker.range(questions => questions.trafficOf([{namespace: 'shop', name: 'catalog'}], 60), over);
	expect(sent()).toHaveLength(1);
	if (!told.ok) throw new Error(told.error.message);
	expect(told.value.map(instants => instants.map(({mesh, atMs}) => `${mesh} ${(endMs - atMs) / 1000}`))).toEqual([
		[],
		['istio 30', 'istio 15', 'istio 0'],
	]);
});
