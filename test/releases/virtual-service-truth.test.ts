import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import type {JsonPatchOperation} from '../../source/domain/release/plan.ts';
import {VIRTUAL_SERVICES} from '../../source/kinds/virtual-service.ts';
import {virtualService} from '../../source/releases/routes/kinds/virtual-service.ts';
import {mustPlan, patched} from './operator.ts';
import {reviews, reviewsBackend, weight, workloads} from './reviews-scene.ts';
import {service} from './route-scene.ts';
import {readSituation, snapshotOf} from './situation.ts';

describe('the contradictions of a VirtualService', () => {
	const ambient = (labels: Readonly<Record<string, string>>): RawObject => ({
		apiVersion: 'v1',
		kind: 'Namespace',
		metadata: {name: 'test', uid: 'ns', labels},
	});
	const noEffect = 'no effect in ambient mode: neither Service reviews nor its namespace uses a waypoint';

	test('name ambient mode without a waypoint, in which weights have no effect', () => {
		const labels = {'istio.io/dataplane-mode': 'ambient'};
		expect(reviews([], [...workloads, ambient(labels)]).release.contradictions.map(({text}) => text)).toEqual([
			noEffect,
		]);
		const withWaypoint = {...labels, 'istio.io/use-waypoint': 'waypoint'};
		expect(reviews([], [...workloads, ambient(withWaypoint)]).release.contradictions).toEqual([]);
		const [called, ...others] = workloads;
		const without = patched(called as RawObject, [
			{op: 'add', path: '/metadata/labels', value: {'istio.io/use-waypoint': 'none'}},
		]) as RawObject;
		expect(
			reviews([], [without, ...others, ambient(withWaypoint)]).release.contradictions.map(({text}) => text),
		).toEqual([noEffect]);
	});

	test('go by pods that set their mode themselves', () => {
		const sidecars = workloads.map(object =>
			object.kind === 'Deployment'
				? (patched(object, [
						{op: 'add', path: '/spec/template/metadata/labels/istio.io~1dataplane-mode', value: 'none'},
					]) as RawObject)
				: object,
		);
		const labels = {'istio.io/dataplane-mode': 'ambient'};
		expect(reviews([], [...sidecars, ambient(labels)]).release.contradictions).toEqual([]);
	});

	test('name a Service that does not exist, where other Services are known', () => {
		const elsewhere = service('ratings', {app: 'ratings'});
		expect(reviews([], [elsewhere]).release.contradictions.map(({text}) => text)).toEqual([
			'the route sends 90% to Service reviews, which does not exist',
			'the route sends 10% to Service reviews, which does not exist',
		]);
		expect(reviews([], []).release.contradictions).toEqual([]);
	});

	test('name a subset that no DestinationRule defines, and weights that are all 0', () => {
		const {release} = reviews([{op: 'replace', path: '/spec/http/1/route/1/destination/subset', value: 'v9'}]);
		expect(release.contradictions.map(({text}) => text)).toEqual([
			'no DestinationRule of reviews defines its subset v9: its requests fail',
		]);
		expect(reviews([weight(0, 0), weight(1, 0)]).release.contradictions.map(({text}) => text)).toEqual([
			'every weight of default is 0: nobody takes its requests',
		]);
	});

	test('name another VirtualService of the mesh with the same host', () => {
		const rival = (spec: object, namespace = 'test'): RawObject => ({
			apiVersion: 'networking.istio.io/v1',
			kind: 'VirtualService',
			metadata: {name: 'rival', namespace, uid: 'rival'},
			spec: {hosts: ['reviews'], ...spec},
		});
		const found = (other: RawObject) => reviews([], [...workloads, other]).release.contradictions.map(({text}) => text);
		const said = ['VirtualService test/rival has the same host: only one of the two is followed'];
		expect(found(rival({}))).toEqual(said);
		expect(found(rival({hosts: ['reviews.test.svc.cluster.local'], gateways: ['mesh', 'edge']}))).toEqual(said);
		expect(found(rival({gateways: ['edge']}))).toEqual([]);
		expect(found(rival({}, 'other'))).toEqual([]);
		expect(found(rival({hosts: ['reviews.test.svc.cluster.local']}, 'other'))).toHaveLength(1);
		expect(found(rival({hosts: ['reviews.test.svc.cluster.local'], exportTo: ['.']}, 'other'))).toEqual([]);
	});
});

