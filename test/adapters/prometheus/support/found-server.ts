import {json, page, type Script} from './scripted-server.ts';

/** The clock of these servers. */
const serverSeconds = 1_790_000_000;

/** How a server differs from a Prometheus that answers everything. */
export interface Oddities {
	/** Answers every POST. */
	readonly post?: Script;
	/** Answers every list of label values. */
	readonly lists?: Script;
	/** Fields that are added to each answer of a query. */
	readonly extra?: Readonly<Record<string, unknown>>;
	/** Results by a part of the query's text, the first that fits; other queries find nothing. */
	readonly queries?: Readonly<Record<string, readonly Row[] | null>>;
	readonly targets?: Script;
}

export type Row = readonly [labels: Readonly<Record<string, string>>, value: string];

export const forbiddenPost: Script = (_request, response) => {
	const words = 'Forbidden (user=ana, verb=create, resource=prometheuses, subresource=api)\n';
	response.writeHead(403, {'content-type': 'text/plain'}).end(words);
};

export const noPage: Script = (_request, response) => {
	response.writeHead(404, {'content-type': 'text/plain'}).end('404 page not found\n');
};

export function names(...values: readonly string[]): Script {
	return json({status: 'success', data: values});
}

/** A server as operators have it: behind proxies, with only a part of the API. */
export function foundServer({post, lists = names(), extra, queries = {}, targets = page(404)}: Oddities): Script {
	return (request, response) => {
		const {method, path, parameters} = request;
		if (method === 'POST' && post) return post(request, response);
		if (path.startsWith('/api/v1/label/')) return lists(request, response);
		if (path === '/api/v1/targets') return targets(request, response);
		if (path !== '/api/v1/query') return page(404)(request, response);
		const query = parameters.get('query') ?? '';
		if (query === 'time()') {
			const data = {resultType: 'scalar', result: [serverSeconds, String(serverSeconds)]};
			return json({status: 'success', data, ...extra})(request, response);
		}
		const [, rows = []] = Object.entries(queries).find(([part]) => query.includes(part)) ?? [];
		const result = rows === null ? null : rows.map(([metric, value]) => ({metric, value: [serverSeconds, value]}));
		return json({status: 'success', data: {resultType: 'vector', result}, ...extra})(request, response);
	};
}
