import {expect, test} from 'vitest';
import {eventually} from '../eventually.ts';
import {rolloutPath} from './support/colleague.ts';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {runHeadless} from './support/run-headless.ts';
import {perchArgs} from './support/sre.ts';

const demo = await startDemo({agoSeconds: 120});
const home = await createHomeFolder(demo.folder);
const backtest = (release: string, ...more: readonly string[]) =>
	runHeadless(home, ['backtest', release, ...perchArgs(demo), ...more]);

test('perch backtest tells when the judge called the worse canary, and how long before a colleague went back', async () => {
	const before = await backtest('shop/checkout', '--since', '2h');
	expect(before.stderr).toBe('');
	expect(before.code).toBe(0);
	expect(before.stdout).toMatch(/^shop\/checkout: 1 release from .* UTC$/m);
	expect(before.stdout).toMatch(/^2\.9\.0 .* still running +– +WORSE \d\d:\d\d: ≥ [\d.]+ more of 1,000 /m);
	expect(before.stdout).toMatch(/^false alarms +– +nothing was promoted$/m);

	await demo.colleague.patch(`${rolloutPath('shop', 'checkout')}/status`, {status: {abort: true}});
	await eventually(async () => {
		const {stdout} = await backtest('shop/checkout', '--since', '2h');
		expect(stdout).toMatch(/^canary .* rolled back \d\d:\d\d +\d+\w* +WORSE \d\d:\d\d/m);
		expect(stdout).toMatch(/^both +1 +called WORSE and rolled back, median lead \d/m);
		expect(stdout).toMatch(/less than two scrapes looks like a rollback$/m);
	});
});

test('perch backtest says since when samples are kept, where more was asked', async () => {
	const {code, stdout} = await backtest('shop/catalog');
	expect(code).toBe(0);
	expect(stdout).toMatch(/^samples begin at .*: nothing is known of the time before$/m);
	expect(stdout).toMatch(/^in this time no version came beside another one$/m);
});

test.each([
	['shop/nope', /there is no release shop\/nope: there is shop\/cart, shop\/catalog, shop\/checkout/],
	['web/search', /it is blue\/green/],
])('perch cannot backtest %s, says why, and exits 2', async (release, why) => {
	const {code, stdout, stderr} = await backtest(release);
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).toMatch(/^perch: cannot backtest: /);
	expect(stderr).toMatch(why);
});

test('without a Prometheus perch cannot backtest', async () => {
	const {code, stderr} = await runHeadless(home, [
		...['backtest', 'shop/checkout', '--kubeconfig', demo.kubeconfigPath],
		...['--prometheus', 'http://127.0.0.1:1'],
	]);
	expect(code).toBe(2);
	expect(stderr).toMatch(/^perch: cannot backtest: /);
});
