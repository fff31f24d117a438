import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {TLSSocket} from 'node:tls';
import {describe, expect, it} from 'vitest';
import {signal} from './support/cluster-for-tests.ts';
import {serviceKind} from './support/kinds.ts';
import {execUser, printCredential, writePlugin} from './support/plugin.ts';
import {only, setUp} from './support/plugin-login.ts';
import {
	answerJson,
	caData,
	clusterOf,
	kubeconfigText,
	loadText,
	scriptedServer,
	selfSigned,
	testFolder,
} from './support/scripted-server.ts';

describe('a credential plugin', () => {
	it('runs once for many requests, with the cluster info and the environment of the kubeconfig', async () => {
		const {cluster, plugin, folder} = await setUp(
			`printf '%s' "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"; echo "$EXTRA" > "$(dirname "$0")/extra"\n${printCredential({token: 'good'})}`,
			{exec: {provideClusterInfo: true, env: [{name: 'EXTRA', value: 'from the kubeconfig'}]}},
		);
		const beats = await Promise.all(Array.from({length: 5}, () => cluster.heartbeat(signal)));
		expect(beats.map(beat => beat.ok)).toEqual([true, true, true, true, true]);
		expect(plugin.runs()).toBe(1);
		expect(JSON.parse(readFileSync(join(folder, 'info'), 'utf8'))).toMatchObject({
			apiVersion: 'client.authentication.k8s.io/v1',
			kind: 'ExecCredential',
			spec: {interactive: false, cluster: {server: expect.stringMatching(/^https:/)}},
		});
		expect(readFileSync(join(folder, 'extra'), 'utf8')).toBe('from the kubeconfig\n');
	});

	it('is found beside the kubeconfig', async () => {
		const folder = testFolder();
		writePlugin(folder, printCredential({token: 'good'}));
		const server = await scriptedServer(only('good'));
		const text = kubeconfigText({server: server.url, cluster: caData(server), user: execUser('./plugin.sh')});
		const cluster = clusterOf(await loadText(text, {PATH: process.env.PATH ?? ''}, folder));
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
	});

	it('runs again when its credential has expired', async () => {
		const expirationTimestamp = '2026-11-21T07:45:00Z';
		const {cluster, plugin, clock} = await setUp(printCredential({token: 'good', expirationTimestamp}));
		await cluster.heartbeat(signal);
		await clock.advance(360_000);
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
		expect(plugin.runs()).toBe(2);
	});

	it('may print YAML, comments and a byte order mark, as with kubectl', async () => {
		const yaml = 'apiVersion: client.authentication.k8s.io/v1\\nkind: ExecCredential\\nstatus: {token: good}\\n';
		const {cluster} = await setUp(`printf '\\357\\273\\277# a note\\n${yaml}'`);
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
	});

	it('runs once more on 401, and the request is repeated with the new credential', async () => {
		const {cluster, plugin, server} = await setUp(
			`if [ "$(wc -l < "$(dirname "$0")/runs")" -gt 1 ]; then\n${printCredential({token: 'good'})}\nelse\n${printCredential({token: 'stale'})}\nfi`,
		);
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
		expect(plugin.runs()).toBe(2);
		expect(server.served.map(({headers}) => headers.authorization)).toEqual(['Bearer stale', 'Bearer good']);
	});

	it('does not run over and over when every watch gets 401', async () => {
		const {cluster, plugin, clock, server} = await setUp(printCredential({token: 'stale'}));
		for (let index = 0; index < 6; index++) cluster.watch({kind: serviceKind}, () => {});
		await clock.advanceUntil(() => server.served.length >= 30);
		expect(plugin.runs()).toBeLessThanOrEqual(2 + Math.ceil(clock.monotonicMs() / 60_000));
	});

	it('may give a client certificate', async () => {
		const {certificatePem, keyPem} = await selfSigned();
		const folder = testFolder();
		const plugin = writePlugin(folder, printCredential({clientCertificateData: certificatePem, clientKeyData: keyPem}));
		const server = await scriptedServer((_request, response) => answerJson(response, 200, {gitVersion: 'v1'}), {
			asksForCertificate: true,
		});
		const text = kubeconfigText({server: server.url, cluster: caData(server), user: execUser(plugin.path)});
		const cluster = clusterOf(await loadText(text, {PATH: process.env.PATH ?? ''}, folder));
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
		const socket = server.sessions[0]?.socket as TLSSocket;
		expect(socket.getPeerCertificate().subject.CN).toBe('self');
	});
});

