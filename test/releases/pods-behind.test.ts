import {expect, test} from 'vitest';
import type {Snapshot} from '../../source/domain/cluster/kube-object.ts';
import {ident, safe} from '../../source/domain/text/safe-text.ts';
import type {Backing} from '../../source/releases/routes/backing.ts';
import {podsBehind} from '../../source/releases/routes/pods-behind.ts';

function backing(name: string, service: string, deployment: string): Backing {
	const deployments = [{metadata: {name: ident(deployment)}}] as unknown as Backing['deployments'];
	const wanted = {namespace: safe`routes`, name: ident(service)};
	return {name: ident(name), wanted, deployments} as unknown as Backing;
}

/** Endpoints by Service, as perch keeps them. */
function endpoints(slices: Readonly<Record<string, readonly string[]>>): Snapshot {
	const all = Object.entries(slices).map(([service, readyPods]) => ({service, readyPods}));
	return {list: () => all} as unknown as Snapshot;
}

test('each destination has the pods of its own Service', () => {
	const backings = [
		backing('stable', 'offers-stable', 'offers-stable'),
		backing('canary', 'offers-canary', 'offers-canary'),
	];
	const snapshot = endpoints({'offers-stable': ['a', 'b'], 'offers-canary': ['c'], other: ['d']});
	expect(podsBehind(safe`uid`, backings, snapshot).map(({name, revision}) => `${name} ${revision}`)).toEqual([
		'a uid@stable',
		'b uid@stable',
		'c uid@canary',
	]);
});

test('where destinations share a Service, a pod is of the one whose Deployment made it, and of none if that is not known', () => {
	const backings = [backing('v1', 'reviews', 'reviews-v1'), backing('v2', 'reviews', 'reviews-v1-next')];
	const pods = ['reviews-v1-5c7f9d8b6-q2x9z', 'reviews-v1-next-6d8f7c9b5-abcde', 'reviews-manual'];
	expect(podsBehind(safe`uid`, backings, endpoints({reviews: pods})).map(({revision}) => revision)).toEqual([
		'uid@v1',
		'uid@v2',
		null,
	]);
});

test('a destination that is no Service has no pods', () => {
	const other = {...backing('v1', 'reviews', 'reviews-v1'), wanted: null};
	expect(podsBehind(safe`uid`, [other], endpoints({reviews: ['a']}))).toEqual([]);
});
