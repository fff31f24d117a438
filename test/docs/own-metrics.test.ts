import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {parseConfig} from '../../source/adapters/system/config-parse.ts';
import {ok} from '../../source/domain/result.ts';
import {scopeOf} from '../../source/domain/signals/series-scope.ts';
import {ownMetrics} from '../../source/main/configuration/own-metrics.ts';
import type {Mesh} from '../../source/meshes/contract.ts';
import {installedPrometheusVersion, type RealPrometheus} from '../demo/prometheus/support/real-prometheus.ts';
import {exposedSamples} from '../meshes/support/exposed-samples.ts';
import {askAt, prometheusOf, textOf} from '../meshes/support/recorded-metrics.ts';

/** The examples of docs/own-metrics.md, as a stranger copies them. */

const page = readFileSync(new URL('../../docs/own-metrics.md', import.meta.url), 'utf8');
const blocksOf = (language: string) =>
	Array.from(
		page.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm')),
		([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
	);
const [example = '', ...others] = blocksOf('yaml');
const [shown = ''] = blocksOf('');

function meshOf(yaml: string): Mesh {
	const config = parseConfig(yaml);
	if (!config.ok) throw new Error(config.error.map(({message}) => message).join('\n'));
	const mesh = ownMetrics(ok({kind: 'loaded', path: '', config: config.value, writtenAtMs: 0}), 'any');
	if (!mesh) throw new Error('the example describes no metrics');
	return mesh;
}

test('every example of the page is a configuration without mistakes', () => {
	expect(others).toHaveLength(1);
	for (const yaml of [example, ...others]) expect(meshOf(yaml).id).toBe('own');
});

test('the series that the page shows have the labels that its example names', () => {
	const [requests, count] = exposedSamples(shown.replaceAll(/, (?=\w+=)/g, ',').replaceAll(/\} +/g, '} '));
	expect([requests?.labels.__name__, count?.labels.__name__]).toEqual(
		meshOf(example)
			.signs.map(({metric}) => metric)
			.slice(0, 2),
	);
	for (const label of meshOf(example).countedBy.filter(name => name !== 'le'))
		expect(Object.keys(requests?.labels ?? {})).toContain(label);
});

describe.runIf(installedPrometheusVersion() !== undefined)('the first example of docs/own-metrics.md', () => {
	const scrapeOf = (pod: string) => ({
		job: 'kubernetes-pods',
		instance: pod,
		kubernetes_namespace: 'shop',
		kubernetes_pod_name: pod,
	});
	const questions = meshOf(example).questions(scopeOf({}));
	let real: RealPrometheus;
	beforeAll(async () => {
		real = await prometheusOf([
			{text: textOf('plain/prom-client-stable.prom'), scrape: scrapeOf('web-58c56f75fc-x2v7q')},
			{text: textOf('plain/prom-client-canary-openmetrics.prom'), scrape: scrapeOf('web-866cfb757-k4m2t')},
			{text: textOf('plain/express-prom-bundle.prom'), scrape: scrapeOf('cart-6d4cf56db6-abcde')},
		]);
	});
	afterAll(() => real.stop());

	test.each([
		['web-58c56f75fc', 131.8, 1.5],
		['web-866cfb757', 41.4, 5.4],
		['cart-6d4cf56db6', 139.5, 8.2],
	])('shows requests, failures and durations of %s', async (workload, requests, errors) => {
		const traffic = await askAt(real, questions.traffic(60));
		expect(traffic.unmatched).toBe(0);
		expect(traffic.value.find(({identity}) => identity.workload === workload)).toMatchObject({
			identity: {namespace: 'shop', service: null},
			requestsPerSecond: expect.closeTo(requests, 3),
			errorsPerSecond: expect.closeTo(errors, 3),
		});
		const asked = [{namespace: 'shop', name: 'web'}];
		const latency = questions.latency ? (await askAt(real, questions.latency(asked, 60))).value : [];
		expect(latency.find(({identity}) => identity.workload === workload)?.buckets.at(-1)).toEqual({
			upperMs: Number.POSITIVE_INFINITY,
			perSecond: expect.closeTo(requests, 3),
		});
	});
});
