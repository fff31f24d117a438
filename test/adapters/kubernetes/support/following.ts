import type {Http2ServerResponse} from 'node:http2';
import type {LogRequest, LogUpdate} from '../../../../source/ports/logs.ts';
import {
	answerJson,
	caData,
	clusterOf,
	kubeconfigText,
	loadText,
	type Script,
	scriptedServer,
} from './scripted-server.ts';
import {createTestClock} from './test-clock.ts';

export const request: LogRequest = {namespace: 'shop', pod: 'a', isPrevious: false, sinceSeconds: 300, tailLines: 800};

export interface Run {
	readonly id: string;
	readonly state?: object;
	readonly lastId?: string;
}

export function podOf(
	{id, state = {running: {startedAt: '2026-11-21T07:00:00Z'}}, lastId}: Run,
	more: object = {},
): object {
	const lastState = lastId === undefined ? {} : {terminated: {containerID: lastId}};
	return {
		kind: 'Pod',
		metadata: {name: 'a'},
		spec: {containers: [{name: 'istio-proxy'}, {name: 'app'}]},
		status: {containerStatuses: ['istio-proxy', 'app'].map(name => ({name, containerID: id, state, lastState}))},
		...more,
	};
}

/** A pod whose status and whose log's answers are scripted, one answer for each time that the log is opened. */
export async function following(
	opened: readonly ((response: Http2ServerResponse, query: URLSearchParams) => void)[],
	{
		pod = () => podOf({id: 'one'}),
		asked = request,
		others,
	}: {readonly pod?: () => object | null; readonly asked?: LogRequest; readonly others?: Script} = {},
) {
	const queries: URLSearchParams[] = [];
	const server = await scriptedServer((served, response, attempt) => {
		const url = new URL(served.path, 'https://any');
		if (!url.pathname.startsWith('/api/v1/namespaces/shop/pods/a')) return others?.(served, response, attempt);
		if (!url.pathname.endsWith('/log')) {
			const object = pod();
			if (object) return answerJson(response, 200, object);
			return answerJson(response, 404, {kind: 'Status', message: 'pods "a" not found', reason: 'NotFound', code: 404});
		}
		queries.push(url.searchParams);
		const answer = opened[Math.min(queries.length, opened.length) - 1];
		answer?.(response, url.searchParams);
	});
	const clock = createTestClock();
	const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})), {clock});
	const updates: LogUpdate[] = [];
	const stop = cluster.logs(asked, update => updates.push(update));
	const lines = () => updates.flatMap(update => (update.kind === 'lines' ? update.lines.map(({text}) => text) : []));
	return {
		clock,
		cluster,
		server,
		queries,
		stop,
		lines,
		notes: () => updates.flatMap(update => (update.kind === 'note' ? [update.note] : [])),
		states: () => updates.flatMap(update => (update.kind === 'state' ? [update.state] : [])),
		runs: () => updates.flatMap(update => (update.kind === 'run' ? [update.run] : [])),
		until: (isReached: () => boolean, stepMs = 50) => clock.advanceUntil(isReached, stepMs),
		untilLines: (count: number) => clock.advanceUntil(() => lines().length >= count, 50),
	};
}

export function begin(response: Http2ServerResponse, text: string): void {
	response.writeHead(200, {'content-type': 'text/plain'});
	response.write(text);
}

/** One line with the time that the server puts before it. */
export const at = (second: number, fraction: string, text: string) =>
	`2026-11-21T07:39:0${second}.${fraction}Z ${text}\n`;
/** Four lines of two seconds, two of them the same. */
export const first =
	at(1, '000000001', 'one') + at(2, '000000001', 'two') + at(2, '000000001', 'two') + at(2, '5', 'three');
