import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {noAccess, type PrometheusAccess} from '../../../source/adapters/prometheus/access.ts';
import {never, withServer} from './support/clients.ts';
import {json, page, type Script, vector} from './support/scripted-server.ts';

const canary = 'canary-f00dcafe';
const basic = Buffer.from(`perch:${canary}`).toString('base64');
let folder = '';

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'perch-credentials-'));
	await writeFile(join(folder, 'token'), `${canary}\n`);
});

afterAll(() => rm(folder, {recursive: true}));

const ways: readonly (readonly [string, () => PrometheusAccess, Readonly<Record<string, string>>])[] = [
	['a bearer token', () => ({...noAccess, auth: bearer({value: canary})}), {authorization: `Bearer ${canary}`}],
	[
		'a bearer token in a file',
		() => ({...noAccess, auth: bearer({file: join(folder, 'token')})}),
		{authorization: `Bearer ${canary}`},
	],
	[
		'a password',
		() => ({...noAccess, auth: {kind: 'basic', username: 'perch', secret: {value: canary}}}),
		{authorization: `Basic ${basic}`},
	],
	[
		'headers',
		() => ({...noAccess, headers: {'X-Scope-OrgID': 'team-a', 'X-Key': canary}}),
		{'x-scope-orgid': 'team-a', 'x-key': canary},
	],
];

describe.each(ways)('%s', (_name, access, headers) => {
	test('is sent with every request', async () => {
		await withServer(
			vector('1'),
			async (client, server) => {
				await client.instant({promql: 'up'}, never);
				await client.range({promql: 'up', startMs: 1_000, endMs: 2_000, stepSeconds: 1}, never);
				await client.metricNames(['up'], never);
				expect(server.received.length).toBeGreaterThanOrEqual(4);
				for (const request of server.received) expect(request.headers).toMatchObject(headers);
			},
			{access: access()},
		);
	});

	const echo = `you sent ${canary} and Basic ${basic}`;
	const faults: readonly (readonly [string, Script])[] = [
		['a refusal that repeats it', json({status: 'error', errorType: 'bad_data', error: echo}, 400)],
		['an execution error that repeats it', json({status: 'error', errorType: 'execution', error: echo}, 422)],
		['an internal error that repeats it', json({status: 'error', errorType: 'internal', error: echo}, 500)],
		[
			'a warning that repeats it',
			json({status: 'success', warnings: [echo], data: {resultType: 'vector', result: []}}),
		],
		['a page that repeats it', page(502, `<html>${echo}</html>`)],
		['401', page(401, echo)],
		['403', page(403, echo)],
		[
			'a content type that repeats it',
			(_request, response) => void response.writeHead(500, {'content-type': echo}).end(),
		],
		['a redirect', (_request, response) => void response.writeHead(302, {location: `http://x:${canary}@h/`}).end()],
		['a body that is no JSON', (_request, response) => void response.end(echo)],
		['a connection that breaks off', (_request, response) => void response.destroy()],
		['a silence', () => {}],
	];

	test.each(faults)('stays out of the report of %s', async (_fault, script) => {
		const told = await withServer(
			script,
			async client => [
				await client.instant({promql: 'up'}, never),
				await client.range({promql: 'up', startMs: 1_000, endMs: 2_000, stepSeconds: 1}, never),
				await client.metricNames(['up'], never),
			],
			{access: access(), deadlineMs: 100},
		);
		const everything = inspect(told, {depth: null, showHidden: true});
		expect(everything).not.toContain(canary);
		expect(everything).not.toContain(basic);
	});
});

test('a credential file that cannot be read is an error that names it, and nothing is sent', async () => {
	const access = {...noAccess, auth: bearer({file: join(folder, 'missing')})};
	await withServer(
		vector('1'),
		async (client, server) => {
			const answer = await client.instant({promql: 'up'}, never);
			expect(answer).toMatchObject({
				ok: false,
				error: {kind: 'notConfigured', message: expect.stringContaining('missing')},
			});
			expect(server.received).toEqual([]);
		},
		{access},
	);
});

test('a token that was changed in its file is used from then on', async () => {
	const file = join(folder, 'rotated');
	await writeFile(file, 'first');
	await withServer(
		vector('1'),
		async (client, server) => {
			await client.instant({promql: 'up'}, never);
			await writeFile(file, 'second');
			await client.instant({promql: 'up'}, never);
			expect(server.received.map(({headers}) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
		},
		{access: {...noAccess, auth: bearer({file})}},
	);
});

function bearer(secret: {readonly value: string} | {readonly file: string}): PrometheusAccess['auth'] {
	return {kind: 'bearer', secret};
}
