import {describe, expect, test} from 'vitest';
import type {RawObject} from '../../source/domain/cluster/kube-object.ts';
import {DAEMON_SETS} from '../../source/kinds/daemon-set.ts';
import {DEPLOYMENTS} from '../../source/kinds/deployment.ts';
import {CANARIES} from '../../source/kinds/flagger/canary.ts';
import type {CompanionWatch} from '../../source/releases/contract.ts';
import {flagger} from '../../source/releases/flagger/flagger.ts';
import {daemonSet} from '../../source/releases/workloads/daemon-set/daemon-set.ts';
import {deployment} from '../../source/releases/workloads/deployment/deployment.ts';
import {type Cluster, flaggerScene, gate, tags} from './flagger-scene.ts';
import {verbsOf} from './operator.ts';
import {snapshotOf} from './situation.ts';

const claim = {owner: 'Canary cart', release: 'release:prod/canaries.flagger.app/shop/cart'};

function ownersOf(objects: readonly RawObject[]) {
	const snapshot = snapshotOf(objects);
	return [
		...snapshot.list(DEPLOYMENTS).map(found => [found.metadata.name, deployment.ownedBy(found, snapshot)]),
		...snapshot.list(DAEMON_SETS).map(found => [found.metadata.name, daemonSet.ownedBy(found, snapshot)]),
	];
}

/** Puts a DaemonSet in the place of each Deployment. */
function asDaemonSets({spec, object, remove, add}: Cluster): void {
	spec.targetRef = {apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'cart'};
	for (const name of ['cart', 'cart-primary']) {
		const {metadata, spec: own} = object('Deployment', name);
		const {template = null, selector = null} = own;
		const counts = {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2};
		const status = {...counts, observedGeneration: metadata.generation ?? 0};
		add({apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: {template, selector}, status});
	}
	for (const kind of ['Deployment', 'ReplicaSet', 'Pod']) remove(kind);
}

describe("a Canary's target and primary are its own", () => {
	test('also before the primary exists', () => {
		const scene = flaggerScene('01-initialized', ({status, remove}) => {
			status.phase = 'Initializing';
			remove('Deployment', 'cart-primary');
		});
		expect(ownersOf(scene.objects)).toEqual([['cart', claim]]);
		expect(scene.release).toMatchObject({
			phase: {kind: 'progressing', because: 'initializing: the primary is made from the target'},
			back: {text: 'no version was promoted yet: nothing to go back to'},
		});
	});

	test('also where perch may not read Canaries, by the primary', () => {
		const {objects} = flaggerScene('01-initialized', () => {});
		expect(ownersOf(objects.filter(({kind}) => kind !== 'Canary'))).toEqual([
			['cart', claim],
			['cart-primary', claim],
		]);
	});

	test('also as DaemonSets', () => {
		const scene = flaggerScene('02-progressing', asDaemonSets);
		expect(ownersOf(scene.objects)).toEqual([
			['cart', claim],
			['cart-primary', claim],
		]);
		expect(tags(scene.release)).toEqual({stable: '12.0.0', canary: '13.0.0', back: '12.0.0'});
		expect(scene.release).toMatchObject({
			split: {configuredPercent: 10, configuredBy: 'route'},
			phase: {kind: 'analysing', because: 'checks at 10%'},
		});
		expect(verbsOf(scene)).toMatchObject({
			back: 'BACK TO 12.0.0 (failed checks)',
			promoteFull: 'PROMOTE 13.0.0 FULLY (skipAnalysis, and back)',
		});
	});

	test('also as a kind that perch does not write, whose template it leaves alone', () => {
		const scene = flaggerScene('11-succeeded', ({spec}) => {
			spec.targetRef = {apiVersion: 'v1', kind: 'Service', name: 'cart'};
		});
		expect(verbsOf(scene).restart).toBe('refused: its target is Service/cart: perch does not write that kind');
	});
});

test('perch watches the pods of target and primary, each by its own selector', () => {
	const {objects} = flaggerScene('02-progressing', () => {});
	const snapshot = snapshotOf(objects);
	const [canary] = snapshot.list(CANARIES);
	const watched: readonly CompanionWatch[] = canary ? flagger.companions(canary, snapshot) : [];
	expect(watched.map(({kindId, labelSelector, fieldSelector}) => [kindId, labelSelector ?? fieldSelector])).toEqual([
		['pods', 'app=cart'],
		['replicasets.apps', 'app=cart'],
		['pods', 'app=cart-primary'],
		['replicasets.apps', 'app=cart-primary'],
		['events', 'involvedObject.kind=Canary,involvedObject.name=cart'],
		['horizontalpodautoscalers.autoscaling', undefined],
	]);
});

test.each(['Progressing', 'WaitingPromotion'])(
	'back is refused in %s once failed checks are at the threshold: Flagger rolls back by itself, and no gate holds it',
	phase => {
		const scene = flaggerScene('02-progressing', ({analysis, status}) => {
			analysis.webhooks = [gate('confirm-promotion')];
			Object.assign(status, {phase, failedChecks: 3});
		});
		expect(scene.release.phase).toMatchObject({kind: 'analysing', because: 'failed checks are at the threshold'});
		expect(scene.release.next.text).toBe('rolls back: failed checks are at the threshold');
		expect(verbsOf(scene).back).toBe(
			'refused: failed checks are at the threshold: Flagger rolls back when it looks next',
		);
	},
);

test('a verb on a Canary that is being deleted is refused', () => {
	const scene = flaggerScene('02-progressing', ({object}) => {
		object('Canary').metadata.deletionTimestamp = '2026-11-21T07:29:50Z';
	});
	expect(scene.release.next.text).toBe('Flagger puts the routes back, as far as it is told to');
	expect(verbsOf(scene)).toMatchObject({
		promote: 'refused: the Canary is being deleted',
		back: 'refused: the Canary is being deleted',
		hold: 'refused: the Canary is being deleted',
	});
});
