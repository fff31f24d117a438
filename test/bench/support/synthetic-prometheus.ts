import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import {istio} from '../../../source/meshes/istio/istio.ts';
import {ruleNames} from '../../../source/meshes/rules/rule-names.ts';

/** Answers perch's queries for these services, by recording rules where there are some, two status codes each; every second a quarter of the figures changes. */
export async function startSyntheticPrometheus(options: {
	readonly services: readonly SyntheticService[];
	readonly scrapeSeconds: number;
}): Promise<{readonly url: string}> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://127.0.0.1');
			const form = new URLSearchParams(Buffer.concat(chunks).toString());
			const parameters = new Map([...url.searchParams, ...form]);
			const body = JSON.stringify({status: 'success', data: answer(url.pathname, parameters, options)});
			const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
			send(response, body, takesGzip).catch(() => response.destroy());
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

/** Packed as a real Prometheus packs its answers. */
async function send(response: ServerResponse, body: string, isPacked: boolean): Promise<void> {
	const payload = isPacked ? await packed(body) : Buffer.from(body);
	response.writeHead(200, {'content-type': 'application/json', ...(isPacked && {'content-encoding': 'gzip'})});
	response.end(payload);
}

const packed = promisify(gzip);

export interface SyntheticService {
	readonly namespace: string;
	readonly name: string;
}

type Labels = Readonly<Record<string, string>>;
interface Series {
	readonly labels: Labels;
	/** The value at a second since the epoch. */
	valueAt(second: number): number;
}

function answer(
	path: string,
	parameters: ReadonlyMap<string, string>,
	{services, scrapeSeconds}: {readonly services: readonly SyntheticService[]; readonly scrapeSeconds: number},
): unknown {
	const now = Date.now() / 1000;
	const rules = ruleNames(istio, 4 * scrapeSeconds);
	if (path.endsWith('/label/__name__/values'))
		return ['istio_requests_total', 'istio_request_duration_milliseconds_bucket', rules.requests];
	if (path.endsWith('/label/job/values')) return ['mesh'];
	if (path.endsWith('/values')) return [];
	const promql = parameters.get('query') ?? '';
	if (promql === 'time()') return {resultType: 'scalar', result: [now, `${now}`]};
	if (promql.includes('up[')) return vector([{labels: {job: 'mesh'}, valueAt: () => scrapeSeconds}], now);
	if (promql.includes('"part"')) return vector(healthyRules, now);
	if (promql.startsWith('max(timestamp(') || promql === `max(${rules.newestSample})`)
		return vector([{labels: {}, valueAt: second => second}], now);
	const series = services.filter(namedIn(promql)).flatMap(promql.includes('_bucket') ? bucketsOf : trafficOf);
	if (!path.endsWith('/query_range')) return vector(series, now);
	const [start, end, step] = ['start', 'end', 'step'].map(name => Number.parseFloat(parameters.get(name) ?? '')) as [
		number,
		number,
		number,
	];
	const instants = Array.from({length: Math.floor((end - start) / step) + 1}, (_, index) => start + index * step);
	return {
		resultType: 'matrix',
		result: series.map(({labels, valueAt}) => ({
			metric: labels,
			values: instants.map(at => [at, `${valueAt(Math.floor(at))}`]),
		})),
	};
}

/** The rules are evaluated as often as samples come. */
const healthyRules: readonly Series[] = [
	{labels: {part: 'age'}, valueAt: () => 1},
	{labels: {part: 'records'}, valueAt: () => 600},
];

/** The services that the selectors of a query name; all when it has none. */
function namedIn(promql: string): (service: SyntheticService) => boolean {
	const selected = /destination_service_name=~?"([^"]*)"/.exec(promql)?.[1];
	if (selected === undefined) return () => true;
	const names = new Set(selected.split('|'));
	return ({name}) => names.has(name);
}

function vector(series: readonly Series[], now: number): unknown {
	return {
		resultType: 'vector',
		result: series.map(({labels, valueAt}) => ({metric: labels, value: [now, `${valueAt(Math.floor(now))}`]})),
	};
}

function trafficOf(service: SyntheticService): readonly Series[] {
	return ['200', '500'].map((response_code, index) => ({
		labels: {...labelsOf(service), response_code, request_protocol: 'http', grpc_response_status: ''},
		valueAt: second => (index === 0 ? 50 : 0.5) * wobble(service.name, second),
	}));
}

function bucketsOf(service: SyntheticService): readonly Series[] {
	return [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, Number.POSITIVE_INFINITY].map(bound => ({
		labels: {...labelsOf(service), le: bound === Number.POSITIVE_INFINITY ? '+Inf' : `${bound}`},
		valueAt: second => 50 * (1 - Math.exp(-bound / (40 * wobble(service.name, second)))),
	}));
}

function labelsOf({namespace, name}: SyntheticService): Labels {
	return {
		reporter: 'destination',
		destination_service_namespace: namespace,
		destination_service_name: name,
		destination_workload: name,
		destination_canonical_revision: '1.0.0',
	};
}

/** 0.8–1.2. Changes every fourth second, for different services in different seconds. */
function wobble(name: string, second: number): number {
	const phase = Number(name.replaceAll(/\D/g, ''));
	return 1 + 0.2 * Math.sin(Math.floor((second + phase) / 4) + phase);
}
