import {describe, expect, it} from 'vitest';
import {parseSelectors} from '../../../source/demo/api/list/selectors.ts';
import {shopResources} from '../../../source/demo/api/resources.ts';

const objects = [
	{name: 'a', labels: {app: 'web', tier: 'front'}, phase: 'Running'},
	{name: 'b', labels: {app: 'web', canary: ''}, phase: 'Pending'},
	{name: 'c', labels: {app: 'api'}, phase: 'Running'},
	{name: 'd', labels: undefined, phase: 'Failed'},
].map(({name, labels, phase}) => ({
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: {name, namespace: name === 'c' ? 'pay' : 'shop', ...(labels === undefined ? {} : {labels})},
	status: {phase},
}));

function select(query: Record<string, string>): string {
	const pods = shopResources.find(({id}) => id === 'pods');
	if (pods === undefined) throw new Error('no pods');
	const parsed = parseSelectors(new URLSearchParams(query), pods);
	if (!parsed.ok) return parsed.error;
	return objects
		.filter(object => parsed.value?.(object) ?? true)
		.map(({metadata}) => metadata.name)
		.join('');
}

describe('label selectors', () => {
	it.each([
		['', 'abcd'],
		['app=web', 'ab'],
		['app==web', 'ab'],
		['app!=web', 'cd'],
		['app in (web, api)', 'abc'],
		['app notin (web)', 'cd'],
		['tier', 'a'],
		['!tier', 'bcd'],
		['canary=', 'b'],
		['app=web,!tier', 'b'],
		['app = web , tier in (front,back)', 'a'],
		['==', "found '==', expected: !, identifier, or 'end of string'"],
		['app=web,', "found '', expected: identifier after ','"],
		['app in web', "found 'web', expected: '('"],
		['app=web tier', "found 'tier', expected: ',' or 'end of string'"],
		['app in (web', "found '', expected: ',' or ')'"],
	])('%s selects %s', (labelSelector, expected) => {
		expect(select({labelSelector})).toBe(expected);
	});
});

describe('field selectors', () => {
	it.each([
		['metadata.name=a', 'a'],
		['metadata.name!=a', 'bcd'],
		['metadata.namespace==pay', 'c'],
		['status.phase=Running,metadata.namespace=shop', 'a'],
		['spec.nodeName=', 'abcd'],
		['spec.color=red', 'field label not supported: spec.color'],
		['nonsense', "unable to parse requirement: invalid selector: 'nonsense'; can't understand 'nonsense'"],
	])('%s selects %s', (fieldSelector, expected) => {
		expect(select({fieldSelector})).toBe(expected);
	});

	it('apply together with label selectors', () => {
		expect(select({labelSelector: 'app', fieldSelector: 'status.phase=Running'})).toBe('ac');
	});
});
