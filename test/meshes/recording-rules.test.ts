import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {parseDocument} from 'yaml';
import {parsePromql} from '../../source/demo/prometheus/promql/parsing/parse.ts';
import {rulesYaml} from '../../source/main/commands/rules-yaml.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {meshes} from '../../source/meshes/registry.ts';
import {recordingRules} from '../../source/meshes/rules/recording-rules.ts';
import {
	durationText,
	otherwiseRecorded,
	recordedOf,
	ruleNames,
	secondsOf,
} from '../../source/meshes/rules/rule-names.ts';
import {installedPrometheusVersion} from '../demo/prometheus/support/real-prometheus.ts';

const countsRequests = meshes.filter(({limits}) => limits.every(({code}) => code !== 'requests'));

test('a provider that counts no requests has no rules', () => {
	expect(meshes.filter(mesh => recordingRules(mesh, 60).length === 0).map(({id}) => id)).toEqual([
		'ztunnel',
		'service-graph',
	]);
});

test.each(countsRequests)('the rules of $id are its own questions about all services', mesh => {
	const rules = new Map(recordingRules(mesh, 120).map(({record, expr}) => [record, expr]));
	const names = ruleNames(mesh, 120);
	expect(rules.get(names.requests)).toContain('[120s]');
	expect(rules.has(names.edges)).toBe(mesh.questions({...emptyScope}).edges !== undefined);
	expect(rules.get(names.newestSample)).toMatch(/^max by \(cluster,.*\)\(timestamp\(/);
	for (const expr of rules.values()) expect(() => parsePromql(expr)).not.toThrow();
	expect(recordedOf(mesh, [...rules.keys()])).toEqual([{windowSeconds: 120, hasEdges: rules.has(names.edges)}]);
});

const emptyScope = {matchers: {}, clusterLabels: [], replicaLabels: [], copiesBy: []};

test('records are named by the question: rules of a perch that asked otherwise are told, and not read', () => {
	const asked = countsRequests[0] ?? fail();
	const otherwise: Mesh = {
		...asked,
		questions: scope => {
			const questions = asked.questions(scope);
			return {
				...questions,
				traffic: seconds => ({...questions.traffic(seconds), promql: `1 * ${questions.traffic(seconds).promql}`}),
			};
		},
	};
	const older = recordingRules(otherwise, 60).map(({record}) => record);
	expect(recordedOf(otherwise, older)).toMatchObject([{windowSeconds: 60}]);
	expect(otherwiseRecorded(otherwise, older)).toEqual([]);
	expect(recordedOf(asked, older)).toEqual([]);
	expect(otherwiseRecorded(asked, older)).toEqual([60]);
});

test('no two providers record under one name', () => {
	const records = meshes.flatMap(mesh => recordingRules(mesh, 60).map(({record}) => record));
	expect(new Set(records).size).toBe(records.length);
	for (const record of records) expect(record).toMatch(/^[a-z_]+:[a-z_]+_[0-9a-f]{6}:rate1m$/);
});

test.each([
	[1, '1s'],
	[60, '1m'],
	[90, '90s'],
	[3600, '1h'],
	[5400, '90m'],
])('%d s are written as %s, and read again', (seconds, text) => {
	expect(durationText(seconds)).toBe(text);
	expect(secondsOf(text)).toBe(seconds);
});

test.each(['', '1', 'm', '1.5m', '0s', '-1m', '1d', '1m30s', '9999999s'])('"%s" is no time of a window', text => {
	expect(secondsOf(text)).toBeNull();
});

describe('perch rules', () => {
	const wanted = {meshes, windowSeconds: 60, labels: [], form: 'yaml'} as const;

	test('prints a file for Prometheus with a group for each provider', () => {
		const file = parseDocument(rulesYaml(wanted)).toJS();
		expect(file.groups.map(({name}: {name: string}) => name)).toEqual(countsRequests.map(({id}) => `perch-${id}`));
		expect(file.groups[0]).toMatchObject({interval: '15s', rules: recordingRules(countsRequests[0] ?? fail(), 60)});
	});

	test('prints the same groups as an object for the operator of Prometheus', () => {
		const object = parseDocument(rulesYaml({...wanted, form: 'prometheusrule'})).toJS();
		expect(object).toMatchObject({
			apiVersion: 'monitoring.coreos.com/v1',
			kind: 'PrometheusRule',
			metadata: {name: 'perch'},
			spec: parseDocument(rulesYaml(wanted)).toJS(),
		});
	});

	test('records what is handed on seldom over the longer window that it needs', () => {
		const {groups} = parseDocument(rulesYaml(wanted)).toJS();
		const of = (name: string) => groups.find((group: {name: string}) => group.name === name);
		expect(of('perch-span-metrics')).toMatchObject({
			interval: '1m',
			rules: [{record: expect.stringMatching(/^service_version:span_metrics_requests_[0-9a-f]{6}:rate4m$/)}, {}],
		});
		expect(of('perch-istio')).toMatchObject({interval: '15s'});
	});

	test('keeps the labels that are named', () => {
		const [, ...lines] = rulesYaml({...wanted, labels: ['region']}).split('- record: ');
		expect(lines.filter(line => line.includes('region'))).toHaveLength(2 * countsRequests.length);
	});

	test.runIf(installedPrometheusVersion() !== undefined)('a real Prometheus accepts them', () => {
		const folder = mkdtempSync(join(tmpdir(), 'perch-rules-'));
		try {
			const path = join(folder, 'rules.yaml');
			writeFileSync(path, rulesYaml(wanted));
			const said = execFileSync('promtool', ['check', 'rules', path], {encoding: 'utf8'});
			expect(said).toContain(`SUCCESS: ${meshes.flatMap(mesh => recordingRules(mesh, 60)).length} rules found`);
		} finally {
			rmSync(folder, {recursive: true, force: true});
		}
	});
});

function fail(): never {
	throw new Error('no provider counts requests');
}
