import {expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {failureConfiguration} from '../../source/main/configuration/failure-configuration.ts';

const text = `
failures:
  http: [5xx, 429]
  namespaces: {shop: {grpc: [UNAVAILABLE]}}
contexts:
  prod:
    failures:
      services: {shop/checkout: {http: [5xx, not 501]}}
`;
const nothing = {settings: {}, namespaces: {}, services: {}};
const all = {
	settings: {http: {failing: ['5xx', '429'], except: []}},
	namespaces: {shop: {grpc: {failing: ['14'], except: []}}},
	services: {},
};

test('a context has its own failures beside those of all', () => {
	expect(read(text, 'prod')).toEqual({
		all,
		context: {...nothing, services: {'shop/checkout': {http: {failing: ['5xx'], except: ['501']}}}},
		writtenAtMs: 7,
	});
	expect(read(text, 'dev')).toEqual({all, context: nothing, writtenAtMs: 7});
});

test('a file that does not speak of failures leaves the rule of the mesh', () => {
	expect(read('judge: {errors: {alpha: 0.001}}', 'prod')).toBeNull();
	expect(failureConfiguration({kind: 'none'}, 'prod')).toBeNull();
});

function read(yaml: string, context: string) {
	const parsed = parseConfig(yaml);
	if (!parsed.ok) throw new Error(parsed.error[0].message);
	return failureConfiguration({kind: 'loaded', path: 'config.yaml', config: parsed.value, writtenAtMs: 7}, context);
}
