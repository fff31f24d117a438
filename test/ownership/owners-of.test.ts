import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {ownersOf} from '../../source/ownership/owners-of.ts';
import {snapshotOf} from '../releases/situation.ts';

interface Given {
	readonly labels?: Record<string, string>;
	readonly annotations?: Record<string, string>;
	readonly owners?: readonly RawObject[];
	/** The fields that each manager wrote. */
	readonly written?: Readonly<Record<string, RawObject>>;
}

const templateFields = {'f:spec': {'f:template': {'f:spec': {'f:containers': {'k:{"name":"app"}': {'f:image': {}}}}}}};

function rollout({labels = {}, annotations = {}, owners = [], written = {}}: Given): RawObject {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Rollout',
		metadata: {
			name: 'checkout',
			namespace: 'shop',
			labels,
			annotations,
			ownerReferences: owners,
			managedFields: Object.entries(written).map(([manager, fieldsV1]) => ({manager, operation: 'Update', fieldsV1})),
		},
	};
}

function ownersWith(given: Given, others: readonly RawObject[] = [], pointers = ['/spec/template']) {
	const touched = {object: rollout(given), subresource: null, pointers} as const;
	return ownersOf(touched, snapshotOf(others)).map(({name, will, undoes}) => `${name} ${will} [${undoes}]`);
}

const tracked = {'argocd.argoproj.io/tracking-id': 'shop-app:argoproj.io/Rollout:shop/checkout'};

function application(spec: RawObject): RawObject {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name: 'shop-app', namespace: 'argocd', uid: 'a'},
		spec,
	};
}

describe('Argo CD', () => {
	test('with self-healing puts a change back within seconds', () => {
		const app = application({syncPolicy: {automated: {selfHeal: true}}});
		expect(ownersWith({annotations: tracked}, [app])).toEqual([
			'Argo CD application shop-app puts it back within seconds: it heals itself [soon]',
		]);
	});

	test('without self-healing puts a change back at the next commit, without automation at the next manual sync', () => {
		expect(ownersWith({annotations: tracked}, [application({syncPolicy: {automated: {}}})])).toEqual([
			'Argo CD application shop-app puts it back at the next commit: it synchronises by itself [later]',
		]);
		const byHand = 'Argo CD application shop-app puts it back when somebody synchronises it [later]';
		expect(ownersWith({annotations: tracked}, [application({})])).toEqual([byHand]);
		const switchedOff = application({syncPolicy: {automated: {enabled: false, selfHeal: true}}});
		expect(ownersWith({annotations: tracked}, [switchedOff])).toEqual([byHand]);
	});

	test('leaves a field alone that Git does not name, and one that is ignored until the next sync', () => {
		const app = application({syncPolicy: {automated: {selfHeal: true}}});
		const written = {'argocd-controller': templateFields};
		expect(ownersWith({annotations: tracked, written}, [app], ['/spec/paused'])).toEqual([
			'Argo CD application shop-app leaves it alone: Git does not name this field [no]',
		]);
		expect(ownersWith({annotations: tracked, written}, [app])[0]).toMatch(/\[soon\]$/);
		const ignoring = application({
			syncPolicy: {automated: {selfHeal: true}},
			ignoreDifferences: [{group: 'argoproj.io', kind: 'Rollout', jsonPointers: ['/spec/template']}],
		});
		expect(ownersWith({annotations: tracked}, [ignoring], ['/spec/template/spec'])[0]).toMatch(/\[later\]$/);
		expect(ownersWith({annotations: tracked}, [ignoring], ['/spec/strategy'])[0]).toMatch(/\[soon\]$/);
	});

	test('puts back a field that only the last-applied annotation of a client names', () => {
		const app = application({syncPolicy: {automated: {selfHeal: true}}});
		const annotations = {
			...tracked,
			'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({spec: {paused: false}}),
		};
		const written = {'argocd-controller': templateFields};
		expect(ownersWith({annotations, written}, [app], ['/spec/paused'])[0]).toMatch(/\[soon\]$/);
	});

	test('is an owner of unknown will where perch may not read the Application', () => {
		expect(ownersWith({annotations: tracked})).toEqual([
			'Argo CD application shop-app puts it back: within seconds if it heals itself, which perch may not read [unknown]',
		]);
	});

	test('is no owner because of an instance label alone', () => {
		expect(ownersWith({labels: {'app.kubernetes.io/instance': 'shop-app'}})).toEqual([]);
	});
});