describe('a credential plugin that misbehaves', () => {
	it('is killed after 30 seconds, with its children', async () => {
		const {cluster, plugin, clock, folder} = await setUp('sleep 600 & echo $! > "$(dirname "$0")/child"; wait');
		const beat = cluster.heartbeat(signal);
		await clock.advanceUntil(() => plugin.runs() === 1, 0);
		const child = () => {
			try {
				return Number(readFileSync(join(folder, 'child'), 'utf8'));
			} catch {
				return 0;
			}
		};
		await clock.advanceUntil(() => child() > 0, 0);
		await clock.advance(30_000);
		expect(await beat).toMatchObject({error: {kind: 'noCredential', message: expect.stringContaining('30 s')}});
		await clock.advanceUntil(() => !isRunning(child()), 0);
	});

	it('cannot fill the memory: its output is limited to 1 MiB', async () => {
		const {cluster} = await setUp('while :; do echo 0123456789012345678901234567890123456789; done');
		expect(await cluster.heartbeat(signal)).toMatchObject({error: {message: expect.stringContaining('1 MiB')}});
	});

	it('cannot send escape sequences to the terminal', async () => {
		const {cluster} = await setUp(`printf '\\033]52;c;aGk=\\007not logged in\\n' >&2; exit 3`);
		const beat = await cluster.heartbeat(signal);
		expect(beat).toMatchObject({error: {kind: 'noCredential', message: expect.stringContaining('not logged in')}});
		expect(JSON.stringify(beat)).not.toContain('\\u001b');
		expect(JSON.stringify(beat)).toContain('^[]52;c;aGk=^G');
	});

	it('gets no stdin', async () => {
		const {cluster} = await setUp(`read -r answer && exit 1\n${printCredential({token: 'good'})}`);
		expect(await cluster.heartbeat(signal)).toMatchObject({ok: true});
	});

	it.each([
		['must ask at a terminal', printCredential({token: 'good'}), {interactiveMode: 'Always'}, 'must ask at a terminal'],
		['prints nonsense', 'echo hello', {}, 'plugin.sh did not print an ExecCredential alone: 1 line on stdout'],
		[
			'chats before its credential',
			`echo 'Logging in: please wait'\n${printCredential({token: 'good'})}`,
			{},
			'plugin.sh did not print an ExecCredential alone: 2 lines on stdout',
		],
		[
			'chats after it',
			`${printCredential({token: 'good'})}\necho bye`,
			{},
			'plugin.sh did not print an ExecCredential alone: 2 lines on stdout',
		],
		['prints nothing', 'true', {}, 'plugin.sh printed nothing on stdout'],
		['prints another object', `echo '{"apiVersion": "v1", "kind": "Secret"}'`, {}, 'ExecCredential, but a Secret'],
		[
			'speaks another version than the kubeconfig',
			printCredential({token: 'good'}),
			{apiVersion: 'client.authentication.k8s.io/v1beta1'},
			'plugin.sh printed an ExecCredential of v1, and the kubeconfig asks for v1beta1',
		],
		['gives half a pair', printCredential({token: 'a', clientKeyData: 'k'}), {}, 'or its key, not both'],
		['gives a token that is no text', printCredential({token: 12}), {}, 'a status that cannot be read: token'],
		[
			'gives no time',
			printCredential({token: 'good', expirationTimestamp: 'soon'}),
			{},
			'an expirationTimestamp that is not a time',
		],
		['prints nothing of use', printCredential({}), {}, 'neither a token nor a certificate'],
		['fails', 'exit 7', {}, 'plugin.sh ended with 7: it said nothing on stderr'],
		['speaks an unknown version', 'true', {apiVersion: 'client.authentication.k8s.io/v1alpha1'}, 'known apiVersion'],
	])('is reported with the reason when it %s', async (_what, body, exec, reason) => {
		const {cluster} = await setUp(body, {exec});
		expect(await cluster.heartbeat(signal)).toMatchObject({
			error: {kind: 'noCredential', message: expect.stringContaining(reason)},
		});
	});

	it('is reported without a word of what it printed', async () => {
		const {cluster} = await setUp(`echo 'token: s3cret-canary'\necho '{"token": "s3cret-canary"}'`);
		expect(JSON.stringify(await cluster.heartbeat(signal))).not.toContain('s3cret-canary');
	});

	it('is reported when it does not exist', async () => {
		const server = await scriptedServer(only('good'));
		const user = execUser('/nowhere/plugin');
		const cluster = clusterOf(await loadText(kubeconfigText({server: server.url, cluster: caData(server), user})));
		expect(await cluster.heartbeat(signal)).toMatchObject({error: {message: expect.stringContaining('ENOENT')}});
	});
});

function isRunning(pid: number): boolean {
	try {
		// A zombie has ended too: its parent has only not reaped it yet.
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
}
