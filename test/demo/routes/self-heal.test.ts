import {expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {type Application, createArgoCdController} from '../../../source/demo/controllers/argo-cd.ts';
import {application, tracked} from '../../../source/demo/world/manifests/gitops-manifests.ts';
import {
	applied,
	subsetRoute,
	virtualService,
	type Weights,
} from '../../../source/demo/world/manifests/route-manifests.ts';
import {createFakeClock} from '../fake-clock.ts';

const resource = 'virtualservices.networking.istio.io';
const startMs = Date.UTC(2026, 10, 21, 8, 0, 0);

function lab({selfHeal}: {readonly selfHeal: boolean}) {
	const clock = createFakeClock(startMs);
	const store = createObjectStore({seed: 1, clock});
	const http = (weights: Weights) => [{name: 'default', route: subsetRoute('invoices', weights)}];
	const route = virtualService('invoices', http([90, 10]));
	store.create(resource, applied(tracked('invoices', route)).object, {manager: 'argocd-controller'});
	const declared = application('invoices', [route], startMs - 60_000);
	const spec = {...(declared.object.spec as object), syncPolicy: {automated: {selfHeal}}};
	store.create(declared.resource, {...declared.object, spec}, {manager: 'argocd-application-controller'});
	createArgoCdController({store, clock}).start();
	const live = () => store.get(resource, 'routes', 'invoices') as KubeObject & {spec: {http: ReturnType<typeof http>}};
	return {
		clock,
		live,
		application: () => store.get('applications.argoproj.io', 'argocd', 'invoices') as Application,
		setWeights(weights: Weights): void {
			const changed = {...live().spec, http: http(weights), gateways: ['mesh']};
			store.replace(resource, {...live(), spec: changed}, {manager: 'perch'});
		},
		weights: () =>
			JSON.stringify(live().spec.http)
				.match(/(?<="weight":)\d+/g)
				?.map(Number),
	};
}

it('Argo CD puts a changed weight back within seconds, and leaves a field that Git does not name', () => {
	const {clock, setWeights, weights, application: app, live} = lab({selfHeal: true});
	clock.advanceBy(60_000);
	setWeights([50, 50]);
	clock.advanceBy(500);
	expect(weights()).toEqual([50, 50]);
	expect(app().status?.sync?.status).toBe('OutOfSync');
	expect(app().status?.resources).toMatchObject([{kind: 'VirtualService', status: 'OutOfSync'}]);
	clock.advanceBy(5_000);
	expect(weights()).toEqual([90, 10]);
	expect(live().spec).toHaveProperty('gateways', ['mesh']);
	expect(app().status?.sync?.status).toBe('Synced');
	const managers = (live().metadata.managedFields as readonly {manager: string; fieldsV1: object}[])
		.filter(({fieldsV1}) => JSON.stringify(fieldsV1).includes('f:http'))
		.map(({manager}) => manager);
	expect(managers).toEqual(['argocd-controller']);
});

it('Argo CD heals again and again, each time some seconds after its last sync', () => {
	const {clock, setWeights, weights} = lab({selfHeal: true});
	clock.advanceBy(60_000);
	setWeights([50, 50]);
	clock.advanceBy(2_100);
	expect(weights()).toEqual([90, 10]);
	setWeights([40, 60]);
	clock.advanceBy(2_100);
	expect(weights()).toEqual([40, 60]);
	clock.advanceBy(4_000);
	expect(weights()).toEqual([90, 10]);
});

it('Argo CD without selfHeal only reports that the object differs, until it no longer does', () => {
	const {clock, setWeights, weights, application: app} = lab({selfHeal: false});
	setWeights([50, 50]);
	clock.advanceBy(60_000);
	expect(weights()).toEqual([50, 50]);
	expect(app().status?.sync?.status).toBe('OutOfSync');
	setWeights([90, 10]);
	clock.advanceBy(1_000);
	expect(app().status?.sync?.status).toBe('Synced');
});
