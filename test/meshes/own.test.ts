import {describe, expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {ok} from '../../source/domain/result.ts';
import {ident} from '../../source/domain/safe-text.ts';
import {scopeOf} from '../../source/domain/series-scope.ts';
import {ownMetrics} from '../../source/main/own-metrics.ts';
import {withOwn} from '../../source/meshes/own/own.ts';
import {meshes} from '../../source/meshes/registry.ts';

function configured(yaml: string, contextName = 'prod') {
	const config = parseConfig(yaml);
	if (!config.ok) throw new Error(config.error.map(({message}) => message).join('\n'));
	return ownMetrics(ok({kind: 'loaded', path: '', config: config.value, writtenAtMs: 0}), contextName);
}

const outcomes =
	'metrics: {requests: calls, labels: {application: app}, failed: {label: outcome, values: error|timeout}}';

function read(yaml: string, labels: Readonly<Record<string, string>>) {
	const known = Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, ident(text)]));
	const traffic = configured(yaml)?.questions(scopeOf({}), ['calls']).traffic(60);
	return traffic?.read([{labels: known, value: 1}]);
}

describe('a user’s own metrics', () => {
	test('are those of the context, else those of the file', () => {
		const yaml = `${outcomes}\ncontexts: {prod: {metrics: {requests: prod_calls, labels: {application: app, code: code}}}}`;
		expect(configured(yaml)?.signs).toEqual([{metric: 'prod_calls', own: []}]);
		expect(configured(yaml, 'other')?.signs).toEqual([{metric: 'calls', own: []}]);
		expect(configured('readOnly: true')).toBeNull();
	});

	test.each([
		['error', 1],
		['timeout', 1],
		['errors', 0],
		['ok', 0],
		['', 0],
	])('with outcome %s failed by the user’s rule: %s', (outcome, errorsPerSecond) => {
		expect(read(outcomes, {app: 'cart', outcome})?.value).toMatchObject([
			{identity: {told: {kind: 'application', text: 'cart', namespace: null}, isOfAnyVersion: true}, errorsPerSecond},
		]);
	});

	test('may hold what their matchers select, and no more', () => {
		const yaml = 'metrics: {requests: calls, matchers: {team: "a\\"b"}, labels: {application: app, code: code}}';
		expect(configured(yaml)?.questions(scopeOf({}), ['calls']).traffic(60).promql).toContain(
			'rate(calls{team="a\\"b"}[60s])',
		);
	});

	test('say what they cannot tell', () => {
		expect(configured(outcomes)?.limits.map(({code}) => code)).toEqual([
			'percentiles',
			'versions',
			'unanswered',
			'callers',
		]);
		expect(configured(outcomes)?.questions(scopeOf({})).latency).toBeUndefined();
		expect(configured(outcomes)?.failureRule).toContain('outcome is error|timeout');
	});

	test('take the place of the mesh that reads the same metrics in another way, and of no other', () => {
		const ids = (yaml: string) => {
			const own = configured(yaml);
			return own ? withOwn(meshes, own).map(({id}) => id) : [];
		};
		const all = meshes.map(({id}) => id);
		expect(ids(outcomes)).toEqual([...all, 'own']);
		const same = 'metrics: {requests: http_requests_total, labels: {application: app, code: code}}';
		expect(ids(same)).toEqual([...all.filter(id => id !== 'application'), 'own']);
	});
});
