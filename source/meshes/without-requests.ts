import {type SeriesScope, selectorOf} from '../domain/signals/series-scope.ts';
import type {MeshQuestions} from './contract.ts';
import {newestSampleOf} from './newest-sample.ts';
import {originLabels, readOrigins} from './origins.ts';
import {rateOf} from './promql.ts';

/** The questions to a provider that counts no service's requests: whether its series are there and how old they are.
 * `by`: labels that its series have beside those of their origin. */
export function withoutRequests(
	metric: string,
	by: readonly string[],
	scope: SeriesScope,
): Omit<MeshQuestions, 'latency' | 'slices' | 'edges' | 'connections' | 'ejections'> {
	const series = `${metric}${selectorOf(scope.matchers)}`;
	const labels = [...by, ...originLabels(scope)].join(',');
	const rates = (seconds: number) => `count by (${labels})(${rateOf(metric, [], seconds, scope)})`;
	const none = (seconds: number) => ({promql: rates(seconds), read: () => ({value: [], unmatched: 0})});
	return {
		origins: windowSeconds => ({
			promql: windowSeconds === null ? `count by (${labels})(${series})` : rates(windowSeconds),
			read: samples => readOrigins(samples, scope),
		}),
		traffic: none,
		trafficOf: (_services, seconds) => none(seconds),
		newestSample: by => newestSampleOf([series], by),
		peak: (_services, seconds) => ({promql: rates(seconds), read: () => ({value: null, unmatched: 0})}),
	};
}