const byFlux = {
	'kustomize.toolkit.fluxcd.io/name': 'shop',
	'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
};

function kustomization(spec: RawObject): RawObject {
	return {
		apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
		kind: 'Kustomization',
		metadata: {name: 'shop', namespace: 'flux-system', uid: 'k'},
		spec,
	};
}

describe('Flux', () => {
	test('puts a change back within the interval of the Kustomization, unless that is suspended', () => {
		expect(ownersWith({labels: byFlux}, [kustomization({interval: '10m0s'})])).toEqual([
			'Flux kustomization flux-system/shop puts it back within 10m [soon]',
		]);
		expect(ownersWith({labels: byFlux}, [kustomization({interval: '10m0s', suspend: true})])[0]).toMatch(/\[no\]$/);
	});

	test.each([
		['kustomize.toolkit.fluxcd.io/reconcile', 'disabled'],
		['kustomize.toolkit.fluxcd.io/ssa', 'Ignore'],
		['kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent'],
	])('leaves an object with the annotation %s: %s alone', (key, value) => {
		const found = ownersWith({labels: byFlux, annotations: {[key]: value}}, [kustomization({interval: '1m'})]);
		expect(found[0]).toMatch(/\[no\]$/);
	});

	test('leaves fields alone that it has not applied', () => {
		const written = {'kustomize-controller': templateFields};
		const found = ownersWith({labels: byFlux, written}, [kustomization({interval: '1m'})], ['/spec/paused']);
		expect(found).toEqual(['Flux kustomization flux-system/shop leaves it alone: Git does not name this field [no]']);
	});

	test('puts a change back within the interval of a HelmRelease only where drift detection is on', () => {
		const labels = {'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'apps'};
		const release = (driftDetection: RawObject): RawObject => ({
			apiVersion: 'helm.toolkit.fluxcd.io/v2',
			kind: 'HelmRelease',
			metadata: {name: 'shop', namespace: 'apps', uid: 'h'},
			spec: {interval: '5m', driftDetection},
		});
		expect(ownersWith({labels}, [release({mode: 'enabled'})])[0]).toMatch(/within 5m: drift detection is on \[soon\]$/);
		expect(ownersWith({labels}, [release({mode: 'warn'})])[0]).toMatch(/at the next upgrade \[later\]$/);
		expect(ownersWith({labels})[0]).toMatch(/perch may not read it \[unknown\]$/);
	});
});

test('Helm alone puts a change back at its next upgrade', () => {
	expect(ownersWith({annotations: {'meta.helm.sh/release-name': 'shop'}})).toEqual([
		"Helm release shop puts the chart's value back at the next upgrade [later]",
	]);
});

test('a controller that made the object is named first', () => {
	const owners = [{kind: 'Canary', name: 'checkout', uid: 'c', controller: true}];
	const found = ownersWith({owners, annotations: tracked});
	expect(found[0]).toBe('Canary checkout may write it again at any time: it made this object [unknown]');
	expect(found.length).toBe(2);
});

test.each([
	['Argo CD', {annotations: tracked}],
	['Flux', {labels: byFlux}],
	['Helm', {annotations: {'meta.helm.sh/release-name': 'shop'}}],
])('%s leaves a status alone', (_, given) => {
	const touched = {object: rollout(given), subresource: 'status', pointers: ['/status/abort']} as const;
	expect(ownersOf(touched, snapshotOf([])).map(({undoes}) => undoes)).toEqual(['no']);
});
