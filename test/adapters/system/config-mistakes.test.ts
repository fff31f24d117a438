import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loadConfigFile} from '../../../source/adapters/system/config-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

test('every mistake is named, in the order of the file', async () => {
	const path = join(await temporaryFolder(), 'config.yaml');
	const text = [
		'theme: 7',
		'contexts:',
		'  prod.eu1:',
		'    protect: true',
		'    prometheus: {url: prometheus, matchers: {cluster: 1}, certFile: a.pem}',
		'refreshSeconds: 0',
	];
	await writeFile(path, text.join('\n'));
	const loaded = await loadConfigFile({namedPath: path, env: {}, homeFolder: '/home/sre'});
	if (loaded.ok) throw new Error('was accepted');
	expect(loaded.error.mistakes.map(({line, message}) => `${line} ${message}`)).toEqual([
		'1 theme must be text',
		'4 contexts."prod.eu1".protect is not a known setting',
		'5 contexts."prod.eu1".prometheus.url must be an http:// or https:// URL',
		'5 contexts."prod.eu1".prometheus.matchers.cluster must be text',
		'6 refreshSeconds must be at least 1',
	]);
	expect(loaded.error.command).toBe(`\${EDITOR:-vi} +1 ${path}`);
});
test('every mistake in the YAML is named', async () => {
	const path = join(await temporaryFolder(), 'config.yaml');
	await writeFile(path, 'readOnly: true\nreadOnly: false\ntheme: mono\ntheme: default\n');
	const loaded = await loadConfigFile({namedPath: path, env: {}, homeFolder: '/home/sre'});
	expect(loaded.ok ? [] : loaded.error.mistakes.map(({line}) => line)).toEqual([2, 4]);
});

test.each([
	['{cluster: 7}', 'contexts.prod.prometheus.matchers.cluster must be text'],
	['{__name__: up}', 'contexts.prod.prometheus.matchers.__name__ is the name of a metric, and tells no clusters apart'],
	['cluster="prod-eu1"', 'contexts.prod.prometheus.matchers must be a group of settings'],
	['[cluster]', 'contexts.prod.prometheus.matchers must be a group of settings'],
])('matchers written as %s are a mistake', async (matchers, message) => {
	const path = join(await temporaryFolder(), 'config.yaml');
	await writeFile(path, `contexts:\n  prod:\n    prometheus:\n      matchers: ${matchers}\n`);
	const loaded = await loadConfigFile({namedPath: path, env: {}, homeFolder: '/home/sre'});
	expect(loaded.ok ? [] : loaded.error.mistakes.map(mistake => mistake.message)).toEqual([message]);
});
