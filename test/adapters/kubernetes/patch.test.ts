import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Cluster} from '../../../source/adapters/kubernetes/cluster.ts';
import type {JsonPatchOperation} from '../../../source/domain/release/plan.ts';
import type {PatchRequest, WriteError} from '../../../source/ports/cluster.ts';
import {clusterForTests, signal} from './support/cluster-for-tests.ts';
import {answerJson, caData, clusterOf, kubeconfigText, loadText, scriptedServer} from './support/scripted-server.ts';

const request = (patch: readonly JsonPatchOperation[], rest: Partial<PatchRequest> = {}): PatchRequest => ({
	ref: {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'},
	subresource: null,
	patch,
	isDryRun: false,
	intentId: 'intent-7',
	...rest,
});

const pause: readonly JsonPatchOperation[] = [{op: 'add', path: '/spec/paused', value: true}];

async function errorOf(cluster: Cluster, asked: PatchRequest): Promise<WriteError> {
	const result = await cluster.patch(asked, signal);
	if (result.ok) throw new Error('the patch went through');
	return result.error;
}

describe('an answer recorded from a real API server', () => {
	interface Exchange {
		readonly note: string;
		readonly request: {readonly path: string};
		readonly response: {readonly status: number; readonly body: unknown};
	}
	const recorded = ['writes', 'auth'].flatMap(
		name =>
			JSON.parse(readFileSync(new URL(`../../fixtures/wire/${name}.json`, import.meta.url), 'utf8')) as Exchange[],
	);

	it.each([
		['JSON Patch test fails: 422 without details', {kind: 'preconditionFailed', status: 422}],
		['JSON Patch removes a path that is not there', {kind: 'preconditionFailed', status: 422}],
		['merge patch with an old resourceVersion', {kind: 'preconditionFailed', status: 409}],
		['JSON Patch that is not one', {kind: 'invalid', status: 400}],
		['strategic merge on a custom resource', {kind: 'invalid', status: 415}],
		['not found', {kind: 'invalid', status: 404}],
		['bad token', {kind: 'denied', status: 401, missing: null}],
		['forbidden patch of a subresource', {kind: 'denied', status: 403, missing: 'patch rollouts/status'}],
		[
			'schema violation on a custom resource',
			{
				kind: 'invalid',
				status: 422,
				message: 'the API server finds the changed HTTPRoute details invalid',
				causes: [
					'spec.rules[0].backendRefs[0].weight: Invalid value: spec.rules[0].backendRefs[0].weight in body should be less than or equal to 1000000',
				],
			},
		],
		[
			'schema violation on a Deployment',
			{kind: 'invalid', status: 422, causes: ['spec.replicas: Invalid value: must be greater than or equal to 0']},
		],
	])('(%s) becomes the right write error', async (note, expected) => {
		const exchange = recorded.find(candidate => candidate.note === note);
		if (!exchange) throw new Error(`not recorded: ${note}`);
		const {status, body} = exchange.response;
		const server = await scriptedServer((_request, response) => answerJson(response, status, body));
		const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
		expect(await errorOf(cluster, request(pause))).toMatchObject(expected);
		expect(server.served).toHaveLength(1);
	});
});

describe('an answer that the recordings lack', () => {
	const status = (code: number, message: string, details = {}) => ({kind: 'Status', message, details, code});
	const webhook = 'admission webhook "guard.example" ';

	it.each([
		[429, status(429, 'too many', {retryAfterSeconds: 9}), false, {kind: 'notSent', retryAfterSeconds: 9}],
		[403, status(403, `${webhook}denied the request: not on Fridays`), true, {kind: 'denied', missing: null}],
		[400, status(400, `${webhook}denied the request: not on Fridays`), true, {kind: 'denied', status: 400}],
		[400, status(400, `${webhook}does not support dry run`), true, {kind: 'previewUnavailable'}],
		[500, status(500, `failed calling webhook`), false, {kind: 'unknown'}],
		[500, status(500, `failed calling webhook`), true, {kind: 'previewUnavailable'}],
		[504, status(504, 'timeout'), false, {kind: 'unknown'}],
		[503, '<html>busy</html>', false, {kind: 'unknown'}],
		[502, '<html>bad gateway</html>', false, {kind: 'unknown'}],
		[307, '', false, {kind: 'unknown'}],
		[200, '{"kind":"Rollout","metadata":{"na', false, {kind: 'unknown'}],
		[200, '<html>welcome</html>', false, {kind: 'unknown'}],
		[200, status(200, 'ok'), false, {kind: 'unknown'}],
	])('(%i %j, dry run: %s) becomes the right write error', async (code, body, isDryRun, expected) => {
		const server = await scriptedServer((_request, response) => answerJson(response, code, body));
		const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
		expect(await errorOf(cluster, request(pause, {isDryRun}))).toMatchObject(expected);
		expect(server.served).toHaveLength(1);
	});
});

it('a patch is not repeated even when an HTTP/2 server says that it did nothing; a read is', async () => {
	const refusedStream = 7;
	const server = await scriptedServer(({method}, response, attempt) => {
		if (method === 'PATCH' || attempt === 1) response.stream.close(refusedStream);
		else answerJson(response, 200, {gitVersion: 'v1'});
	});
	const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
	expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
	expect(await errorOf(cluster, request(pause))).toMatchObject({kind: 'unknown'});
	expect(server.served.map(({method}) => method)).toEqual(['GET', 'GET', 'PATCH']);
});

it('a patch is answered on a connection that the server is about to close', async () => {
	const server = await scriptedServer(({method}, response) => {
		if (method === 'PATCH') response.stream.session?.goaway();
		answerJson(response, 200, {kind: 'Rollout', gitVersion: 'v1'});
	});
	const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server)})));
	for (let index = 0; index < 3; index++) {
		expect(await cluster.patch(request(pause), signal)).toMatchObject({ok: true});
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
	}
	expect(server.served.filter(({method}) => method === 'PATCH')).toHaveLength(3);
});

