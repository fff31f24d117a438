import {describe, expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject, ResourceId} from '../../../source/demo/contract.ts';
import {buildWorld, populate} from '../../../source/demo/world/build.ts';
import {createFakeClock} from '../fake-clock.ts';

const clock = createFakeClock();
const store = createObjectStore({seed: 7, clock});
populate(store, buildWorld({seed: 7, nowMs: clock.nowMs()}));

const get = (resource: ResourceId, name: string, namespace = 'routes'): KubeObject =>
	store.get(resource, namespace, name) ?? expect.fail(`${resource} ${name}`);

const managersOf = ({metadata}: KubeObject) =>
	(metadata.managedFields as readonly {manager: string; operation: string; subresource?: string}[]).map(
		({manager, operation, subresource}) => [manager, operation, ...(subresource === undefined ? [] : [subresource])],
	);

describe('in the namespace routes', () => {
	it('Argo CD owns invoices: its tracking id, its manager, and an Application that heals itself', () => {
		const route = get('virtualservices.networking.istio.io', 'invoices');
		expect(route.metadata.annotations?.['argocd.argoproj.io/tracking-id']).toBe(
			'invoices:networking.istio.io/VirtualService:routes/invoices',
		);
		expect(managersOf(route)).toEqual([['argocd-controller', 'Update']]);
		expect(get('applications.argoproj.io', 'invoices', 'argocd')).toMatchObject({
			spec: {syncPolicy: {automated: {selfHeal: true}}},
			status: {sync: {status: 'Synced'}, health: {status: 'Healthy'}},
		});
	});

	it('Flux owns profiles: its labels, its Apply, and a Kustomization with an interval', () => {
		const route = get('httproutes.gateway.networking.k8s.io', 'profiles');
		expect(route.metadata.labels).toMatchObject({
			'kustomize.toolkit.fluxcd.io/name': 'profiles',
			'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
		});
		expect(route.metadata.annotations).toBeUndefined();
		expect(managersOf(route)).toEqual([
			['kustomize-controller', 'Apply'],
			['pilot-discovery', 'Update', 'status'],
		]);
		expect(get('kustomizations.kustomize.toolkit.fluxcd.io', 'profiles', 'flux-system')).toMatchObject({
			spec: {interval: '10m'},
			status: {conditions: [{type: 'Ready', status: 'True'}]},
		});
	});

	it('Helm owns mailer: its annotations on a Deployment with a revision to go back to', () => {
		const deployment = get('deployments.apps', 'mailer');
		expect(deployment.metadata.labels?.['app.kubernetes.io/managed-by']).toBe('Helm');
		expect(deployment.metadata.annotations).toMatchObject({
			'meta.helm.sh/release-name': 'mailer',
			'meta.helm.sh/release-namespace': 'routes',
			'deployment.kubernetes.io/revision': '2',
		});
		expect(managersOf(deployment)).toContainEqual(['helm', 'Update']);
	});

	it('the other routes have no owner: an operator wrote them by hand', () => {
		for (const [resource, name] of [
			['virtualservices.networking.istio.io', 'reviews'],
			['virtualservices.networking.istio.io', 'offers'],
			['httproutes.gateway.networking.k8s.io', 'details'],
			['httproutes.gateway.networking.k8s.io', 'sessions'],
			['grpcroutes.gateway.networking.k8s.io', 'shipping'],
			['httproutes.policy.linkerd.io', 'ratings'],
			['trafficsplits.split.smi-spec.io', 'landing'],
			['ingresses.networking.k8s.io', 'storefront'],
			['servicesplitters.consul.hashicorp.com', 'billing'],
		] as const) {
			const route = get(resource, name);
			expect(managersOf(route)[0]).toEqual(['kubectl-client-side-apply', 'Update']);
			const known = Object.keys(route.metadata.annotations ?? {}).filter(key => !key.startsWith('nginx.'));
			expect(known).toEqual(['kubectl.kubernetes.io/last-applied-configuration']);
			expect(route.metadata.ownerReferences).toBeUndefined();
		}
	});

	it('the route of sessions names a Service without endpoints, and is resolved all the same', () => {
		const route = get('httproutes.gateway.networking.k8s.io', 'sessions');
		expect(JSON.stringify(route.status)).toContain('All references resolved');
		const slice = store
			.list('endpointslices.discovery.k8s.io', 'routes')
			.find(({metadata}) => metadata.labels?.['kubernetes.io/service-name'] === 'sessions-v2');
		expect(slice?.endpoints).toEqual([]);
	});
});
