import {describe, expect, test} from 'vitest';
import {createHold} from '../../source/logs/hold.ts';
import {createLogRing} from '../../source/logs/ring.ts';
import {entry} from './entry.ts';

describe('the ring', () => {
	test('keeps the newest lines, and counts those that it drops', () => {
		const ring = createLogRing({lines: 3, characters: 10_000});
		for (let at = 1; at <= 5_000; at += 1) ring.push(entry(`line ${at}`));
		expect(ring.entries().map(({text, number}) => `${number} ${text}`)).toEqual([
			'4998 line 4998',
			'4999 line 4999',
			'5000 line 5000',
		]);
		expect([ring.newest(), ring.dropped()]).toEqual([5_000, 4_997]);
	});

	test('is bounded by characters as well, and always keeps the newest line', () => {
		const ring = createLogRing({lines: 100, characters: 500});
		for (let at = 0; at < 10; at += 1) ring.push(entry('x'.repeat(100)));
		expect(ring.entries()).toHaveLength(3);
		ring.push(entry('y'.repeat(4_000)));
		expect(ring.entries().map(({text}) => text[0])).toEqual(['y']);
	});

	test('goes on counting when it is emptied, so that no place means another line', () => {
		const ring = createLogRing({lines: 100, characters: 500});
		ring.push(entry('one'));
		ring.clear();
		ring.push(entry('two'));
		expect(ring.entries().map(({number}) => number)).toEqual([2]);
		expect(ring.dropped()).toBe(0);
	});
});

describe('lines of several pods', () => {
	test('that come within the time of holding come out in the order of their times', () => {
		const hold = createHold(300);
		hold.add([entry('two', {atMs: 2_000}), entry('four', {atMs: 4_000})], 0);
		hold.add([entry('one', {atMs: 1_000}), entry('three', {atMs: 3_000})], 200);
		expect(hold.release(299)).toEqual([]);
		expect(hold.release(300).map(({text}) => text)).toEqual(['one', 'two', 'three', 'four']);
		expect(hold.isEmpty()).toBe(true);
	});

	test('are not held for those that are newer than they', () => {
		const hold = createHold(300);
		hold.add([entry('one', {atMs: 1_000})], 0);
		hold.add([entry('two', {atMs: 2_000})], 200);
		expect(hold.release(300).map(({text}) => text)).toEqual(['one']);
		expect(hold.release(500).map(({text}) => text)).toEqual(['two']);
	});

	test('with equal times keep the order in which they came', () => {
		const hold = createHold(300);
		hold.add(
			['a', 'b', 'c'].map(text => entry(text, {atMs: 1_000})),
			0,
		);
		expect(hold.releaseAll().map(({text}) => text)).toEqual(['a', 'b', 'c']);
	});
});
