import {expect, test} from 'vitest';
import type {TrafficSample} from '../../source/domain/signals/signals.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {withKnownIdentities} from '../../source/traffic/known-identities.ts';

const sample = (service: string, requestsPerSecond: number, workload = 'w'): TrafficSample => ({
	identity: {
		namespace: safe`shop`,
		service: safe`${service.length}`,
		workload: safe`${workload.length}`,
		version: null,
	},
	viewpoint: 'source',
	requestsPerSecond,
	errorsPerSecond: 0,
});

test('the samples of an answer take over the identities of the answer before, wherever they stand', () => {
	const before = [sample('a', 1), sample('bb', 2)];
	const now = withKnownIdentities(before, [sample('ccc', 5), sample('bb', 6), sample('a', 7)]);
	expect(now.map(({requestsPerSecond}) => requestsPerSecond)).toEqual([5, 6, 7]);
	expect(now[1]?.identity).toBe(before[1]?.identity);
	expect(now[2]?.identity).toBe(before[0]?.identity);
	expect(now[0]?.identity).toEqual(sample('ccc', 5).identity);
});

test('an identity that differs in any part is another one', () => {
	const [before] = [sample('a', 1)];
	const told = {...before.identity, told: {kind: 'application', namespace: null, text: safe`a`} as const};
	const others = [sample('a', 1, 'other').identity, {...before.identity, isOfAnyVersion: true} as const, told];
	for (const identity of others)
		expect(withKnownIdentities([before], [{...before, identity}])[0]?.identity).toEqual(identity);
});
