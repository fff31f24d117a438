import {PromqlError} from '../promql/promql-error.ts';
import type {QuerySettings} from '../promql/query.ts';
import {type ExposedSample, exposition, expositionContentType} from './exposition.ts';
import {answerLabels, answerLabelValues, answerSeries} from './metadata-routes.ts';
import {readParameters} from './parameters.ts';
import {answerInstantQuery, answerRangeQuery} from './query-routes.ts';
import {failure, type Reply, success, text} from './reply.ts';
import {answerBuildInfo, answerConfig, answerTargets, type Identity} from './status-routes.ts';

export interface ApiRequest {
	readonly method: string;
	readonly path: string;
	/** The parameters of the URL and, for a POST, of the form. */
	readonly parameters: URLSearchParams;
	readonly nowMs: number;
}

export interface Api {
	readonly identity: Identity;
	readonly settings: QuerySettings;
	/** The current values of all series, for another Prometheus to scrape. */
	readonly expose: (atMs: number) => Iterable<ExposedSample>;
	readonly newestScrapeMs: (nowMs: number) => number;
}

/** The answer to one request. */
export const answer = (request: ApiRequest, api: Api): Reply => {
	const {method, path, nowMs} = request;
	const isForm =
		path === '/api/v1/query' || path === '/api/v1/query_range' || /^\/api\/v1\/(series|labels)$/.test(path);
	if (method !== 'GET' && method !== 'HEAD' && !(method === 'POST' && isForm)) {
		return text('Method Not Allowed\n', 405);
	}
	try {
		return route(path, request, api) ?? text('404 page not found\n', 404);
	} catch (error) {
		if (error instanceof PromqlError) return failure(error.type, error.message);
		return failure('internal', `${(error as Error).message} at ${nowMs}`);
	}
};

const route = (path: string, request: ApiRequest, {identity, settings, ...api}: Api): Reply | undefined => {
	const parameters = readParameters(request.parameters);
	const label = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
	if (label !== undefined) return answerLabelValues(decodeURIComponent(label), parameters, settings.source);
	switch (path) {
		case '/api/v1/query':
			return answerInstantQuery(parameters, request.nowMs, settings);
		case '/api/v1/query_range':
			return answerRangeQuery(parameters, settings);
		case '/api/v1/series':
			return answerSeries(parameters, settings.source);
		case '/api/v1/labels':
			return answerLabels(parameters, settings.source);
		case '/api/v1/targets':
			return answerTargets(parameters.text('state'), identity, api.newestScrapeMs(request.nowMs));
		case '/api/v1/status/config':
			return answerConfig(identity);
		case '/api/v1/status/buildinfo':
			return answerBuildInfo(identity);
		case '/api/v1/rules':
			return success({groups: []});
		case '/-/healthy':
			return text('Prometheus Server is Healthy.\n');
		case '/-/ready':
			return text('Prometheus Server is Ready.\n');
		case '/metrics':
			return text(exposition(api.expose(request.nowMs)), 200, expositionContentType);
		default:
			return undefined;
	}
};
