import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {runHeadless} from './support/run-headless.ts';
import {perchArgs, startPerch} from './support/sre.ts';

const demo = await startDemo({mesh: 'linkerd'});
const home = await createHomeFolder(demo.folder);

test("perch counts every pod in the row of its release, those of Flagger's primaries as well", async () => {
	const {code, stdout} = await runHeadless(home, [...perchArgs(demo), '--once', '--columns', '160', '--rows', '80']);
	expect(code).toBe(0);
	expect(stdout).toMatch(/^..site\/giftcards .* 1\.5\.1 /m);
	expect(stdout).not.toMatch(/series only|-primary/);
});

test('perch measures a canary behind Linkerd by version, takes it back, and its traffic proves it', async () => {
	await using sre = await startPerch(demo, {args: ['--refresh', '1']});
	await sre.opens('shop/cart');
	await sre.sees(/^ +errors +[\d.]+ % +[\d.]+ %/m, /^ +p95 +\d+ms +\d+ms/m, /^ +req\/s +\d+ +\d+ +50 % to the canary/m);
	await sre.asks('x', 'back');
	await sre.confirms();
	await sre.sees(/0% configured/);
	await sre.press('escape');
	await sre.sees(/TAKEN BACK/, /now +0 % of requests go to .* · canary 0\.0 rps/);
	expect(await demo.perchWrites()).toMatchObject([{method: 'PATCH', status: 200}]);
});
