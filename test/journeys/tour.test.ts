import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {startPerch} from './support/sre.ts';

const {folder} = await startDemo();

test('the tour plays the first minute of the demo to its end', async () => {
	const home = await createHomeFolder(folder);
	await using sre = await startPerch(
		{folder, kubeconfigPath: '', prometheusUrl: ''},
		{home, reach: ['demo', '--tour']},
	);
	await sre.sees(/tour: one list/, /^✖>web\/search /m);
	await sre.sees(/tour: now checkout's canary turns worse/);
	await sre.sees(/^✖>shop\/checkout /m);
	await sre.sees(/CANARY IS WORSE/, /tour: the verdict/);
	await sre.sees(/tour: = proves a figure/, /^shop\/checkout proof/m);
	await sre.sees(/BACK TO 2\.8\.1/);
	await sre.sees(/0% configured after/);
	await sre.sees(/PROMOTE 1\.13 ONE STEP/);
	await sre.sees(/it moved: /);
	await sre.sees(/RECOVERED after/);
	await sre.sees(/lines .*copied\.md/);
	await sre.sees(/≠ NOT ROLLED BACK/, /tour: Argo calls this blue\/green aborted/);
	await sre.sees(/METRICS DOWN: promote is off, back needs no metrics/, /^x back · \(p promote\)/m);
	await sre.sees(/tour: it is yours now/);
	expect(await readFile(join(home.path, '.local/state/perch/copied.md'), 'utf8')).toMatch(
		/TAKEN BACK \d\d:\d\d by .* · RECOVERED after/,
	);
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});