describe('the effect of a weight', () => {
	const before = reviews();
	const plan = mustPlan(before, 'setWeight', ['25']);
	const effect = (changes: readonly JsonPatchOperation[]) =>
		reviewsBackend.operations.setWeight?.effect(plan, before.release, reviews(changes).release);
	const generation = (value: number): JsonPatchOperation => ({op: 'replace', path: '/metadata/generation', value});

	test('is pending until the watch shows it, and then only traffic tells whether it is followed', () => {
		expect(effect([])).toEqual({kind: 'pending', evidence: 'not configured yet'});
		expect(effect([weight(0, 75), weight(1, 25), generation(2)])).toEqual({
			kind: 'effective',
			evidence: 'configured: default: v1 75%, v2 25%; whether it is followed, only traffic tells',
		});
	});

	test('is undone when another client set it back, or to another value', () => {
		expect(effect([generation(3)])?.kind).toBe('undone');
		expect(effect([weight(0, 60), weight(1, 40), generation(3)])).toEqual({
			kind: 'undone',
			evidence: 'somebody wrote it since: default: v1 60%, v2 40%',
		});
	});
});

describe('a VirtualService', () => {
	const {objects} = readSituation('routes/istio');
	const owner = (change: readonly JsonPatchOperation[], ...others: RawObject[]) => {
		const [route, ...rest] = objects;
		const changed = route && patched(route, change);
		if (!changed) throw new Error('no route');
		const snapshot = snapshotOf([changed, ...rest, ...others]);
		const [anchor] = snapshot.list(VIRTUAL_SERVICES);
		return anchor && virtualService.ownedBy(anchor, snapshot);
	};
	const object = (kind: string, apiVersion: string, spec: object, namespace = 'test'): RawObject => ({
		apiVersion,
		kind,
		metadata: {name: 'app', namespace, uid: 'owner'},
		spec: spec as RawObject,
	});

	test('has no owner where no controller claims it', () => {
		expect(owner([])).toBeNull();
	});

	test('is owned by the Rollout that names it, from its own namespace or another', () => {
		const istio = (spec: object) => ({strategy: {canary: {trafficRouting: {istio: spec}}}});
		const claim = (namespace: string) => ({
			owner: 'Rollout app',
			release: `release:prod/rollouts.argoproj.io/${namespace}/app`,
		});
		const one = object('Rollout', 'argoproj.io/v1alpha1', istio({virtualService: {name: 'reviews'}}));
		expect(owner([], one)).toEqual(claim('test'));
		const several = istio({virtualServices: [{name: 'other'}, {name: 'reviews.test'}]});
		expect(owner([], object('Rollout', 'argoproj.io/v1alpha1', several, 'shop'))).toEqual(claim('shop'));
		expect(owner([], object('Rollout', 'argoproj.io/v1alpha1', istio({virtualService: {name: 'x'}})))).toBeNull();
	});

	test('is owned by a Canary by its owner reference, the apex, or an annotation of Flagger', () => {
		const claim = {owner: 'Canary app', release: 'release:prod/canaries.flagger.app/test/app'};
		const reference = {apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'app', uid: 'c', controller: true};
		expect(owner([{op: 'add', path: '/metadata/ownerReferences', value: [reference]}])).toEqual(claim);
		const canary = object('Canary', 'flagger.app/v1beta1', {
			targetRef: {kind: 'Deployment', name: 'app'},
			service: {name: 'reviews'},
		});
		expect(owner([], canary)).toEqual(claim);
		const noted = {'flagger.kubernetes.app/original-configuration': '{}'};
		expect(owner([{op: 'add', path: '/metadata/annotations', value: noted}])).toEqual({
			owner: 'Flagger',
			release: null,
		});
	});
});
