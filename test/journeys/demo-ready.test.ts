import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/demo/contract.ts';
import {startDemo} from './support/demo.ts';
import {createHomeFolder} from './support/home-folder.ts';
import {runHeadless} from './support/run-headless.ts';

const demo = await startDemo();

test('the demo answers completely from the start: every list, and the series of every service', async () => {
	const asked = encodeURIComponent('count by (destination_service_namespace)(istio_requests_total)');
	const answer = await fetch(`${demo.prometheusUrl}/api/v1/query?query=${asked}`);
	const {data} = (await answer.json()) as {data: {result: readonly {metric: object}[]}};
	const namespaces = data.result.map(({metric}) => Object.values(metric)[0]);
	expect(namespaces).toEqual(expect.arrayContaining(['pay', 'routes', 'shop', 'site', 'web']));
	const rollouts = await demo.colleague.get<{readonly items: readonly (KubeObject & {readonly status?: object})[]}>(
		'/apis/argoproj.io/v1alpha1/rollouts',
	);
	expect(rollouts.items.map(({metadata}) => metadata.name)).toEqual(
		expect.arrayContaining(['cart', 'checkout', 'ledger', 'search']),
	);
	expect(rollouts.items.filter(({status}) => status === undefined)).toEqual([]);
});

test('perch demo --once shows measured figures: nothing waits, nothing is old, nothing is without series', async () => {
	const home = await createHomeFolder(demo.folder);
	const {code, stdout, stderr} = await runHeadless(home, ['demo', '--once', '--columns', '160', '--rows', '45']);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(stdout).toMatch(/k8s (?:late )?\d+s · metrics (?:late )?\d+s/);
	// A slow machine may not have read what was shortly before: then three windows tell.
	expect(stdout).toMatch(
		/(?:\d HURTS? USERS ~\d+ failed\/min(?: {3}\d+ slower)? .* {3}\d+ quiet|not known {3}\d+ waits? for you {3}\d+ moving)/,
	);
	for (const service of ['shop/catalog', 'pay/fraud', 'pay/gateway']) {
		expect(stdout).toMatch(
			new RegExp(`^..${service} +\\d+ +\\d+\\.\\d+ [▁-▇]{11} +\\d+\\?? [ ▁-▇]{11} +\\d+ [▁-▇]{11}`, 'm'),
		);
	}
	// `…`: awaited; `?`: it cannot be told.
	// What stands beside the list is read after it.
	const rows = stdout
		.split('\n')
		.filter(line => /^..[\w-]+\/[\w-]+ /.test(line))
		.map(line => line.split(' │')[0] ?? '');
	expect(rows.length).toBeGreaterThan(20);
	expect(rows.filter(row => / […?] /.test(row))).toEqual([]);
	expect(stdout).not.toMatch(/NO METRICS|METRICS DOWN|\bold\b|loading|(?:k8s|metrics) wait/);
});
