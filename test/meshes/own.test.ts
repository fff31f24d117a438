import {describe, expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {ok} from '../../source/domain/result.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ident} from '../../source/domain/text/safe-text.ts';
import {ownMetrics} from '../../source/main/configuration/own-metrics.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
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

	test('take the place of what a mesh reads of the same metrics in another way, and of nothing else', () => {
		const signsOf = (yaml: string) => {
			const own = configured(yaml);
			const all = own ? withOwn(meshes, own) : [];
			return all.map(({id, signs}) => [id, signs.map(({metric}) => metric)] as const);
		};
		const all = meshes.map(({id, signs}: Mesh) => [id, signs.map(({metric}) => metric)] as const);
		expect(signsOf(outcomes)).toEqual([...all, ['own', ['calls']]]);
		const same = 'metrics: {requests: http_requests_total, labels: {application: app, code: code}}';
		const usual = ['http_requests_total', 'http_request_duration_seconds_count', 'http_request_duration_seconds'];
		expect(signsOf(same)).toEqual([
			...all.map(([id, names]) => [id, id === 'application' ? names.filter(name => !usual.includes(name)) : names]),
			['own', ['http_requests_total']],
		]);
		const traced = 'metrics: {requests: traces_service_graph_request_total, labels: {application: app, code: code}}';
		expect(signsOf(traced).map(([id]) => id)).toEqual([
			...all.map(([id]) => id).filter(id => id !== 'service-graph'),
			'own',
		]);
	});

	const byPod = 'metrics: {requests: calls, labels: {namespace: ns, pod: pod, code: result}}';
	test.each([
		[outcomes, {outcome: 'ok'}, 'no series has the label app'],
		[byPod, {result: '200'}, 'no series has the label ns'],
		[byPod, {ns: 'shop', result: '200'}, 'no series has the label pod'],
		[byPod, {ns: 'shop', pod_set: 'cart-5d9c4b7f6'}, 'no series has the label result'],
		[
			byPod,
			{ns: 'shop', pod_set: 'cart-5d9c4b7f6', result: 'bad'},
			'result="bad" is no HTTP status: set metrics.failed in the configuration',
		],
	])('say why none of their series is read: %s of %j', (yaml, labels, text) => {
		const known = Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, ident(value)]));
		expect(read(yaml, labels)).toEqual({value: [], unmatched: 1});
		expect(configured(yaml)?.whyUnread?.([{labels: known, value: 1}])).toBe(text);
	});

	test('say that no failure is counted where no series has the label that tells them', () => {
		const samples = (labels: Readonly<Record<string, string>>) => [
			{labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, ident(value)])), value: 1},
		];
		const told = (labels: Readonly<Record<string, string>>) =>
			configured(outcomes)?.whyFailuresUntold?.(samples({app: 'cart', ...labels}));
		expect(told({})).toBe('no series has the label outcome, by which failures are told');
		expect(told({outcome: 'ok'})).toBeNull();
		expect(configured(outcomes)?.whyFailuresUntold?.([])).toBeNull();
		expect(configured(byPod)?.whyFailuresUntold?.(samples({ns: 'shop'}))).toBeNull();
	});
});
