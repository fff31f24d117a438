import {expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {judgeConfiguration} from '../../source/main/configuration/judge-configuration.ts';

const text = `
judge:
  errors: {marginRatio: 0.001}
  namespaces: {shop: {slow: {objectiveMs: 300, alpha: 0.001}}}
contexts:
  prod:
    judge:
      services: {shop/checkout: {errors: {objectiveRatio: 0.001}, histogram: {relativeMargin: 0.3}}}
  dev: {protected: false}
`;
const nothing = {settings: {}, namespaces: {}, services: {}};
const all = {
	settings: {'errors.marginRatio': 0.001},
	namespaces: {shop: {'slow.objectiveMs': 300, 'slow.alpha': 0.001}},
	services: {},
};

test('a context has its own rules of the judge beside those of all', () => {
	expect(read(text, 'prod')).toEqual({
		all,
		context: {
			settings: {},
			namespaces: {},
			services: {'shop/checkout': {'errors.objectiveRatio': 0.001, 'histogram.relativeMargin': 0.3}},
		},
		writtenAtMs: 7,
	});
	expect(read(text, 'dev')).toEqual({all, context: nothing, writtenAtMs: 7});
});

test('a file that does not speak of the judge says nothing of it', () => {
	expect(read('theme: mono', 'prod')).toBeNull();
	expect(judgeConfiguration({kind: 'none'}, 'prod')).toBeNull();
});

function read(yaml: string, context: string) {
	const parsed = parseConfig(yaml);
	if (!parsed.ok) throw new Error(parsed.error[0].message);
	return judgeConfiguration({kind: 'loaded', path: 'config.yaml', config: parsed.value, writtenAtMs: 7}, context);
}