describe('the cluster adapter, against the demo server,', () => {
	const test = clusterForTests();
	const seed = () =>
		test.put('rollouts.argoproj.io', 'Rollout', 'checkout', {spec: {paused: false}, status: {abort: false}});
	const isPaused = () =>
		(test.store.get('rollouts.argoproj.io', 'shop', 'checkout')?.spec as {paused: boolean} | undefined)?.paused;
	const patches = () => test.server.journal.entries.filter(({method}) => method === 'PATCH');

	it('sends one JSON Patch under its own name and returns the object', async () => {
		seed();
		const cluster = await test.cluster();
		const result = await cluster.patch(request(pause), signal);
		expect(result).toMatchObject({ok: true, value: {kind: 'Rollout', spec: {paused: true}}});
		expect(patches()).toMatchObject([
			{
				path: '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout?fieldManager=perch',
				contentType: 'application/json-patch+json',
				userAgent: 'perch/1.2.3 intent=intent-7',
			},
		]);
		expect(JSON.stringify(result)).toContain('"manager":"perch"');
	});

	it('patches the status, and as a dry run changes nothing', async () => {
		seed();
		const cluster = await test.cluster();
		const abort = request([{op: 'replace', path: '/status/abort', value: true}], {
			subresource: 'status',
			isDryRun: true,
		});
		expect(await cluster.patch(abort, signal)).toMatchObject({ok: true, value: {status: {abort: true}}});
		expect(test.store.get('rollouts.argoproj.io', 'shop', 'checkout')?.status).toEqual({abort: false});
		expect(patches()[0]?.path).toMatch(/\/checkout\/status\?fieldManager=perch&dryRun=All$/);
	});

	it('reports a failed precondition when a test of the patch fails', async () => {
		seed();
		const cluster = await test.cluster();
		const guarded = request([{op: 'test', path: '/metadata/uid', value: 'another'}, ...pause]);
		expect(await errorOf(cluster, guarded)).toMatchObject({kind: 'preconditionFailed', status: 422});
		expect(isPaused()).toBe(false);
	});

	it.each([
		['cutBeforeCommit', false],
		['cutAfterCommit', true],
		['cutMidReply', true],
	] as const)('reports an unknown outcome after %s, and does not send again', async (kind, wasCommitted) => {
		seed();
		const cluster = await test.cluster();
		test.server.faults.inject({kind}, {method: 'PATCH'});
		expect(await errorOf(cluster, request(pause))).toMatchObject({kind: 'unknown'});
		expect(isPaused()).toBe(wasCommitted);
		expect(patches()).toHaveLength(1);
	});

	it('reports an unknown outcome when no answer comes, or the connection goes silent', async () => {
		seed();
		const cluster = await test.cluster({pingIntervalMs: 250});
		expect((await cluster.read(request(pause).ref, signal)).ok).toBe(true);
		const lift = test.server.faults.inject({kind: 'blackHole'}, {method: 'PATCH'});
		const unanswered = errorOf(cluster, request(pause));
		await test.clock.advanceUntil(() => patches().length === 1);
		await test.clock.advance(70_000);
		expect(await unanswered).toEqual({kind: 'unknown', isTimeout: true, message: 'no answer within 70 s'});
		lift();
		test.server.faults.freeze();
		expect(await errorOf(cluster, request(pause))).toMatchObject({kind: 'unknown'});
	});

	it('reports an unknown outcome when the caller gives up, and notSent when it gave up before', async () => {
		seed();
		const cluster = await test.cluster();
		await cluster.inventory(signal);
		const giveUp = new AbortController();
		test.server.faults.inject({kind: 'blackHole'}, {method: 'PATCH'});
		const pending = cluster.patch(request(pause), giveUp.signal);
		await test.clock.advanceUntil(() => patches().length === 1);
		giveUp.abort();
		expect(await pending).toMatchObject({error: {kind: 'unknown'}});
		expect(await cluster.patch(request(pause), giveUp.signal)).toMatchObject({error: {kind: 'notSent'}});
		expect(patches()).toHaveLength(1);
	});

	it('reports notSent when there is no connection', async () => {
		seed();
		const cluster = await test.cluster();
		expect((await cluster.inventory(signal)).ok).toBe(true);
		await test.server.faults.down();
		// The first request finds the old connection gone, the second finds that no new one can be opened.
		await cluster.heartbeat(signal);
		expect(await errorOf(cluster, request(pause))).toMatchObject({kind: 'notSent', retryAfterSeconds: null});
		expect(patches()).toHaveLength(0);
	});

	it('names the missing permission', async () => {
		seed();
		const cluster = await test.cluster({context: 'demo-viewer'});
		expect(await errorOf(cluster, request(pause))).toMatchObject({
			kind: 'denied',
			status: 403,
			missing: 'patch rollouts',
		});
	});
});
