import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {signal} from './support/cluster-for-tests.ts';
import {writePlugin} from './support/plugin.ts';
import {
	answerJson,
	caData,
	clusterOf,
	kubeconfigText,
	loadText,
	scriptedServer,
	testFolder,
} from './support/scripted-server.ts';
import {createTestClock} from './support/test-clock.ts';

const far = '2099-01-01T00:00:00Z';

async function sentBy(user: Readonly<Record<string, unknown>>, folder = testFolder()) {
	const server = await scriptedServer((_request, response) => answerJson(response, 200, {gitVersion: 'v1'}));
	const text = kubeconfigText({server: server.url, cluster: caData(server), user});
	const clock = createTestClock();
	const cluster = clusterOf(await loadText(text, {PATH: process.env.PATH ?? ''}, folder), {clock});
	const beat = await cluster.heartbeat(signal);
	return {beat, cluster, clock, server, headers: () => server.served.at(-1)?.headers ?? {}};
}

/** An unsigned token that has not expired; the reader checks only the expiry. */
const webToken = ['{"alg":"none"}', '{"exp":4102444800}', 'x']
	.map(part => Buffer.from(part).toString('base64url'))
	.join('.');

describe('perch sends', () => {
	it.each([
		['a token', {token: 't1'}, 'Bearer t1'],
		['a login', {username: 'me', password: 'pw'}, `Basic ${Buffer.from('me:pw').toString('base64')}`],
		['a cloud token', {'auth-provider': {name: 'gcp', config: {'access-token': 'g1', expiry: far}}}, 'Bearer g1'],
		[
			'an Azure token',
			{'auth-provider': {name: 'azure', config: {'access-token': 'a1', 'expires-on': '4070908800'}}},
			'Bearer a1',
		],
		['an OIDC token', {'auth-provider': {name: 'oidc', config: {'id-token': webToken}}}, `Bearer ${webToken}`],
		['nothing', {}, undefined],
	])('%s', async (_what, user, authorization) => {
		const {beat, headers} = await sentBy(user);
		expect(beat).toMatchObject({ok: true});
		expect(headers().authorization).toBe(authorization);
	});

	it('the content of a token file rather than a token, and reads the file again after a minute', async () => {
		const folder = testFolder();
		writeFileSync(join(folder, 'token'), 'first\n');
		const {cluster, clock, headers} = await sentBy({token: 'other', tokenFile: 'token'}, folder);
		expect(headers().authorization).toBe('Bearer first');
		writeFileSync(join(folder, 'token'), 'second\n');
		await cluster.heartbeat(signal);
		expect(headers().authorization).toBe('Bearer first');
		await clock.advance(61_000);
		await cluster.heartbeat(signal);
		expect(headers().authorization).toBe('Bearer second');
	});

	it('the last token while its file is missing, and the plain token where there never was a file', async () => {
		const folder = testFolder();
		writeFileSync(join(folder, 'token'), 'first');
		const {cluster, clock, headers} = await sentBy({tokenFile: 'token'}, folder);
		rmSync(join(folder, 'token'));
		await clock.advance(61_000);
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
		expect(headers().authorization).toBe('Bearer first');
		writeFileSync(join(folder, 'token'), 'second');
		await clock.advance(61_000);
		await cluster.heartbeat(signal);
		expect(headers().authorization).toBe('Bearer second');
		const own = await sentBy({token: 'own', tokenFile: 'missing'});
		expect(own.headers().authorization).toBe('Bearer own');
	});

	it('the cloud token that its command renewed', async () => {
		const folder = testFolder();
		const plugin = writePlugin(folder, `echo '{"credential":{"access_token":"renewed","token_expiry":"${far}"}}'`);
		const config = {
			'access-token': 'old',
			expiry: '2020-01-01T00:00:00Z',
			'cmd-path': plugin.path,
			'token-key': '{.credential.access_token}',
			'expiry-key': '{.credential.token_expiry}',
		};
		const {headers} = await sentBy({'auth-provider': {name: 'gcp', config}}, folder);
		expect(headers().authorization).toBe('Bearer renewed');
		expect(plugin.runs()).toBe(1);
	});

	it('every impersonation field, with one header per group', async () => {
		const {server} = await sentBy({
			token: 't1',
			as: 'eve',
			'as-uid': '7',
			'as-groups': ['ops', 'devs'],
			'as-user-extra': {'acme.com/Team (x)': ['a', 'b']},
		});
		const raw = server.served[0]?.rawHeaders ?? [];
		const pairs = raw.flatMap((name, index) => (index % 2 === 0 ? [`${name.toLowerCase()}: ${raw[index + 1]}`] : []));
		expect(pairs.filter(pair => /^(authorization|impersonate)/.test(pair))).toEqual([
			'impersonate-user: eve',
			'impersonate-uid: 7',
			'impersonate-group: ops',
			'impersonate-group: devs',
			'impersonate-extra-acme.com%2fteam%20%28x%29: a',
			'impersonate-extra-acme.com%2fteam%20%28x%29: b',
			'authorization: Bearer t1',
		]);
	});
});

describe('a credential that perch cannot get', () => {
	it.each([
		['an empty token file', {tokenFile: 'config-empty'}, 'is empty'],
		['a missing token file', {tokenFile: 'missing'}, 'cannot be read'],
		[
			'an expired cloud token',
			{'auth-provider': {name: 'gcp', config: {'access-token': 'x', expiry: '2020-01-01T00:00:00Z'}}},
			'expired',
		],
		['an OIDC login without a token', {'auth-provider': {name: 'oidc', config: {}}}, 'log in again'],
		['an unknown provider', {'auth-provider': {name: 'openstack', config: {}}}, 'log in again'],
	])('%s is reported, and no request is sent', async (_what, user, reason) => {
		const folder = testFolder();
		writeFileSync(join(folder, 'config-empty'), '\n');
		const {beat, server} = await sentBy(user, folder);
		expect(beat).toMatchObject({error: {kind: 'noCredential', message: expect.stringContaining(reason)}});
		expect(server.served).toEqual([]);
	});
});
