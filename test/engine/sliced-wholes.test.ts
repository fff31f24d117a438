import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {slicedWholes} from '../../source/engine/evidence/where/sliced-wholes.ts';
import type {VersionSlice} from '../../source/engine/evidence/where/version-slices.ts';
import {whereItFails} from '../../source/judge/where-it-fails.ts';

type Given = Pick<VersionSlice, 'version' | 'requests' | 'failures'> & Partial<VersionSlice>;

function slice(given: Given): VersionSlice {
	return {viewpoint: 'source', dimension: 'caller', value: safe`web`, ...given};
}

const web = safe`web`;
const app = safe`app`;

test('parts add up by version, and what has no name counts only in the whole', () => {
	const told = slicedWholes(
		[
			slice({version: 'canary', value: web, requests: 90, failures: 0}),
			slice({version: 'canary', value: web, requests: 10, failures: 10}),
			slice({version: 'canary', value: null, requests: 100, failures: 1}),
			slice({version: 'stable', value: app, requests: 900, failures: 9}),
		],
		{viewpoint: 'source', phi: 2},
	);
	expect(told).toEqual([
		{
			whole: {canaryFailures: 11, canaryRequests: 200, stableFailures: 9, stableRequests: 900, phi: 2},
			// Stable alone is called by app: the canary cannot fail more there.
			slices: [
				{dimension: 'caller', value: 'web', canaryFailures: 10, stableFailures: 0, requests: {canary: 100, stable: 0}},
			],
		},
	]);
});

test('a dimension is counted from the row’s viewpoint, and never from two', () => {
	const both = (['source', 'destination'] as const).flatMap(viewpoint => [
		slice({version: 'canary', viewpoint, requests: 100, failures: 10}),
		slice({version: 'stable', viewpoint, requests: 900, failures: 9}),
	]);
	for (const viewpoint of ['source', 'destination'] as const) {
		const [only, ...others] = slicedWholes(both, {viewpoint, phi: 1});
		expect(others).toEqual([]);
		expect(only?.whole).toMatchObject({canaryRequests: 100, canaryFailures: 10, stableRequests: 900});
	}
});

test('flags have no requests of their own, and count where either version fails with them', () => {
	const flag = (version: VersionSlice['version'], value: string, requests: number, failures: number) =>
		slice({version, dimension: 'flag', value: safe`${value as typeof web}`, requests, failures});
	const [told] = slicedWholes(
		[
			flag('canary', '-', 960, 0),
			flag('canary', 'UF', 40, 40),
			flag('stable', '-', 9_990, 5),
			flag('stable', 'UH', 5, 5),
			flag('stable', 'DC', 5, 0),
		],
		{viewpoint: 'source', phi: 1},
	);
	expect(told?.slices.map(({value, requests}) => [value, requests])).toEqual([
		['-', null],
		['UF', null],
		['UH', null],
	]);
	// X = 40 − 1,000·10/10,000 = 39, all of it UF; of stable (0 + ½)/(10 + 1½).
	expect(whereItFails(told ? [told] : [])?.parts).toEqual([
		{dimension: 'flag', value: 'UF', share: 1, traffic: expect.closeTo(0.5 / 11.5, 10)},
	]);
});

test.each([
	['most of the harm', 0.8, 1],
	['less than three quarters of it', 0.7, 0],
])('pods are told by the callee where it sees %s', (_what, seen, count) => {
	const told = slicedWholes(
		[
			slice({version: 'canary', requests: 100, failures: 20}),
			slice({version: 'stable', requests: 900, failures: 0}),
			slice({version: 'canary', dimension: 'pod', viewpoint: 'destination', requests: 100, failures: 20 * seen}),
			slice({version: 'stable', dimension: 'pod', viewpoint: 'destination', requests: 900, failures: 0}),
		],
		{viewpoint: 'source', phi: 1},
	);
	expect(told.flatMap(({slices}) => slices).filter(({dimension}) => dimension === 'pod')).toHaveLength(count);
});

test('nothing is told by another viewpoint alone', () => {
	const told = slicedWholes(
		[
			slice({version: 'canary', dimension: 'pod', viewpoint: 'destination', requests: 100, failures: 20}),
			slice({version: 'stable', dimension: 'pod', viewpoint: 'destination', requests: 900, failures: 0}),
		],
		{viewpoint: 'source', phi: 1},
	);
	expect(told).toEqual([]);
});
