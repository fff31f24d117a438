import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {startPerch} from './support/sre.ts';

const demo = await startDemo();

test.each([
	['a named file that is missing', null, /perch \(without --config\)/],
	['a file that was cut off', 'contexts:\n  demo:\n    protected: [', /\+3 \S*config\.yaml/],
	[
		'a file with an unknown setting',
		'refreshSeconds: 5\nreadonly: true\n',
		/\+2 \S*config\.yaml[\s\S]*readonly is not a known setting/,
	],
])('%s makes perch read-only, and perch shows the line and the command that mends it', async (_, text, said) => {
	const home = await createHomeFolder(demo.folder);
	const path = join(home.path, 'config.yaml');
	if (text !== null) await writeFile(path, text);
	await using sre = await startPerch(demo, {home, args: ['--config', path], columns: 200, rows: 30});
	await sre.sees(/READ-ONLY/, said);
	await sre.opens('shop/cart');
	const footer = () => sre.screen().split('\n').slice(-3).join('\n');
	await sre.isRefused('x', /⚠ .*config[^│]*\n[^\n]*close/);
	expect(footer()).not.toMatch(/BACK TO/);
});

test('perch asks for no typed name where the config file calls the context unprotected', async () => {
	const home = await createHomeFolder(demo.folder);
	await mkdir(join(home.path, '.config/perch'), {recursive: true});
	await writeFile(join(home.path, '.config/perch/config.yaml'), 'contexts:\n  demo:\n    protected: false\n');
	await using sre = await startPerch(demo, {home});
	await sre.sees(/\d waits? for you/);
	await sre.doesNotSee(/PROD/);
	await sre.opens('shop/cart');
	await sre.asks('p', 'promote');
	await sre.sees(/dry run ok/);
	await sre.doesNotSee(/type the cluster's name/);
});

test('a user of one namespace sees only that one, and perch names the missing permissions', async () => {
	await using sre = await startPerch(demo, {args: ['--context', 'demo-shop-viewer'], columns: 160, rows: 45});
	await sre.sees(/ns shop/, /‖.shop\/cart/, /shop-viewer/);
	await sre.sees(/FORBIDDEN: list services in all namespaces/);
	await sre.press('R');
	await sre.sees(/RELEASES 5 /);
	await sre.doesNotSee(/(?:pay|web)\//);
	await sre.opens('shop/cart');
	await sre.isRefused('x', /not allowed: needs patch rollouts/);
	expect(await demo.perchWrites()).toEqual([]);
});
