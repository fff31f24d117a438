import type {Matcher} from '../promql/ast.ts';
import {compareLabels, type Labels} from '../promql/labels.ts';
import {parsePromql} from '../promql/parsing/parse.ts';
import {PromqlError} from '../promql/promql-error.ts';
import type {Series, SeriesSource} from '../promql/series-source.ts';
import type {Parameters} from './parameters.ts';
import {type Reply, success} from './reply.ts';

/** `/api/v1/series` */
export const answerSeries = (parameters: Parameters, source: SeriesSource): Reply => {
	if (parameters.all('match[]').length === 0) throw new PromqlError('bad_data', 'no match[] parameter provided');
	return limited([...selectedLabels(parameters, source)].sort(compareLabels), parameters.limit());
};

/** `/api/v1/labels` */
export const answerLabels = (parameters: Parameters, source: SeriesSource): Reply => {
	const names = new Set(selectedLabels(parameters, source).flatMap(labels => Object.keys(labels)));
	return limited([...names].sort(), parameters.limit());
};

/** `/api/v1/label/NAME/values` */
export const answerLabelValues = (name: string, parameters: Parameters, source: SeriesSource): Reply => {
	if (!/^[a-zA-Z_]\w*$/.test(name)) throw new PromqlError('bad_data', `invalid label name: ${JSON.stringify(name)}`);
	const values = new Set<string>();
	for (const series of selected(parameters, source)) {
		const value = series.labels[name];
		// Of ten thousand series with one value, one sample is enough.
		if (value !== undefined && !values.has(value) && hasSample(series, parameters)) values.add(value);
	}
	return limited([...values].sort(), parameters.limit());
};

/** The labels of the series that any `match[]` selects and that have a sample between `start` and `end`. */
const selectedLabels = (parameters: Parameters, source: SeriesSource): readonly Labels[] => {
	return [...selected(parameters, source)].filter(series => hasSample(series, parameters)).map(({labels}) => labels);
};

const hasSample = (series: Series, parameters: Parameters): boolean => {
	const fromMs = parameters.timeMs('start', Number.NEGATIVE_INFINITY);
	const toMs = parameters.timeMs('end', Number.POSITIVE_INFINITY);
	return series.newest(fromMs, toMs) !== undefined;
};

const selected = (parameters: Parameters, source: SeriesSource): ReadonlySet<Series> => {
	const selectors = parameters.all('match[]').map(parseSelector);
	const everything: readonly (readonly Matcher[])[] = [[]];
	return new Set((selectors.length === 0 ? everything : selectors).flatMap(source.select));
};

const parseSelector = (text: string): readonly Matcher[] => {
	try {
		const expr = parsePromql(text);
		if (expr.kind === 'vectorSelector') return expr.matchers;
	} catch (error) {
		if (!(error instanceof PromqlError)) throw error;
		throw new PromqlError(error.type, `invalid parameter "match[]": ${error.message}`);
	}
	throw new PromqlError('bad_data', 'invalid parameter "match[]": 1:1: parse error: expected a vector selector');
};

const limited = (found: readonly unknown[], limit: number | undefined): Reply =>
	limit === undefined || found.length <= limit
		? success(found)
		: success(found.slice(0, limit), ['results truncated due to limit']);
