import {type InstantAnswer, instantQuery, type QueryFailure, type QuerySettings, rangeQuery} from '../promql/query.ts';
import {formatSample} from './format-value.ts';
import {type Parameters, refuse} from './parameters.ts';
import {failure, type Reply, success} from './reply.ts';

/** Refuse a query with more points per series than this, whatever the series hold. */
const maximumPoints = 11_000;

/** `/api/v1/query` */
export const answerInstantQuery = (parameters: Parameters, nowMs: number, settings: QuerySettings): Reply => {
	const atMs = parameters.timeMs('time', nowMs);
	const answer = instantQuery(parameters.text('query'), atMs, withDeadline(settings, parameters));
	if (answer.kind === 'failed') return refused(answer);
	return limited(answer.kind, formatInstant(answer, atMs), parameters.limit());
};

/** `/api/v1/query_range` */
export const answerRangeQuery = (parameters: Parameters, settings: QuerySettings): Reply => {
	const startMs = parameters.timeMs('start');
	const endMs = parameters.timeMs('end');
	if (endMs < startMs) refuse('end', 'end timestamp must not be before start time');
	const stepMs = parameters.durationMs('step') ?? refuse('step', 'cannot parse "" to a valid duration');
	if (stepMs <= 0) {
		refuse('step', 'zero or negative query resolution step widths are not accepted. Try a positive integer');
	}
	if ((endMs - startMs) / stepMs > maximumPoints) {
		return failure(
			'bad_data',
			'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
		);
	}
	const range = {startMs, endMs, stepMs};
	const answer = rangeQuery(parameters.text('query'), range, withDeadline(settings, parameters));
	return answer.kind === 'failed'
		? refused(answer)
		: limited('matrix', formatInstant(answer, endMs), parameters.limit());
};

const defaultTimeoutMs = 120_000;

const withDeadline = (settings: QuerySettings, parameters: Parameters): QuerySettings => {
	const timeoutMs = Math.min(parameters.durationMs('timeout') ?? defaultTimeoutMs, defaultTimeoutMs);
	const startedMs = performance.now();
	return {...settings, isOverdue: () => performance.now() - startedMs > timeoutMs};
};

const refused = ({type, message}: QueryFailure): Reply => {
	const isAboutQuery = type === 'bad_data' && !message.startsWith('invalid ');
	return failure(type, isAboutQuery ? `invalid parameter "query": ${message}` : message);
};

const formatInstant = (answer: Exclude<InstantAnswer, QueryFailure>, atMs: number): readonly unknown[] => {
	switch (answer.kind) {
		case 'scalar':
			return formatSample(atMs, answer.value);
		case 'string':
			return [atMs / 1000, answer.value];
		case 'vector':
			return answer.vector.map(({labels, value}) => ({metric: labels, value: formatSample(atMs, value)}));
		case 'matrix':
			return answer.series.map(({labels, samples}) => ({
				metric: labels,
				values: samples.map(sample => formatSample(sample.atMs, sample.value)),
			}));
	}
};

const limited = (resultType: string, result: readonly unknown[], limit: number | undefined): Reply => {
	const isOverLimit =
		limit !== undefined && result.length > limit && (resultType === 'vector' || resultType === 'matrix');
	return isOverLimit
		? success({resultType, result: result.slice(0, limit)}, ['results truncated due to limit'])
		: success({resultType, result});
};
