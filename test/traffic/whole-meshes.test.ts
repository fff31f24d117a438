import {describe, expect, test} from 'vitest';
import {type RevisionKey, revisionKey} from '../../source/domain/cluster/keys.ts';
import type {MeshId} from '../../source/domain/signals/mesh-id.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import type {RowTraffic, TrafficFigures} from '../../source/traffic/row-traffic.ts';
import {wholeMeshes} from '../../source/traffic/whole-meshes.ts';

const stable = revisionKey('uid', 'stable');
const canary = revisionKey('uid', 'canary');
const moving = new Set([stable, canary]);

const figures = (requestsPerSecond: number, errorsPerSecond: number): TrafficFigures => ({
	requestsPerSecond,
	errorsPerSecond,
	buckets: null,
});

/** What a mesh counts by version, requests and failures a second; `untold` of no known version. */
function row(
	byVersion: Readonly<Record<RevisionKey, readonly [number, number]>>,
	untold: readonly [number, number] = [0, 0],
): RowTraffic {
	const told = Object.entries(byVersion) as [RevisionKey, readonly [number, number]][];
	const all = [...told.map(([, one]) => one), untold];
	const sum = (at: 0 | 1) => all.reduce((total, one) => total + one[at], 0);
	return {
		viewpoint: 'source',
		total: figures(sum(0), sum(1)),
		split: {kind: 'known', byRevision: new Map(told.map(([key, [rps, errors]]) => [key, figures(rps, errors)]))},
	};
}

function whole(istio: RowTraffic, linkerd: RowTraffic, serving: ReadonlySet<RevisionKey> = moving): readonly MeshId[] {
	return wholeMeshes(
		new Map([
			['istio', istio],
			['linkerd', linkerd],
		]),
		serving,
	);
}

describe('a mesh counts all of a row', () => {
	test('where both count the same of each version, though they are scraped at different moments', () => {
		const [one, other] = [row({[stable]: [50, 0], [canary]: [5, 0]}), row({[stable]: [47, 0], [canary]: [5.5, 0]})];
		expect(whole(one, other)).toEqual(['istio', 'linkerd']);
	});

	test('where one version serves and the other mesh cannot tell which', () => {
		expect(whole(row({[stable]: [50, 0]}), row({}, [50, 0]), new Set([stable]))).toEqual(['istio', 'linkerd']);
	});

	test('where neither tells any version: nothing is compared then', () => {
		const cannotTell: RowTraffic = {...row({}, [50, 0]), split: {kind: 'cannotTell', because: safe`one name`}};
		expect(whole(cannotTell, cannotTell)).toEqual(['istio', 'linkerd']);
	});
});

describe('no mesh counts all of a row', () => {
	test('where a trickle to the canary stands beside the requests that only the other mesh counts', () => {
		const istio = row({[stable]: [50, 0], [canary]: [0.02, 0]});
		expect(whole(istio, row({[canary]: [50, 50]}))).toEqual([]);
	});

	test('where the canary that lost its role still gets requests in the other mesh', () => {
		expect(whole(row({[stable]: [60, 0]}), row({[canary]: [30, 30]}), new Set([stable]))).toEqual([]);
	});

	test('where the other mesh counts failures that this one does not see, of whichever version it takes them', () => {
		expect(whole(row({[stable]: [60, 0]}), row({[stable]: [30, 30]}), new Set([stable]))).toEqual([]);
	});

	test('where a part of the other mesh’s requests is of no known version', () => {
		const istio = row({[stable]: [85, 0]});
		expect(whole(istio, row({[stable]: [85, 0]}, [15, 0]))).toEqual(['linkerd']);
	});
});

describe('beside a mesh that counts all versions together', () => {
	const together = (requestsPerSecond: number): RowTraffic => ({
		viewpoint: 'source',
		total: figures(requestsPerSecond, 0),
		split: {kind: 'cannotTell', because: safe`one name`},
	});

	test('the mesh that tells every version counts all requests', () => {
		expect(whole(row({[stable]: [50, 0], [canary]: [5, 0]}), together(55))).toEqual(['istio']);
		expect(whole(row({[stable]: [50, 0], [canary]: [5, 0]}), together(60))).toEqual(['istio']);
	});

	test('a mesh without requests to one version counts all of them only where the sums are the same', () => {
		expect(whole(row({[stable]: [100, 0]}), together(102))).toEqual(['istio']);
		expect(whole(row({[stable]: [100, 0]}), together(110))).toEqual([]);
	});

	test('the mesh that misses requests of both versions does not', () => {
		expect(whole(row({[stable]: [30, 0], [canary]: [5, 0]}), together(55))).toEqual([]);
	});
});
