import {expect, it} from 'vitest';
import {clusterOf, type PodObject} from '../../../../source/demo/prometheus/weights/cluster-objects.ts';
import {pastShares} from '../../../../source/demo/prometheus/weights/past-shares.ts';
import {withPodSets} from '../../../../source/demo/prometheus/weights/pod-sets.ts';
import {routesOf, sharesOf} from '../../../../source/demo/prometheus/weights/routing.ts';
import {serviceOfApp} from '../support/situation.ts';
import {checkout} from '../support/world.ts';

const service = {...checkout, namespace: 'data', name: 'db'};
const bornMs = Date.parse('2026-11-20T10:00:00Z');
const canaryMs = Date.parse('2026-11-21T09:38:00Z');

/** A pod of a StatefulSet, with the fields that decide its traffic. */
function pod(ordinal: number, version: string, {atMs = bornMs, isReady = true, kind = 'StatefulSet'} = {}): PodObject {
	const creationTimestamp = new Date(atMs).toISOString().replace('.000', '');
	const owner = {apiVersion: 'apps/v1', kind, name: 'db', uid: 'u', controller: true};
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: `db-${ordinal}`,
			namespace: 'data',
			creationTimestamp,
			labels: {app: 'db', version},
			ownerReferences: [owner],
		},
		spec: {containers: [{image: `registry.example/db:${version}`}]},
		status: {conditions: [{type: 'Ready', status: isReady ? 'True' : 'False'}]},
	};
}

function shares(directPods: readonly PodObject[]) {
	const cluster = withPodSets(clusterOf({services: [serviceOfApp('data', 'db')], directPods}));
	return sharesOf(service, routesOf(service, cluster), cluster).map(({destination, share}) => [
		`${destination.workload} ${destination.canonicalRevision} ${destination.tag}`,
		Number(share.toFixed(3)),
	]);
}

it('the ready pods of a StatefulSet share its traffic, revision by revision', () => {
	const pods = [pod(0, '1'), pod(1, '1'), pod(2, '1'), pod(3, '1'), pod(4, '2')];
	expect(shares(pods)).toEqual([
		['db 1 1', 0.8],
		['db 2 2', 0.2],
	]);
	expect(shares([...pods.slice(0, 4), pod(4, '2', {isReady: false})])).toEqual([['db 1 1', 1]]);
});

it('a pod that is being deleted gets no traffic', () => {
	const going = pod(1, '1');
	const metadata = {...going.metadata, deletionTimestamp: '2026-11-21T10:00:30Z'};
	expect(shares([pod(0, '2'), {...going, metadata}])).toEqual([['db 2 2', 1]]);
});

it('pods that a ReplicaSet makes are not counted a second time', () => {
	expect(shares([pod(0, '1'), pod(1, '2', {kind: 'ReplicaSet'})])).toEqual([['db 1 1', 1]]);
});

it('before its first pod a canary had no traffic', () => {
	const pods = [pod(0, '1'), pod(1, '1'), pod(2, '2', {atMs: canaryMs})];
	const objects = withPodSets(clusterOf({services: [serviceOfApp('data', 'db')], directPods: pods}));
	const periods = pastShares({service, objects, rollout: undefined, events: [], originMs: bornMs + 3_600_000});
	const canary = periods.map(({fromMs, shares: then}) => [
		fromMs,
		then.find(({destination}) => destination.tag === '2')?.share ?? 0,
	]);
	expect(canary).toEqual([
		[bornMs + 3_600_000, 0],
		[canaryMs, 1 / 3],
	]);
});
