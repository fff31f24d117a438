import {afterEach, beforeEach, expect, test} from 'vitest';
import {type ApiServer, createApiServer} from '../../../source/demo/api/connection/server.ts';
import type {LoggedRun} from '../../../source/demo/api/show/pod-log.ts';
import {createObjectStore} from '../../../source/demo/api/store.ts';
import {createManualClock} from './manual-clock.ts';
import {createWireClient, type WireClient} from './wire-client.ts';

const path = '/api/v1/namespaces/shop/pods/a/log';
const clock = createManualClock();
const run = (startedAtMs: number, texts: readonly string[]): LoggedRun => {
	const all = texts.map((text, at) => ({atMs: startedAtMs + at * 10_000 + 0.25, text}));
	return {
		startedAtMs,
		endedAtMs: Number.POSITIVE_INFINITY,
		lines: (fromMs, toMs) => all.filter(({atMs}) => atMs > fromMs && atMs <= toMs),
	};
};
let runs: readonly LoggedRun[];
let server: ApiServer;
let client: WireClient;

beforeEach(async () => {
	const store = createObjectStore({seed: 1, clock});
	store.create('namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}}, {manager: 'test'});
	for (const [name, containers] of [
		['a', [{name: 'app'}]],
		['two', [{name: 'app'}, {name: 'side'}]],
	] as const) {
		const metadata = {name, namespace: 'shop'};
		store.create('pods', {apiVersion: 'v1', kind: 'Pod', metadata, spec: {containers}}, {manager: 'test'});
	}
	runs = [run(clock.nowMs() - 60_000, ['one', 'two', 'three', 'four', 'five', 'six'])];
	server = createApiServer({store, clock, podLogs: () => runs});
	client = createWireClient(await server.start());
});

afterEach(async () => {
	client.close();
	await server.stop();
});

async function log(query = '', at = path): Promise<{readonly status: number; readonly text: string}> {
	const response = await client.send({path: `${at}${query}`, token: 'demo-admin'});
	return {status: response.status, text: await response.text()};
}

test('a log is plain text, cut by time, by lines and by bytes', async () => {
	expect(await log()).toEqual({status: 200, text: 'one\ntwo\nthree\nfour\nfive\nsix\n'});
	expect((await log('?tailLines=2')).text).toBe('five\nsix\n');
	expect((await log('?sinceSeconds=25')).text).toBe('five\nsix\n');
	expect((await log('?limitBytes=5')).text).toBe('one\nt');
});

test('times have nine digits, and a start in whole seconds includes its second', async () => {
	const [first = ''] = (await log('?timestamps=true')).text.split('\n');
	expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z one$/);
	const second = first.slice(0, 19);
	expect((await log(`?sinceTime=${second}Z`)).text.split('\n')[0]).toBe('one');
});

test.each([
	['?previous=true', 400, 'previous terminated container "app" in pod "a" not found'],
	['?container=other', 400, 'container other is not valid for pod a'],
	['?sinceSeconds=0', 422, 'PodLogOptions "a" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0'],
	[
		'?tailLines=-1',
		422,
		'PodLogOptions "a" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
	],
])('%s is refused as a real server does', async (query, status, message) => {
	const answer = await log(query);
	expect(answer.status).toBe(status);
	expect(JSON.parse(answer.text)).toMatchObject({kind: 'Status', message});
});

test('one of several containers must be named, a container without a run is waiting', async () => {
	expect(JSON.parse((await log('', path.replace('/a/', '/two/'))).text).message).toBe(
		'a container name must be specified for pod two, choose one of: [app side]',
	);
	runs = [];
	expect(JSON.parse((await log()).text).message).toBe(
		'container "app" in pod "a" is waiting to start: ContainerCreating',
	);
});

test('the run before is there once a container was started again', async () => {
	runs = [run(clock.nowMs() - 1_000, ['new']), run(clock.nowMs() - 60_000, ['old'])];
	expect((await log()).text).toBe('new\n');
	expect((await log('?previous=true')).text).toBe('old\n');
});
