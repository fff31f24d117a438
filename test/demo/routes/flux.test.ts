import {expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {createFluxController} from '../../../source/demo/controllers/flux.ts';
import {kustomization, kustomized} from '../../../source/demo/world/manifests/gitops-manifests.ts';
import {applied, httpRoute} from '../../../source/demo/world/manifests/route-manifests.ts';
import {createFakeClock} from '../fake-clock.ts';

const resource = 'httproutes.gateway.networking.k8s.io';
const kustomizations = 'kustomizations.kustomize.toolkit.fluxcd.io';
const minutes = 60_000;

function lab() {
	const clock = createFakeClock();
	const store = createObjectStore({seed: 1, clock});
	const route = kustomized('profiles', applied(httpRoute('profiles', [90, 10])));
	store.create(resource, route.object, {manager: 'kustomize-controller'});
	store.create(kustomizations, kustomization('profiles', [route], {nowMs: clock.nowMs(), interval: '10m'}).object, {
		manager: 'flux',
	});
	createFluxController({store, clock}).start();
	clock.advanceBy(1 * minutes);
	const live = () => store.get(resource, 'routes', 'profiles') as KubeObject;
	return {
		clock,
		weights: () =>
			JSON.stringify(live().spec)
				.match(/(?<="weight":)\d+/g)
				?.map(Number),
		change(annotations = {}): void {
			const spec = applied(httpRoute('profiles', [50, 50])).object.spec;
			const metadata = {...live().metadata, annotations};
			store.replace(resource, {...live(), metadata, spec}, {manager: 'perch'});
		},
		suspend(): void {
			const object = store.get(kustomizations, 'flux-system', 'profiles') as KubeObject;
			store.replace(kustomizations, {...object, spec: {...(object.spec as object), suspend: true}}, {manager: 'flux'});
		},
	};
}

it('Flux leaves the weights of a changed route until its interval is over', () => {
	const {clock, weights, change} = lab();
	change();
	clock.advanceBy(8 * minutes);
	expect(weights()).toEqual([50, 50]);
	clock.advanceBy(2 * minutes);
	expect(weights()).toEqual([90, 10]);
	change();
	clock.advanceBy(5 * minutes);
	expect(weights()).toEqual([50, 50]);
	clock.advanceBy(5 * minutes);
	expect(weights()).toEqual([90, 10]);
});

it('Flux leaves an object of a suspended Kustomization, and an exempt object, alone', () => {
	const suspended = lab();
	suspended.suspend();
	suspended.change();
	const exempt = lab();
	exempt.change({'kustomize.toolkit.fluxcd.io/reconcile': 'disabled'});
	for (const {clock, weights} of [suspended, exempt]) {
		clock.advanceBy(60 * minutes);
		expect(weights()).toEqual([50, 50]);
	}
});
