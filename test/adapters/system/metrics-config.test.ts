import {expect, test} from 'vitest';
import {parseConfig} from '../../../source/adapters/system/config-parse.ts';

const byPod = 'labels: {namespace: ns, pod: pod, code: code}';

test.each([
	[`requests: calls, ${byPod}`, null],
	[`durations: {histogram: seconds, unit: ms}, ${byPod}`, null],
	['requests: calls, labels: {application: app}, failed: {label: ok, values: "false"}', null],
	[byPod, 'metrics needs requests, durations, or both: there is nothing to count'],
	['requests: calls', 'metrics.labels is missing'],
	[
		'requests: calls, labels: {application: app}',
		'metrics needs labels.code, or failed: perch must know which requests failed',
	],
	[
		'requests: calls, labels: {namespace: ns, code: code}',
		'metrics.labels needs pod, service or application: perch must know whose requests they are',
	],
	[
		'requests: calls, labels: {pod: pod, code: code}',
		'metrics.labels needs namespace, as pods and services of several namespaces may have one name',
	],
	[
		'requests: calls, labels: {namespace: ns, service: s, application: a, code: code}',
		'metrics.labels names both service and application: leave one out',
	],
	[
		`requests: "calls{a=1}", ${byPod}`,
		'metrics.requests must be the name of a metric, without braces: http_requests_total',
	],
	[
		'requests: calls, labels: {application: app.kubernetes.io/name, code: code}',
		'metrics.labels.application must be the name of a label: status_code',
	],
	[
		`durations: {histogram: seconds_bucket, unit: s}, ${byPod}`,
		'metrics.durations.histogram must be the name without _bucket, _count and _sum',
	],
	[`durations: {histogram: seconds, unit: seconds}, ${byPod}`, 'metrics.durations.unit must be s, ms or us'],
	[`durations: {histogram: seconds}, ${byPod}`, 'metrics.durations.unit is missing'],
	[
		`requests: calls, failed: {label: ok, values: "("}, ${byPod}`,
		'metrics.failed.values must be a regular expression: error|timeout',
	],
	[`requests: calls, histogram: seconds, ${byPod}`, 'metrics.histogram is not a known setting'],
])('{%s} is told: %s', (block, message) => {
	const parsed = parseConfig(`metrics: {${block}}`);
	expect(parsed.ok ? null : parsed.error[0].message).toBe(message);
});
