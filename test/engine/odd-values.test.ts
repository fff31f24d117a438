import {expect, test} from 'vitest';
import {ok} from '../../source/domain/result.ts';
import type {MetricSample} from '../../source/domain/signals/metric-sample.ts';
import {safe} from '../../source/domain/text/safe-text.ts';
import {oddValuesText} from '../../source/engine/queries/odd-values.ts';
import {poll} from '../../source/engine/questions/poll.ts';
import type {MetricsPort} from '../../source/ports/metrics.ts';
import {askerOf} from './support/one-asker.ts';
import {storedMetrics} from './support/stored-metrics.ts';

const title = safe`Istio`;
const sampleOf = (value: number): MetricSample => ({labels: {}, value});

test.each([
	[[1, 0, 0.5], null],
	[[], null],
	[[1, Number.NaN], 'a series of Istio is no rate: NaN'],
	[[Number.POSITIVE_INFINITY, Number.NaN, Number.NaN], '3 series of Istio are no rates: +Inf, NaN'],
	[[Number.NEGATIVE_INFINITY, 2], 'a series of Istio is no rate: -Inf'],
	[[-0.1, 2], 'a series of Istio is no rate: less than 0'],
])('of %j: %s', (values, text) => {
	expect(oddValuesText(title, values.map(sampleOf))).toBe(text);
});

test('a native histogram is no rate', () => {
	const histogram = {...sampleOf(3), histogram: {count: 1, sum: 1, buckets: []}};
	expect(oddValuesText(title, [histogram])).toBe('a series of Istio is no rate: a native histogram');
});

test('a poll in which the failures alone are NaN tells what it has as partial', async () => {
	const stored = storedMetrics([
		{service: 'cart', perSecond: 7},
		{service: 'cart', code: '503', perSecond: 2},
	]);
	const port: MetricsPort = {
		...stored,
		async instant(query, signal) {
			const answer = await stored.instant(query, signal);
			if (!answer.ok) return answer;
			const samples = answer.value.samples.map(sample =>
				sample.labels.response_code === '503' ? {...sample, value: Number.NaN} : sample,
			);
			return ok({...answer.value, samples});
		},
	};
	const told = await poll.ask(await askerOf(port), {windowSeconds: 60, visible: [], proven: null});
	expect(told).toMatchObject({ok: true, value: {warnings: ['a series of Istio is no rate: NaN']}});
});
