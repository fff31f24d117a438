import {describe, expect, test} from 'vitest';
import type {Json, RawObject} from '../../source/domain/cluster/kube-object.ts';
import {SERVICES} from '../../source/kinds/service.ts';
import {serviceSelector} from '../../source/releases/service-selector/service-selector.ts';
import {rawOf, readSituation, snapshotOf} from './situation.ts';

type Labelled = {
	metadata: Record<string, Json> & {name: string};
	spec: {selector: Record<string, Json>; template: {metadata: {labels: Record<string, string>}}};
};

const {objects} = readSituation('service-selector/01-blue-selected');

function changedObject(kind: string, name: string, change: (object: Labelled) => void): RawObject {
	const copy = structuredClone(rawOf(objects, kind, name)) as unknown as Labelled;
	change(copy);
	return copy as unknown as RawObject;
}

describe('a Service is a release', () => {
	const isRelease = (...all: readonly RawObject[]) => {
		const snapshot = snapshotOf(all);
		const [service] = snapshot.list(SERVICES);
		return service && serviceSelector.isRelease?.(service, snapshot);
	};
	const others = objects.filter(({kind}) => kind !== 'Service');
	const service = (change: (object: Labelled) => void) => changedObject('Service', 'catalog', change);

	test('if its selector leads to one of at least two workloads by a label of sides', () => {
		expect(
			isRelease(
				service(() => {}),
				...others,
			),
		).toBe(true);
		const oneSide = others.filter(({metadata}) => (metadata as RawObject).name !== 'catalog-green');
		expect(
			isRelease(
				service(() => {}),
				...oneSide,
			),
		).toBe(false);
		expect(
			isRelease(
				service(({spec}) => delete spec.selector.slot),
				...others,
			),
		).toBe(false);
		expect(
			isRelease(
				service(({spec}) => delete spec.selector.app),
				...others,
			),
		).toBe(false);
	});

	test('but not if its workloads differ by what they are', () => {
		const deployments = ['blue', 'green'].map(slot =>
			changedObject('Deployment', `catalog-${slot}`, ({spec: {template}}) => {
				template.metadata.labels = {app: 'catalog', component: slot === 'blue' ? 'web' : 'worker'};
			}),
		);
		const web = service(({spec}) => (spec.selector = {app: 'catalog', component: 'web'}));
		expect(isRelease(web, ...deployments)).toBe(false);
	});

	test('but not if it is that of a single version or role, between which a route chooses', () => {
		expect(
			isRelease(
				service(({metadata}) => (metadata.name = 'catalog-blue')),
				...others,
			),
		).toBe(false);
		expect(
			isRelease(
				service(({metadata}) => (metadata.name = 'catalog-stable')),
				...others,
			),
		).toBe(false);
		const ofAll = service(({metadata, spec}) => {
			metadata.name = 'catalog-all';
			delete spec.selector.slot;
		});
		expect(
			isRelease(
				service(() => {}),
				ofAll,
				...others,
			),
		).toBe(false);
	});

	test('owned by the Rollout or the Canary that writes it', () => {
		const ownerOf = (change: (object: Labelled) => void, ...more: readonly RawObject[]) => {
			const snapshot = snapshotOf([service(change), ...others, ...more]);
			const [anchor] = snapshot.list(SERVICES);
			return anchor && serviceSelector.ownedBy(anchor, snapshot)?.owner;
		};
		const rollout = {
			kind: 'Rollout',
			metadata: {name: 'catalog', namespace: 'bluegreen', uid: 'r'},
			spec: {strategy: {blueGreen: {activeService: 'catalog', previewService: 'catalog-next'}}},
		};
		const canary = {
			kind: 'Canary',
			metadata: {name: 'catalog-canary', namespace: 'bluegreen', uid: 'c'},
			spec: {targetRef: {kind: 'Deployment', name: 'catalog'}},
		};
		expect(ownerOf(() => {})).toBeUndefined();
		expect(ownerOf(() => {}, rollout)).toBe('Rollout catalog');
		expect(ownerOf(() => {}, canary)).toBe('Canary catalog-canary');
		expect(
			ownerOf(({metadata}) => {
				metadata.annotations = {'argo-rollouts.argoproj.io/managed-by-rollouts': 'elsewhere'};
			}),
		).toBe('Rollout elsewhere');
		expect(
			ownerOf(({metadata}) => {
				metadata.ownerReferences = [{kind: 'Canary', name: 'catalog', uid: 'c', controller: true}];
			}),
		).toBe('Canary catalog');
	});
});
