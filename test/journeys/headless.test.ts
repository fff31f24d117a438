import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {runHeadless} from './support/run-headless.ts';
import {perchArgs, startPerch} from './support/sre.ts';

const demo = await startDemo();
const home = await createHomeFolder(demo.folder);
const args = perchArgs(demo);

test('--once prints one settled frame of the asked size and exits 0', async () => {
	const {code, stdout, stderr} = await runHeadless(home, [...args, '--once', '--columns', '100', '--rows', '30']);
	expect(stderr).toBe('');
	expect(code).toBe(0);
	expect(stdout).toMatch(/\d waits? for you {3}\d+ moving/);
	expect(stdout).toMatch(/^[✖‖].shop\/checkout +.* 2\.9\.0 20%/m);
	expect(stdout).not.toContain('\u001b');
	const rows = stdout.trimEnd().split('\n');
	expect(rows.length).toBeLessThanOrEqual(30);
	expect(rows.filter(row => row.length > 100)).toEqual([]);
});

test('without data perch --once exits 2, and still prints what is wrong', async () => {
	await demo.api.tell({kind: 'api', order: 'down'});
	const {code, stdout} = await runHeadless(home, [...args, '--once']);
	await demo.clearFaults();
	expect(code).toBe(2);
	expect(stdout).toMatch(/API SERVER DOWN/);
});

test('in CI without a terminal perch acts as with --once, in plain ASCII where the locale is C', async () => {
	const {code, stdout} = await runHeadless(home, args, {LC_ALL: 'C', CI: 'true'});
	expect(code).toBe(0);
	expect(stdout).toMatch(/\d waits? for you/);
	expect(stdout).toMatch(/^[\n -~]*$/);
});

test('a terminal in CI gets one frame from perch, and no alternate screen', async () => {
	await using sre = await startPerch(demo, {env: {CI: 'true'}, rows: 45});
	const {terminal} = sre;
	expect(await terminal.ended).toEqual({code: 0, signal: 0});
	expect(terminal.bytes().toString('latin1')).not.toMatch(/\u001b\[\?/);
	expect(terminal.rows().join('\n')).toMatch(/\d waits? for you/);
});

test('a dumb terminal gets a line for what needs somebody and for each change, and ctrl-c ends it', async () => {
	const own = await startDemo({seed: 3});
	await using sre = await startPerch(own, {env: {TERM: 'dumb'}, args: ['--refresh', '1'], columns: 160, rows: 45});
	const {terminal} = sre;
	await sre.sees(/watching .*: a line for each change/, /‖ PAUSED +shop\/cart/);
	await own.api.tell({kind: 'api', order: 'down'});
	await sre.sees(/UTC +✖ k8s DOWN: /);
	await own.clearFaults();
	await sre.sees(/UTC +· k8s answers again/);
	expect(terminal.bytes().toString('latin1')).not.toContain('\u001b');
	expect(await sre.leaves()).toEqual({code: 0, signal: 0});
});

test('with INK_SCREEN_READER perch writes linear text without an alternate screen, and takes keys', async () => {
	await using sre = await startPerch(demo, {env: {INK_SCREEN_READER: 'true'}, rows: 50});
	await sre.sees(/^‖.shop\/cart, .*, 1\.13 50%$/m, /\? help/);
	await sre.press(':');
	await sre.sees(/^R, Releases of every kind/m);
	await sre.press('escape');
	await sre.doesNotSee(/^R, Releases of every kind/m);
	await sre.press('q');
	expect(await sre.terminal.ended).toEqual({code: 0, signal: 0});
	const output = sre.terminal.bytes().toString('latin1');
	expect(output).not.toContain('\u001b[?1049h');
	expect(sre.terminal.rows().join('\n')).not.toMatch(/[\u2500-\u259f\u2800-\u28ff]/);
});

test('without a kubeconfig perch says what to do, and contacts no server', async () => {
	const {code, stdout, stderr} = await runHeadless(home, ['--once']);
	expect(code).toBe(2);
	expect(stdout).toBe('');
	expect(stderr).toMatch(/kubeconfig/);
	expect(stderr).toMatch(/perch demo/);
	expect(stderr).not.toMatch(/localhost|8080/);
});

test('perch audit says that nothing was done yet', async () => {
	const {code, stdout} = await runHeadless(home, ['audit']);
	expect(code).toBe(0);
	expect(stdout).toMatch(/Nothing was done with perch yet/);
});

test.each([
	[['promote']],
	[['demo', '--user', 'bob']],
	[['demo', '--user', '']],
	[['demo', '--seed', 'abc']],
	[['--color', 'pink']],
	[['--context', 'a', '--context', 'b']],
	[['--contexts', 'a,b', '--once']],
	[['rbac', 'check', '--contexts', 'a,b']],
	[['--contexts', 'a,a']],
	[['--contexts', 'a,b', '--prometheus', 'http://127.0.0.1:1']],
	[['--mesh', 'istio,istio']],
	[['--mesh', 'nosuch']],
	[['demo', '--mesh', 'nosuch']],
	[['backtest']],
	[['backtest', 'checkout']],
	[['backtest', 'shop/checkout', 'shop/cart']],
	[['backtest', 'shop/checkout', '--since', 'yesterday']],
	[['backtest', 'shop/checkout', '--since', '5m']],
	[['--since', '90d']],
])('perch answers a wrong command line with one sentence and exit 2: %j', async wrong => {
	const {code, stdout, stderr} = await runHeadless(home, wrong);
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/^perch: /)]);
});

test('-n picks a namespace, and perch names a file that is no kubeconfig', async () => {
	const pay = await runHeadless(home, [...args, '--once', '-n', 'pay']);
	expect(pay.code).toBe(0);
	expect(pay.stdout).toMatch(/ns pay/);
	expect(pay.stdout).toMatch(/pay\/ledger/);
	expect(pay.stdout).not.toMatch(/shop\/cart/);
	const path = join(home.path, 'broken');
	await writeFile(path, 'clusters: [');
	const broken = await runHeadless(home, ['--once', '--kubeconfig', path]);
	expect(broken.code).toBe(2);
	expect(broken.stderr).toContain('broken');
});
