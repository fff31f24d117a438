import {expect, test} from 'vitest';
import {createKeptParts} from '../../source/engine/world/kept-parts.ts';

interface Thing {
	readonly id: string;
	readonly selector: string;
	readonly version: number;
}

const thing = (id: string, selector = id, version = 1): Thing => ({id, selector, version});
const keeper = () =>
	createKeptParts<Thing, {readonly selector: string}>(
		({id}) => id,
		({selector}) => ({selector}),
	);

test('the list of parts is the same while only other fields change', () => {
	const parts = keeper();
	const before = parts([thing('a'), thing('b')]);
	expect(parts([thing('a', 'a', 2), thing('b', 'b', 2)])).toBe(before);
	expect(before).toEqual([{selector: 'a'}, {selector: 'b'}]);
});

test('a part that changes is another one, and the others stay', () => {
	const parts = keeper();
	const before = parts([thing('a'), thing('b'), thing('c')]);
	const after = parts([thing('a'), thing('b', 'elsewhere', 2), thing('c', 'c', 2)]);
	expect(after).toEqual([{selector: 'a'}, {selector: 'elsewhere'}, {selector: 'c'}]);
	expect([after[0], after[2]].map((part, at) => part === before[at * 2])).toEqual([true, true]);
});

test('parts stay where objects come, go and change places', () => {
	const parts = keeper();
	const [a, b, c] = parts([thing('a'), thing('b'), thing('c')]);
	const after = parts([thing('c', 'c', 2), thing('new'), thing('b', 'b', 2)]);
	expect(after).toEqual([{selector: 'c'}, {selector: 'new'}, {selector: 'b'}]);
	expect(after[0]).toBe(c);
	expect(after[2]).toBe(b);
	expect(parts([thing('a', 'a', 2)])).toEqual([a]);
});
