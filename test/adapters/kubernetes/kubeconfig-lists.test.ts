import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadKubeTarget} from '../../../source/adapters/kubernetes/kubeconfig/kubeconfig.ts';
import {loadText, testFolder} from './support/scripted-server.ts';

/** Loads `KUBECONFIG` with these files, in this order. Each case was compared with kubectl 1.32. */
async function loadList(
	files: Readonly<Record<string, string>>,
	listed = Object.keys(files).filter(name => !name.endsWith('.pem')),
) {
	const folder = testFolder();
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), text);
	}
	const env = {KUBECONFIG: listed.map(name => (name === '' ? '' : join(folder, name))).join(':')};
	const target = await loadKubeTarget({kubeconfigPath: null, contextName: null, env, homeFolder: folder});
	return {folder, target};
}

const head = 'apiVersion: v1\nkind: Config\n';
const contexts = `${head}current-context: lab\ncontexts: [{name: lab, context: {cluster: lab, user: ana}}]\n`;
const clusters = `${head}clusters: [{name: lab, cluster: {server: "https://api.example.test:6443"}}]\n`;
const users = `${head}users: [{name: ana, user: {token: not-a-token}}]\n`;
const whole = `${contexts}${clusters.slice(head.length)}${users.slice(head.length)}`;
const server = 'https://api.example.test:6443';
const isLab = {ok: true, value: {context: 'lab', server, user: {user: {token: 'not-a-token'}}}};

describe('a list of kubeconfigs', () => {
	it.each([
		['whose entries are spread over files', {clusters, contexts, users}],
		['with a file of nothing but preferences', {nothing: `${head}preferences: {}\n`, whole}],
		['with an empty file', {empty: '', whole}],
		['with a file of comments', {comments: '# later\n', whole}],
		[
			'with lists that are null',
			{nulls: `${head}contexts: null\nclusters: null\nusers: null\ncurrent-context: ""\n`, whole},
		],
		['with entries that are null', {nulls: `${head}contexts: [null]\nclusters: [null]\nusers: [null]\n`, whole}],
		['with a second document', {whole: `${whole}---\ncurrent-context: other\n`}],
		['without a version', {whole: whole.slice(head.length)}],
	])('%s is one kubeconfig', async (_what, files) => {
		expect((await loadList(files)).target).toMatchObject(isLab);
	});

	it('may name missing files and have empty entries', async () => {
		expect((await loadList({whole}, ['missing', '', 'whole'])).target).toMatchObject(isLab);
	});

	it('takes an entry from the first file that names it, and fills nothing in from another', async () => {
		const first = `${head}clusters: [{name: lab, cluster: {server: "https://first.example.test"}}]\ncontexts: [{name: lab, context: {cluster: lab}}]\n`;
		const second = `${whole}`.replace('server:', 'insecure-skip-tls-verify: true, server:');
		const {target} = await loadList({first, second});
		expect(target).toMatchObject({
			ok: true,
			value: {server: 'https://first.example.test', isInsecure: false, user: null},
		});
	});

	it('never replaces an empty entry by the entry of a later file', async () => {
		const empty = `${head}clusters: [{name: lab, cluster: null}]\n`;
		expect((await loadList({empty, whole})).target).toEqual({
			ok: false,
			error: 'The cluster lab of the kubeconfig has no server.',
		});
		const broken = `${head}contexts: [{name: lab, context: null}]\n`;
		expect((await loadList({broken, whole})).target).toEqual({
			ok: false,
			error: 'The context lab of the kubeconfig names no cluster.',
		});
	});

	it('resolves relative paths from the file that holds them', async () => {
		const {target, folder} = await loadList({
			'a/one.yaml': `${head}clusters: [{name: lab, cluster: {server: "${server}", certificate-authority: ../b/ca.pem}}]\n`,
			'b/two.yaml': `${contexts}users: [{name: ana, user: {tokenFile: sub/token}}]\n`,
			'b/ca.pem': 'an authority',
		});
		expect(target).toMatchObject({ok: true, value: {tls: {ca: 'an authority'}, user: {folder: join(folder, 'b')}}});
	});

	it.each([
		['no YAML', 'a: [\n', 'it is not YAML at line'],
		['a text', 'just text\n', 'has no fields'],
		['a list', '- a\n', 'has no fields'],
		['a number where a text stands', `${head}users: [{name: ana, user: {token: 12345}}]\n`, 'users[0].user.token must'],
		['a text where a list stands', `${head}clusters: lab\n`, 'clusters has another form'],
	])('with %s in one file is refused, as by kubectl, and the error names the file', async (_what, broken, reason) => {
		const {target} = await loadList({broken, whole});
		expect(target).toMatchObject({ok: false, error: expect.stringContaining(reason)});
		expect(JSON.stringify(target)).toMatch(/broken is not valid/);
		expect(JSON.stringify(target)).not.toContain('12345');
	});
});

describe('a duplicate in one file', () => {
	it('is refused where two entries have one name, as by kubectl', async () => {
		for (const [list, again] of [
			['contexts', 'contexts: [{name: lab, context: {cluster: lab}}, {name: lab, context: {cluster: other}}]'],
			[
				'clusters',
				'clusters: [{name: lab, cluster: {server: "https://a"}}, {name: lab, cluster: {server: "https://b"}}]',
			],
			['users', 'users: [{name: lab, user: {token: a}}, {name: lab, user: {token: a}}]'],
		]) {
			const target = await loadText(`${head}${again}\n`);
			expect(target).toMatchObject({
				ok: false,
				error: expect.stringContaining(`${list} holds two entries of the name "lab": keep one`),
			});
		}
	});

	it('takes its last value where a key is repeated', async () => {
		const target = await loadText(
			whole
				.replace('current-context: lab', 'current-context: other\ncurrent-context: lab')
				.replace('server:', 'server: "https://first.example.test", server:'),
		);
		expect(target).toMatchObject(isLab);
	});
});
