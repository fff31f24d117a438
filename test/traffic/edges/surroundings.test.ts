import {describe, expect, test} from 'vitest';
import {type Fan, surroundings} from '../../../source/traffic/edges/surroundings.ts';

import {graphOf, keyOf} from './graph-of.ts';

const key = keyOf;
const wide = {depth: 1, widest: 10, widestDeeper: 10} as const;

/** `a(b c(d))` */
function written({nodes, more}: Fan): string {
	const texts = nodes.map(({key, isAgain, next}) => {
		const below = written(next);
		return `${key?.split('/').at(-1) ?? '?'}${isAgain ? '*' : ''}${below === '' ? '' : `(${below})`}`;
	});
	return [...texts, ...(more === 0 ? [] : [`+${more}`])].join(' ');
}

const shop = graphOf([
	['web', 'checkout', 5],
	['mobile', 'checkout', 50],
	['checkout', 'currency', 3],
	['checkout', 'payments', 4],
	['payments', 'ledger', 4],
	['ledger', 'fraud', 1],
]);

describe('around a service', () => {
	test('stand its callers and those that it calls, the most requests first', () => {
		expect(written(surroundings(shop, key('checkout'), {...wide, direction: 'callers'}))).toBe('mobile web');
		expect(written(surroundings(shop, key('checkout'), {...wide, direction: 'callees'}))).toBe('payments currency');
	});

	test('stand as many levels as are asked for', () => {
		const at = (depth: number) => written(surroundings(shop, key('web'), {...wide, depth, direction: 'callees'}));
		expect([at(1), at(2), at(4)]).toEqual([
			'checkout',
			'checkout(payments currency)',
			'checkout(payments(ledger(fraud)) currency)',
		]);
	});

	test('a circle of calls is marked where it closes, and ends there', () => {
		const circle = graphOf([
			['a', 'b', 1],
			['b', 'c', 1],
			['c', 'a', 1],
			['b', 'b', 2],
		]);
		const found = surroundings(circle, key('a'), {...wide, depth: 4, direction: 'callees'});
		expect(written(found)).toBe('b(b* c(a*))');
		expect(written(surroundings(circle, key('a'), {...wide, depth: 4, direction: 'callers'}))).toBe('c(b(b* a*))');
	});

	test('a row that is reached on two ways is in both, each time by a path of its own', () => {
		const two = graphOf([
			['a', 'b', 2],
			['a', 'c', 1],
			['b', 'd', 1],
			['c', 'd', 1],
		]);
		const found = surroundings(two, key('a'), {...wide, depth: 2, direction: 'callees'});
		expect(written(found)).toBe('b(d) c(d)');
		const paths = found.nodes.flatMap(({path, next}) => [path, ...next.nodes.map(node => node.path)]);
		expect(new Set(paths).size).toBe(4);
	});

	test('long fans are cut, and the rest is counted', () => {
		const fan = graphOf(Array.from({length: 13}, (_, at) => [`caller-${at}`, 'checkout', 100 - at] as const));
		const cut = surroundings(fan, key('checkout'), {...wide, widest: 2, direction: 'callers'});
		expect(written(cut)).toBe('caller-0 caller-1 +11');
		const deeper = surroundings(shop, key('web'), {...wide, depth: 2, widestDeeper: 1, direction: 'callees'});
		expect(written(deeper)).toBe('checkout(payments +1)');
	});

	test('callers without a row are listed, and not followed', () => {
		const unknown = graphOf([
			[null, 'checkout', 9],
			['web', 'checkout', 1],
		]);
		expect(written(surroundings(unknown, key('checkout'), {...wide, depth: 3, direction: 'callers'}))).toBe('? web');
	});
});
