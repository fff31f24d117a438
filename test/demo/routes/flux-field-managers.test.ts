import {describe, expect, it} from 'vitest';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import type {KubeObject} from '../../../source/demo/contract.ts';
import {createFluxController} from '../../../source/demo/controllers/flux.ts';
import {kustomization, kustomized} from '../../../source/demo/world/manifests/gitops-manifests.ts';
import {deploymentManifest} from '../../../source/demo/world/manifests/manifests.ts';
import type {RawObject} from '../../../source/domain/cluster/kube-object.ts';
import {ownersOf} from '../../../source/ownership/owners-of.ts';
import {snapshotOf} from '../../releases/situation.ts';
import {createFakeClock} from '../fake-clock.ts';

const kustomizations = 'kustomizations.kustomize.toolkit.fluxcd.io';

const service = {namespace: 'routes', name: 'carts', workload: 'deployment', replicas: 2} as const;
const rollingUpdate = {maxSurge: '25%', maxUnavailable: '25%'};
const theirs = deploymentManifest({...service, rps: 0, dailySwing: 0, callers: [], versions: []}, '1.0.0', {
	rollingUpdate,
});

/** A Deployment from Git that this manager holds with `spec.paused`, which Git does not name. */
function heldBy(manager: string, more: Readonly<Record<string, unknown>> = {}) {
	const clock = createFakeClock();
	const store = createObjectStore({seed: 1, clock});
	const git = kustomized('shop', theirs);
	store.create(git.resource, git.object, {manager: 'kustomize-controller'});
	store.create(kustomizations, kustomization('shop', [git], {nowMs: clock.nowMs(), interval: '10m'}).object, {
		manager: 'flux',
	});
	createFluxController({store, clock}).start();
	clock.advanceBy(60_000);
	const {name, namespace} = git.object.metadata;
	const live = () => store.get(git.resource, namespace, name) as KubeObject;
	const spec = () => live().spec as {readonly paused?: boolean; readonly replicas?: number};
	const before = saidOf(live(), store.list(kustomizations), '/spec/paused');
	store.replace(git.resource, {...live(), spec: {...(live().spec as object), paused: true, ...more}}, {manager});
	return {
		before,
		spec,
		reconcile: () => clock.advanceBy(11 * 60_000),
		saidOfReplicas: () => saidOf(live(), store.list(kustomizations), '/spec/replicas'),
	};
}

/** What the dialog says before a change of this field. */
function saidOf(object: KubeObject, others: readonly KubeObject[], pointer: string): readonly string[] {
	const touched = {object: object as unknown as RawObject, subresource: null, pointers: [pointer]} as const;
	return ownersOf(touched, snapshotOf(others as unknown as readonly RawObject[])).map(
		({name, will}) => `${name} ${will}`,
	);
}

const leavesAlone = 'Flux kustomization flux-system/shop leaves it alone: Git does not name this field';

describe('a field that Git does not name', () => {
	it('stays where perch wrote it, as the dialog had said', () => {
		const {before, spec, reconcile} = heldBy('perch');
		expect(before).toEqual([leavesAlone]);
		reconcile();
		expect(spec().paused).toBe(true);
	});

	it.each(['kubectl-patch', 'kubectl-edit', 'kubectl'])('is dropped where %s wrote it', manager => {
		const {spec, reconcile} = heldBy(manager);
		expect(spec().paused).toBe(true);
		reconcile();
		expect(spec().paused).toBeUndefined();
	});
});

it('Flux puts back a field that Git names, whichever manager wrote it, as the dialog had said', () => {
	for (const manager of ['perch', 'kubectl-patch']) {
		const {spec, reconcile, saidOfReplicas} = heldBy(manager, {replicas: 9});
		expect(spec().replicas).toBe(9);
		reconcile();
		expect(spec().replicas).toBe(2);
		expect(saidOfReplicas()).toEqual(['Flux kustomization flux-system/shop puts it back within 10m']);
	}
});
