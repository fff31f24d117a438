import {expect, test} from 'vitest';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {runHeadless} from './support/run-headless.ts';
import {perchArgs} from './support/sre.ts';

const demo = await startDemo({mesh: 'mixed'});
const home = await createHomeFolder(demo.folder);

async function rowsWith(...more: readonly string[]): Promise<string> {
	const size = ['--once', '--columns', '160', '--rows', '80'];
	const {code, stdout} = await runHeadless(home, [...perchArgs(demo), ...size, ...more]);
	expect(code).toBe(0);
	return stdout;
}

/** Failed requests a minute and the share of requests that fail. */
const figures = / +[\d.]+k? +\d+\.\d\d /;
const measured = (service: string) => new RegExp(`^..${service}\\b.*${figures.source}`, 'm');

test('perch measures services of two meshes at once, and asks which mesh counts for one that is in both', async () => {
	const rows = await rowsWith();
	expect(rows).toMatch(/WHICH MESH\? pay\/gateway: set --mesh istio,linkerd or --mesh linkerd,istio: both count it/);
	expect(rows).toMatch(/^..pay\/gateway +\? +\? .*WHICH MESH\?/m);
	for (const service of ['shop/catalog', 'web/search', 'pay/fraud', 'data/ledger-db']) {
		expect(rows).toMatch(measured(service));
	}
	expect(rows).not.toMatch(/series only/);
});

test.each(['istio,linkerd', 'linkerd,istio'])(
	'with --mesh %s perch measures every service and asks nothing',
	async order => {
		const rows = await rowsWith('--mesh', order);
		expect(rows).not.toMatch(/WHICH MESH\?/);
		for (const service of ['pay/gateway', 'shop/catalog', 'pay/fraud']) expect(rows).toMatch(measured(service));
	},
);

test('with --mesh linkerd perch measures no service of the other mesh', async () => {
	const rows = await rowsWith('--mesh', 'linkerd');
	expect(rows).toMatch(measured('pay/fraud'));
	expect(rows).not.toMatch(measured('shop/catalog'));
	expect(rows).toMatch(/^..shop\/catalog .*no series/m);
});
