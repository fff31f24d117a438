import {expect, test} from 'vitest';
import {pastReleases, togetherAtStart} from '../../../source/traffic/versions/past-releases.ts';
import type {VersionScheme} from '../../../source/traffic/versions/version-names.ts';
import {points, startMs, stepMs} from '../../backtest/support/shares.ts';

const found = (steps: Parameters<typeof points>[0], scheme: VersionScheme = 'label') =>
	pastReleases(points(steps), {stepMs, scheme});
const at = (step: number) => startMs + step * stepMs;

test('a version that comes beside another and goes to 0 % was rolled back: the share says between which steps', () => {
	const steps = [{v1: 100}, {v1: 95, v2: 5}, {v1: 80, v2: 20}, {v1: 100, v2: 0}, {v1: 100}];
	expect(found(steps)).toEqual([
		{version: 'v2', beside: 'v1', fromMs: at(1), toMs: at(4), end: 'none', mostShare: 0.2, gapMs: 0},
	]);
});

test('one that comes to 100 % was promoted, and the next release is beside it', () => {
	const steps = [{v1: 100}, {v1: 50, v2: 50}, {v2: 100}, {v2: 90, v3: 10}, {v2: 100}];
	expect(found(steps)).toMatchObject([
		{version: 'v2', beside: 'v1', end: 'whole', fromMs: at(1), toMs: at(3), mostShare: 1},
		{version: 'v3', beside: 'v2', end: 'none', fromMs: at(3), toMs: at(5)},
	]);
});

test('one that replaces another within one step is a release too', () => {
	expect(found([{v1: 100}, {v2: 100}])).toMatchObject([{version: 'v2', end: 'whole', fromMs: at(1), toMs: at(2)}]);
});

test('one that still has requests beside another where the samples end is open', () => {
	expect(found([{v1: 100}, {v1: 95, v2: 5}])).toMatchObject([{version: 'v2', end: 'open', toMs: at(2)}]);
});

test('a version alone is no release, and neither is one that was there from the first step on', () => {
	expect(found([{v1: 100}, {v1: 90}, {v1: 110}])).toEqual([]);
	const together = [{v1: 90, v2: 10}, {v1: 80, v2: 20}, {v2: 100}, {v2: 100}];
	expect(found(together)).toEqual([]);
	expect(togetherAtStart(points(together))).toEqual(['v1', 'v2']);
	expect(togetherAtStart(points([{v1: 10}, {v1: 9, v2: 1}]))).toEqual([]);
});

test('a gap in the data ends no release, and is told', () => {
	const steps = [{v1: 100}, {v1: 95, v2: 5}, null, null, null, {v1: 90, v2: 10}, {v1: 100}];
	expect(found(steps)).toMatchObject([{version: 'v2', end: 'none', fromMs: at(1), toMs: at(7), gapMs: 3 * stepMs}]);
});

test('steps without any request tell nothing, as at night', () => {
	const steps = [{v1: 100}, {v1: 95, v2: 5}, {v1: 0, v2: 0}, {v1: 90, v2: 10}];
	expect(found(steps)).toMatchObject([{version: 'v2', end: 'open', toMs: at(4)}]);
});

test('a health check of one request in ten thousand neither begins nor prolongs a release', () => {
	const steps = [{v1: 1_000}, {v1: 1_000, v2: 0.1}, {v1: 900, v2: 100}, {v1: 1_000, v2: 0.1}];
	expect(found(steps)).toMatchObject([{version: 'v2', end: 'none', fromMs: at(2), toMs: at(4)}]);
});

test('a second attempt with the same version is another release', () => {
	const steps = [{v1: 100}, {v1: 90, v2: 10}, {v1: 100}, {v1: 90, v2: 10}, {v2: 100}];
	expect(found(steps)).toMatchObject([{end: 'none'}, {version: 'v2', end: 'whole', fromMs: at(3)}]);
});

test('where Services tell versions apart, requests that come back to stable after a promotion are no release', () => {
	const steps = [{stable: 100}, {stable: 50, canary: 50}, {canary: 100}, {stable: 100}, {stable: 90, canary: 10}];
	expect(found(steps, 'service')).toMatchObject([
		{version: 'canary', end: 'whole'},
		{version: 'canary', end: 'open', fromMs: at(4)},
	]);
});

test('of a quiet service a step without requests to the canary is chance, and many of them are its end', () => {
	// At 1 in 100 of 1 request a second it gets 3 in a step of 300 s: after four steps 12 are missing.
	const quiet = [{v1: 1}, {v1: 0.99, v2: 0.01}, {v1: 1}, {v1: 0.99, v2: 0.01}, {v1: 1}, {v1: 1}, {v1: 1}];
	expect(found(quiet)).toMatchObject([{version: 'v2', end: 'open', fromMs: at(1)}]);
	expect(found([...quiet, {v1: 1}])).toMatchObject([{version: 'v2', end: 'none', toMs: at(5)}]);
});

test('of a quiet service a step with requests to the canary alone is chance too', () => {
	const quiet = [{v1: 0.02}, {v1: 0.01, v2: 0.01}, {v2: 0.02}, {v1: 0.01, v2: 0.01}];
	expect(found(quiet)).toMatchObject([{version: 'v2', end: 'open'}]);
	// Half of 6 requests a step are missing: after four steps 12.
	expect(found([...quiet, {v2: 0.02}, {v2: 0.02}, {v2: 0.02}])).toMatchObject([{end: 'open'}]);
	expect(found([...quiet, {v2: 0.02}, {v2: 0.02}, {v2: 0.02}, {v2: 0.02}])).toMatchObject([
		{end: 'whole', toMs: at(5)},
	]);
});
