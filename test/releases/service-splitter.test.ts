import * as v from 'valibot';
import {expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import {consul} from '../../source/meshes/consul/consul.ts';
import type {ReleaseBackend} from '../../source/releases/contract.ts';
import {serviceSplitter} from '../../source/releases/routes/kinds/service-splitter.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import {foldTraffic} from '../../source/traffic/fold-traffic.ts';
import {prod} from '../support/prod.ts';
import {mustPlan, patchSteps, type Scene} from './operator.ts';
import {asked, deployment, routeScene, said, service} from './route-scene.ts';
import {snapshotOf} from './situation.ts';

const backend = serviceSplitter as unknown as ReleaseBackend;

function synced(status: string, more: RawObject = {}, lastSyncedTime = '2026-11-21T07:38:32Z'): JsonPatchOperation {
	return {op: 'add', path: '/status', value: {conditions: [{type: 'Synced', status, ...more}], lastSyncedTime}};
}

const taken = synced('True');
const resolver: RawObject = {
	apiVersion: 'consul.hashicorp.com/v1alpha1',
	kind: 'ServiceResolver',
	metadata: {name: 'billing', namespace: 'test', uid: 'r'},
	spec: {subsets: {v1: {filter: 'Service.Meta.version == v1'}, v2: {filter: 'Service.Meta.version == v2'}}},
};
const behind = [
	resolver,
	service('billing', {app: 'billing'}),
	deployment('billing-v1', {app: 'billing', version: 'v1'}, '6.2.0', 3),
	deployment('billing-v2', {app: 'billing', version: 'v2'}, '6.3.0', 1),
];

/** The weights that a plan writes, in list order. */
function written(scene: Scene, percent: string): readonly unknown[] {
	const [step] = patchSteps(mustPlan(scene, 'setWeight', [percent]));
	return (step?.patch ?? []).flatMap(operation => (operation.op === 'add' ? [operation.value] : []));
}

test('perch knows the subsets of the recorded ServiceSplitter by the pods that the resolver tells apart', () => {
	const {release} = routeScene(backend, 'consul', [taken], behind);
	expect(release).toMatchObject({
		controller: 'consul',
		phase: {kind: 'split'},
		stable: `${release.uid}@v1`,
		canary: `${release.uid}@v2`,
		split: {configuredPercent: 10},
		next: {text: 'nothing by itself: v1 90%, v2 10%'},
		services: {apex: [{namespace: 'test', name: 'billing'}], host: 'billing'},
		contradictions: [],
	});
	expect(release.revisions.map(({tag, pods}) => [tag, pods.ready])).toEqual([
		['6.2.0', 3],
		['6.3.0', 1],
	]);
});

test('what Consul’s sidecars count for a subset is of its version, whatever the subset and its pods are called', () => {
	const filters = {v1: {filter: 'Service.Meta.version == blue'}, v2: {filter: 'Service.Meta.version == green'}};
	const {release} = routeScene(
		backend,
		'consul',
		[taken],
		[
			{...resolver, spec: {subsets: filters}},
			service('billing', {app: 'billing'}),
			deployment('billing-blue', {app: 'billing', version: 'blue'}, '6.2.0', 3),
			deployment('billing-green', {app: 'billing', version: 'green'}, '6.3.0', 1),
		],
	);
	const index = indexAnchors({
		cluster: prod,
		releases: [release],
		services: [v.parse(SERVICES.schema, service('billing', {app: 'billing'}))],
		namespaces: 'all',
	});
	const counted = (subset: string, envoyClass: string, value: number) => ({
		labels: {
			consul_source_service: safe`web`,
			consul_destination_service: safe`billing`,
			consul_destination_service_subset: ident(subset),
			envoy_response_code_class: ident(envoyClass),
		},
		value,
	});
	const samples = [counted('v1', '2', 9), counted('v2', '5', 1)];
	const {rows} = foldTraffic(index, consul.questions(scopeOf({})).traffic(60).read(samples).value);
	const split = rows.get(release.key)?.split;
	const [blue, green] = release.revisions;
	if (split?.kind !== 'known' || !blue || !green) throw new Error(JSON.stringify(split));
	expect(split.byRevision.get(blue.key)).toMatchObject({requestsPerSecond: 9, errorsPerSecond: 0});
	expect(split.byRevision.get(green.key)).toMatchObject({requestsPerSecond: 1, errorsPerSecond: 1});
});

test('verbs on a ServiceSplitter write its weights, with a test of the whole spec', () => {
	const scene = routeScene(backend, 'consul', [taken], behind);
	expect(asked(scene, 'setWeight')).toMatch(/^Which share of the requests to v2\? It has 10%\./);
	expect(said(scene, 'back')).toBe('BACK TO v1 (6.2.0), towardStable, by the weights of billing');
	expect(said(scene, 'promoteFull')).toBe('ALL TO v2 (6.3.0), towardCanary, by the weights of billing');
	expect(patchSteps(mustPlan(scene, 'setWeight', ['25']))[0]?.patch).toEqual([
		{op: 'test', path: '/metadata/uid', value: 'f25358d4-3757-48ec-adfc-39374f74d030'},
		{
			op: 'test',
			path: '/spec',
			value: {
				splits: [
					{serviceSubset: 'v1', weight: 90},
					{serviceSubset: 'v2', weight: 10},
				],
			},
		},
		{op: 'add', path: '/spec/splits/0/weight', value: 75},
		{op: 'add', path: '/spec/splits/1/weight', value: 25},
	]);
});

test('setWeight takes hundredths of a percent, and the written weights add up to 100 in 32-bit floats', () => {
	const scene = routeScene(backend, 'consul', [taken], behind);
	for (const percent of ['0.01', '0.1', '33.33', '66.67', '99.99']) {
		const weights = written(scene, percent) as readonly number[];
		expect(weights[1]).toBe(Number(percent));
		expect(weights.reduce((sum, weight) => Math.fround(sum + Math.fround(weight)), 0)).toBe(100);
	}
	expect(said(scene, 'setWeight', '0.001')).toMatch(/^refused: /);
});

test('perch says when Consul has not taken the weights yet, is silent, or refuses them', () => {
	const [pending, late, refused] = [
		routeScene(backend, 'consul', [], behind, 3_000),
		routeScene(backend, 'consul', [synced('True', {}, '2026-11-21T07:38:30Z')], behind, 60_000),
		routeScene(backend, 'consul', [synced('False', {reason: 'ConsulAgentError', message: 'no subset v2'})], behind),
	];
	expect(pending.release.phase).toMatchObject({
		kind: 'progressing',
		because: 'Consul has not taken the newest weights',
	});
	expect(late.release.phase.kind).toBe('silent');
	expect(refused.release.phase).toMatchObject({kind: 'degraded', because: 'Consul does not take it: no subset v2'});
});

test('a ServiceSplitter whose entry is managed outside of Kubernetes is owned by Consul', () => {
	const {objects} = routeScene(backend, 'consul', [
		synced('False', {reason: 'ExternallyManagedConfigError', message: 'config entry already exists in Consul'}),
	]);
	const snapshot = snapshotOf(objects);
	const claims = snapshot.list(backend.anchor).map(splitter => backend.ownedBy(splitter, snapshot));
	expect(claims).toEqual([{owner: 'Consul, outside of Kubernetes', release: null}]);
});
