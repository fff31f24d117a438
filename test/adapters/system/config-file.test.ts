import {mkdir, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {defaultConfigPath, loadConfigFile} from '../../../source/adapters/system/config-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

const full = `
readOnly: false
theme: mono
refreshSeconds: 5
contexts:
  prod-eu:
    protected: true
    namespaces: [shop, payments]
    prometheus:
      url: https://prometheus.example.com/prod
      bearerTokenFile: token
      caFile: ~/ca.pem
      certFile: /etc/perch/client.pem
      keyFile: ../client.key
      orgId: team-a
      headers: {X-Env: prod}
      matchers: {cluster: 'eu "1"', k8s.cluster: ''}
  staging:
    protected: {namespaces: [shop]}
    prometheus:
      url: http://prometheus:9090
      basic: {username: sre, passwordFile: secrets/password}
  dev:
    protected: false
`;

describe('a good config file', () => {
	test('gives every setting, with file names made absolute', async () => {
		const folder = await temporaryFolder();
		const path = join(folder, 'config.yaml');
		await writeFile(path, full);
		await utimes(path, 0, 1_754_000_000);
		const loaded = await load({namedPath: path});
		expect(loaded).toEqual({
			ok: true,
			value: {
				kind: 'loaded',
				path,
				writtenAtMs: 1_754_000_000_000,
				config: {
					readOnly: false,
					theme: 'mono',
					refreshSeconds: 5,
					contexts: {
						'prod-eu': {
							protected: true,
							namespaces: ['shop', 'payments'],
							prometheus: {
								url: 'https://prometheus.example.com/prod',
								bearerTokenFile: join(folder, 'token'),
								caFile: '/home/sre/ca.pem',
								certFile: '/etc/perch/client.pem',
								keyFile: join(folder, '../client.key'),
								orgId: 'team-a',
								headers: {'X-Env': 'prod'},
								matchers: {cluster: 'eu "1"', 'k8s.cluster': ''},
							},
						},
						staging: {
							protected: {namespaces: ['shop']},
							prometheus: {
								url: 'http://prometheus:9090',
								basic: {username: 'sre', passwordFile: join(folder, 'secrets/password')},
							},
						},
						dev: {protected: false},
					},
				},
			},
		});
	});
	test('is found at the usual place', async () => {
		const home = await temporaryFolder();
		await mkdir(join(home, 'perch'), {recursive: true});
		await writeFile(join(home, 'perch/config.yaml'), 'readOnly: true\n');
		const loaded = await load({env: {XDG_CONFIG_HOME: home}});
		expect(loaded.ok && loaded.value.kind === 'loaded' && loaded.value.config).toEqual({readOnly: true});
		expect(defaultConfigPath({}, '/home/sre')).toBe('/home/sre/.config/perch/config.yaml');
	});
});

describe('a config file', () => {
	test('may be missing at the usual place', async () => {
		expect(await load({env: {XDG_CONFIG_HOME: await temporaryFolder()}})).toEqual({ok: true, value: {kind: 'none'}});
	});
	test('may not be missing where a flag names it', async () => {
		const path = join(await temporaryFolder(), 'mine.yaml');
		expect(await load({namedPath: path})).toEqual({
			ok: false,
			error: {
				file: path,
				mistakes: [{line: null, column: null, message: `config file ${path}: no such file or directory (ENOENT)`}],
				command: 'perch (without --config)',
			},
		});
	});
	test('must be readable, also at the usual place', async () => {
		const home = await temporaryFolder();
		await mkdir(join(home, 'perch/config.yaml'), {recursive: true});
		const loaded = await load({env: {XDG_CONFIG_HOME: home}});
		expect(loaded.ok ? '' : loaded.error.mistakes[0]?.message).toContain('EISDIR');
	});
});

describe('a mistake in a config file is reported with its place:', () => {
	test.each([
		['an unknown key', 'readonly: true\n', 1, 1, 'readonly is not a known setting'],
		[
			'an unknown key in depth',
			'contexts:\n  prod:\n    protect: true\n',
			3,
			5,
			'contexts.prod.protect is not a known setting',
		],
		['a wrong type', 'theme: mono\nreadOnly: "yes"\n', 2, 1, 'readOnly must be true or false'],
		[
			'a wrong type in a list',
			'contexts:\n  prod:\n    namespaces:\n      - shop\n      - 7\n',
			5,
			9,
			'contexts.prod.namespaces.1 must be text',
		],
		['a list for a group', 'contexts: []\n', 1, 1, 'contexts must be a group of settings'],
		[
			'an empty list',
			'contexts:\n  prod:\n    namespaces: []\n',
			3,
			5,
			'contexts.prod.namespaces must name at least one namespace',
		],
		[
			'a half-written protection',
			'contexts:\n  prod:\n    protected: sometimes\n',
			3,
			5,
			'contexts.prod.protected must be true, false or {namespaces: [..]}',
		],
		[
			'a URL that is none',
			'contexts:\n  prod:\n    prometheus: {url: prometheus}\n',
			3,
			18,
			'contexts.prod.prometheus.url must be an http:// or https:// URL',
		],
		[
			'credentials in a URL',
			'contexts:\n  prod:\n    prometheus:\n      url: https://sre:hunter2@prometheus\n',
			4,
			7,
			'must not hold credentials',
		],
		[
			'two ways to log in',
			'contexts:\n  prod:\n    prometheus: {bearerToken: hunter2, basic: {username: a, password: hunter2}}\n',
			3,
			5,
			'names more than one of',
		],
		[
			'half a login',
			'contexts:\n  prod:\n    prometheus: {basic: {username: a}}\n',
			3,
			18,
			'needs password or passwordFile',
		],
		[
			'a login without a name',
			'contexts:\n  prod:\n    prometheus: {basic: {password: hunter2}}\n',
			3,
			18,
			'username is missing',
		],
		[
			'half a key pair',
			'contexts:\n  prod:\n    prometheus: {certFile: a.pem}\n',
			3,
			5,
			'needs certFile and keyFile together',
		],
		[
			'a header that would forge another',
			'contexts:\n  prod:\n    prometheus:\n      headers: {a: "b\\r\\nc: hunter2"}\n',
			4,
			17,
			'must be printable ASCII',
		],
		['too fast', 'refreshSeconds: 0\n', 1, 1, 'refreshSeconds must be at least 1'],
		['a key twice', 'readOnly: true\nreadOnly: false\n', 2, 1, 'is not valid YAML: duplicate key'],
		['no YAML', 'contexts: {prod: [hunter2\n', 2, 1, 'is not valid YAML'],
		[
			'cut within a group',
			'contexts:\n  prod:\n    prometheus:\n',
			3,
			5,
			'contexts.prod.prometheus must be a group of settings',
		],
		['cut within a word', 'readOnly: tru', 1, 1, 'readOnly must be true or false'],
		['two documents', 'readOnly: true\n---\nreadOnly: false\n', 2, 1, 'is not valid YAML'],
		[
			'a number for a token',
			'contexts:\n  prod:\n    prometheus: {bearerToken: 42424242}\n',
			3,
			18,
			'bearerToken must be text',
		],
	])('%s', async (_name, text, line, column, message) => {
		const folder = await temporaryFolder();
		const path = join(folder, 'config.yaml');
		await writeFile(path, text);
		const loaded = await load({namedPath: path});
		if (loaded.ok) throw new Error('was accepted');
		const [mistake] = loaded.error.mistakes;
		expect(mistake?.message).toContain(message);
		expect([mistake?.line, mistake?.column]).toEqual([line, column]);
		expect(loaded.error.command).toBe(`\${EDITOR:-vi} +${line} ${path}`);
		expect(JSON.stringify(loaded.error)).not.toMatch(/hunter2|42424242/);
	});
	test.each(['[]\n', '- readOnly\n', 'readOnly\n'])('%j instead of settings', async text => {
		const path = join(await temporaryFolder(), 'config.yaml');
		await writeFile(path, text);
		const loaded = await load({namedPath: path});
		expect(loaded.ok ? '' : loaded.error.mistakes[0]?.message).toBe('the file must be a group of settings');
	});
	test.each(['', '\n', '# nothing but a comment\n'])('an empty file (%j), which may be cut off', async text => {
		const path = join(await temporaryFolder(), 'my config.yaml');
		await writeFile(path, text);
		const loaded = await load({namedPath: path});
		expect(loaded.ok ? null : loaded.error.mistakes).toMatchObject([
			{line: null, message: 'holds no settings: is it cut off?'},
		]);
		expect(loaded.ok ? '' : loaded.error.command).toBe(`\${EDITOR:-vi} '${path}'`);
	});
	test('a key with terminal sequences, which are neutralised', async () => {
		const path = join(await temporaryFolder(), 'config.yaml');
		await writeFile(path, '"\\e[2Jx": 1\n');
		const loaded = await load({namedPath: path});
		expect(loaded.ok ? '' : loaded.error.mistakes[0]?.message).toBe('^[[2Jx is not a known setting');
	});
});

function load(options: {readonly namedPath?: string; readonly env?: Readonly<Record<string, string>>}) {
	return loadConfigFile({namedPath: options.namedPath ?? null, env: options.env ?? {}, homeFolder: '/home/sre'});
}
