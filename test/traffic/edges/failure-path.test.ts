import {describe, expect, test} from 'vitest';
import {failurePath} from '../../../source/traffic/edges/failure-path.ts';
import {type Calls, graphOf, keyOf} from './graph-of.ts';

/** The path from `a`; `failing` are the rows that fail more than they should, with their failures a second. */
function pathFrom(calls: readonly Calls[], failing: Readonly<Record<string, number>>) {
	const failures = new Map(Object.entries(failing).map(([name, perSecond]) => [keyOf(name), perSecond]));
	const found = failurePath(graphOf(calls), keyOf('a'), {
		fails: key => failures.has(key as ReturnType<typeof keyOf>),
		failuresOf: key => failures.get(key as ReturnType<typeof keyOf>) ?? 0,
	});
	return found?.rows.map(key => key.split('/').at(-1)).join(' ') ?? null;
}

/** `user` calls a, which calls b, which calls c and d. */
const chain = (ofA: number, toB: number, toC: number, toD = 0): readonly Calls[] => [
	['user', 'a', 100, ofA],
	['a', 'b', 100, toB],
	['b', 'c', 100, toC],
	['b', 'd', 100, toD],
];

describe('whose failures are whose', () => {
	test.each([
		['nobody fails', chain(0, 0, 0), {}, null],
		['a fails, and b does not', chain(10, 0, 0), {a: 10}, null],
		['b fails, and a does not', chain(0, 10, 0), {b: 10}, null],
		['all failures of a are failed calls to b', chain(10, 10, 0), {a: 10, b: 10}, 'a b'],
		['four of five failures of a are', chain(10, 8, 0), {a: 10, b: 8}, 'a b'],
		['less than that are', chain(10, 7.9, 0), {a: 10, b: 8}, null],
		['b fails no more than it usually does', chain(10, 10, 0), {a: 10}, null],
		['b fails, but other callers', chain(10, 1, 0), {a: 10, b: 90}, null],
		['those of b are in turn those of c', chain(10, 10, 9), {a: 10, b: 10, c: 9}, 'a b c'],
		['those of b are partly those of c', chain(10, 10, 5), {a: 10, b: 10, c: 5}, 'a b'],
		['c fails as usual, while b calls it', chain(10, 10, 10), {a: 10, b: 10}, 'a b'],
		['c and d explain those of b alike', chain(10, 10, 9, 9), {a: 10, b: 10, c: 9, d: 9}, null],
		['a is known to fail more often than its callers tell', chain(10, 10, 0), {a: 20, b: 10}, null],
		['a call is repeated until it fails for good', chain(10, 30, 0), {a: 10, b: 30}, 'a b'],
	] as const)('%s', (_when, calls, failing, path) => {
		expect(pathFrom(calls, failing as Readonly<Record<string, number>>)).toBe(path);
	});

	test('nothing is said of two callees that both explain the same failures', () => {
		const calls: readonly Calls[] = [
			['user', 'a', 100, 10],
			['a', 'b', 100, 9],
			['a', 'c', 100, 9],
		];
		expect(pathFrom(calls, {a: 10, b: 9, c: 9})).toBeNull();
		expect(pathFrom(calls, {a: 10, b: 9})).toBe('a b');
	});

	test('nothing is said of failures that go in a circle', () => {
		const calls: readonly Calls[] = [
			['a', 'b', 100, 10],
			['b', 'a', 100, 10],
		];
		expect(pathFrom(calls, {a: 10, b: 10})).toBeNull();
	});

	test('calls of a service to itself explain nothing', () => {
		const calls: readonly Calls[] = [
			['a', 'a', 100, 10],
			['a', 'b', 100, 10],
		];
		expect(pathFrom(calls, {a: 10, b: 10})).toBe('a b');
	});

	test('the share that a failed call explains is never more than all', () => {
		const found = failurePath(graphOf(chain(10, 30, 0)), keyOf('a'), {fails: () => true, failuresOf: () => 0});
		expect(found?.shares).toEqual([1]);
	});
});
