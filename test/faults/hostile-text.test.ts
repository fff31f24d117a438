import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {foreignSequences} from '../journeys/support/byte-oracle.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';
import {expectHarmless, opensEveryScreen, poison, vectors} from './support/hostile.ts';

const demo = await startDemo({speed: 1});
const some = ['clear-home', 'osc52-write', 'osc-unterminated', 'csi-unterminated', 'c1-csi', 'alt-screen-off'];

test('perch shows hostile texts of the cluster, and none drives the terminal', async () => {
	await demo.api.tell({kind: 'api', order: 'stopControllers'});
	await using sre = await startPerch(demo, {columns: 160, rows: 45});
	await sre.opens('shop/cart');
	for (const [at, {text, shown}] of vectors.filter(({id}) => some.includes(id)).entries()) {
		await poison(demo, text, `MARK${at}END`);
		await expectHarmless(sre, shown, `MARK${at}END`);
	}
	await opensEveryScreen(sre);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
});

test('perch shows the names in a kubeconfig in ASCII, whatever they are', async () => {
	const path = join(demo.folder, 'hostile-kubeconfig');
	const hostile = JSON.stringify('dеmo\u001b]0;x\u0007\u202ePROD').slice(1, -1);
	const text = await readFile(demo.kubeconfigPath, 'utf8');
	await writeFile(
		path,
		text
			.replace('name: demo\n', `name: "${hostile}"\n`)
			.replaceAll(/cluster: demo\n/g, `cluster: "${hostile}"\n`)
			.replaceAll(/^( +- name|current-context): demo$/gm, `$1: "${hostile}"`),
	);
	await using sre = await startPerch(demo, {kubeconfigPath: path, columns: 160, rows: 45});
	await sre.sees(/\d waits? for you/);
	await sre.sees(/d\\u0435mo\^\[\]0;x\^G\\u202ePROD/);
	expect(foreignSequences(sre.terminal.bytes())).toEqual([]);
});
