import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {expect, it} from 'vitest';
import type {Cluster} from '../../../source/adapters/kubernetes/cluster.ts';
import {signal} from './support/cluster-for-tests.ts';
import {serviceKind} from './support/kinds.ts';
import {execUser, printCredential, writePlugin} from './support/plugin.ts';
import {
	answerJson,
	caData,
	clusterOf,
	kubeconfigText,
	loadText,
	type Script,
	type Served,
	scriptedServer,
	selfSigned,
	testFolder,
} from './support/scripted-server.ts';
import {createTestClock} from './support/test-clock.ts';

const canary = 'c4nary-0123456789';
const webToken = ['{"alg":"none"}', `{"exp":4102444800,"sub":"${canary}"}`, 'x']
	.map(part => Buffer.from(part).toString('base64url'))
	.join('.');
const basic = Buffer.from(`me:${canary}`).toString('base64');

/** Texts that must never appear: the canary itself, and the forms in which it is sent. */
const secrets = [canary, webToken, basic, Buffer.from(canary).toString('base64')];

const users: Readonly<Record<string, (folder: string) => Readonly<Record<string, unknown>>>> = {
	token: () => ({token: canary}),
	'token file': folder => {
		writeFileSync(join(folder, 'token'), canary);
		return {tokenFile: 'token'};
	},
	login: () => ({username: 'me', password: canary}),
	exec: folder => execUser(writePlugin(folder, printCredential({token: canary})).path),
	gcp: () => ({'auth-provider': {name: 'gcp', config: {'access-token': canary}}}),
	azure: () => ({'auth-provider': {name: 'azure', config: {'access-token': canary}}}),
	oidc: () => ({
		'auth-provider': {name: 'oidc', config: {'id-token': webToken, 'client-secret': canary, 'refresh-token': canary}},
	}),
};

/** Text that repeats the credential of a request; the scripts put it wherever a message could come from. */
const quote = ({headers}: Served) => {
	const told = String(headers.authorization);
	const credential = told.split(' ')[1] ?? '';
	const decoded = told.startsWith('Basic') ? Buffer.from(credential, 'base64').toString() : '';
	return `refused: ${told}, ${credential} ${decoded} Authorization: ${told} {"authorization":"${told}"}`;
};
const says =
	(status: number): Script =>
	(request, response) => {
		const details = {name: quote(request), kind: 'x', causes: [{field: quote(request), message: quote(request)}]};
		answerJson(response, status, {
			kind: 'Status',
			message: quote(request),
			reason: quote(request),
			details,
			code: status,
		});
	};
const scripts: Readonly<Record<string, Script>> = {
	...Object.fromEntries([400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 504].map(code => [code, says(code)])),
	html: (request, response) => answerJson(response, 502, `<html>${quote(request)}</html>`),
	'not JSON': (request, response) => answerJson(response, 200, quote(request)),
	'another shape': (request, response) => answerJson(response, 200, {kind: 'Status', message: quote(request)}),
	redirect: (request, response) => answerJson(response, 302, '', {location: `https://x/?${quote(request)}`}),
	reset: (_request, response) => response.stream.close(2),
	'watch ERROR': (request, response) =>
		answerJson(
			response,
			200,
			request.path.includes('watch=1')
				? `${JSON.stringify({type: 'ERROR', object: {kind: 'Status', message: quote(request), code: 500}})}\n`
				: {metadata: {resourceVersion: '1'}, items: []},
		),
};

/** Everything that perch says about each of its calls. */
async function everythingSaid(cluster: Cluster): Promise<unknown[]> {
	const ref = {kindId: 'rollouts.argoproj.io', namespace: 'shop', name: 'checkout'};
	const question = {verb: 'get', group: '', resource: 'pods', subresource: null, namespace: 'shop', name: null};
	const event = {about: ref, aboutUid: 'u', reason: 'r', message: 'm', isWarning: false, intentId: 'i'};
	const patch = {ref, subresource: null, patch: [], isDryRun: false, intentId: 'i'};
	const address = {namespace: 'shop', service: 'prometheus', port: 9090, scheme: 'http', path: '/', query: {}} as const;
	const results: readonly {readonly ok: boolean}[] = await Promise.all([
		cluster.identify(signal),
		cluster.heartbeat(signal),
		cluster.read(ref, signal),
		cluster.mayI(question, signal),
		cluster.patch(patch, signal),
		cluster.patch({...patch, isDryRun: true}, signal),
		cluster.postEvent(event, signal),
		cluster.proxyGet(address, signal),
		cluster.findPrometheusService(signal),
	]);
	// A successful call returns the cluster's own data; only a failure carries text of perch.
	return [cluster.target, ...results.filter(result => !result.ok)];
}

it('perch reveals no credential, with every kind of login and every kind of failure', async () => {
	let failures = 0;
	for (const [login, userOf] of Object.entries(users)) {
		for (const [trouble, script] of Object.entries(scripts)) {
			const folder = testFolder();
			const server = await scriptedServer(script);
			const text = kubeconfigText({server: server.url, cluster: caData(server), user: userOf(folder)});
			const clock = createTestClock();
			const said: unknown[] = [];
			const options = {clock, log: (message: unknown) => said.push(message)};
			const cluster = clusterOf(await loadText(text, {PATH: process.env.PATH ?? ''}, folder), options);
			const stop = cluster.watch({kind: serviceKind}, update => said.push(update));
			said.push(...(await everythingSaid(cluster)));
			await clock.advanceUntil(() => server.served.some(({path}) => path.includes('/services')), 1);
			stop();
			cluster.close();
			const everything = `${JSON.stringify(said)}${inspect(said, {depth: 10})}${inspect(cluster, {depth: 10})}`;
			for (const secret of secrets) expect(everything, `${login}, ${trouble}`).not.toContain(secret);
			expect(server.served.length, `${login}, ${trouble}`).toBeGreaterThan(5);
			failures += said.length;
		}
	}
	expect(failures).toBeGreaterThan(500);
});

it.each(Object.keys(users))('perch reveals no credential (%s) without connection or trust', async login => {
	const folder = testFolder();
	const server = await scriptedServer(says(401), {certificates: await selfSigned()});
	for (const url of [server.url, 'https://127.0.0.1:1']) {
		const user = users[login]?.(folder) ?? {};
		const target = await loadText(kubeconfigText({server: url, user}), {PATH: process.env.PATH ?? ''}, folder);
		const said = await everythingSaid(clusterOf(target));
		expect(said).toHaveLength(10);
		for (const secret of secrets) expect(JSON.stringify(said)).not.toContain(secret);
	}
});

it('perch reveals no credential that a failing plugin quotes on stderr', async () => {
	const folder = testFolder();
	const body = `echo "Bearer ${webToken} token=${canary} password: ${canary}" >&2; exit 1`;
	const user = execUser(writePlugin(folder, body).path);
	const cluster = clusterOf(await loadText(kubeconfigText({server: 'https://127.0.0.1:1', user}), {}, folder));
	const beat = await cluster.heartbeat(signal);
	expect(beat).toMatchObject({error: {kind: 'noCredential', message: expect.stringContaining('[redacted]')}});
	for (const secret of secrets) expect(JSON.stringify(beat)).not.toContain(secret);
});
