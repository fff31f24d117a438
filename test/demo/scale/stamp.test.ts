import {expect, test} from 'vitest';
import {stampOf} from '../../../source/demo/scale/stamp.ts';

const original = {
	metadata: {name: 'proto', labels: {app: 'proto'}, at: '2026-11-21T10:00:00Z'},
	fields: {'k:{"name":"proto"}': {}},
	names: ['proto-canary', 'proto-x', 'other'],
	spec: {replicas: 3, isPaused: false, nothing: null, same: {deep: ['a', 1]}},
};
const stamp = stampOf(original, ['proto', 'proto-x']);

test('a copy has its own texts in place of the tokens, in values and in keys, and earlier times', () => {
	expect(stamp(['cart', 'CART'], 60_000)).toEqual({
		metadata: {name: 'cart', labels: {app: 'cart'}, at: '2026-11-21T09:59:00Z'},
		fields: {'k:{"name":"cart"}': {}},
		names: ['cart-canary', 'CART', 'other'],
		spec: {replicas: 3, isPaused: false, nothing: null, same: {deep: ['a', 1]}},
	});
});

test('copies share what is the same in all of them, and cannot be changed', () => {
	const [one, other] = [stamp(['a', 'b'], 0), stamp(['c', 'd'], 0)] as (typeof original)[];
	expect(one?.spec).toBe(other?.spec);
	expect(Object.isFrozen(one) && Object.isFrozen(one?.metadata.labels) && Object.isFrozen(one?.names)).toBe(true);
});
