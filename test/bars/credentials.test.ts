import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {
	type Answer,
	apiUsers,
	expectNoLeak,
	prometheusAccess,
	startEcho,
	writeKubeconfig,
} from '../faults/support/leaks.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';

const demo = await startDemo({speed: 1});
const api = await startEcho('https');
const prometheus = await startEcho('http');
afterAll(() => {
	api.stop();
	prometheus.stop();
});

const answers: readonly Answer[] = [
	...[400, 401, 403, 404, 409, 422, 429, 500, 503].map(status => ({status, as: 'Status'}) as const),
	{status: 200, as: 'html'},
	{status: 502, as: 'html'},
	{status: 504, as: 'text'},
	{status: 302, as: 'redirect'},
	{status: 0, as: 'cut'},
];

test('perch leaves no credential behind on 70 error paths', async () => {
	const home = await createHomeFolder(demo.folder);
	const kubeconfig = join(home.path, 'kubeconfig');
	const config = join(home.path, 'config.yaml');
	let paths = 0;
	for (const answer of answers) {
		api.answerWith(answer);
		prometheus.answerWith(answer);
		for (const user of Object.values(apiUsers)) {
			await writeKubeconfig(kubeconfig, {...api, user});
			const before = api.received();
			await expectNoLeak(home, ['--kubeconfig', kubeconfig, '--prometheus', demo.prometheusUrl]);
			expect(api.received()).toBeGreaterThan(before);
			paths += 1;
		}
		for (const access of Object.values(prometheusAccess)) {
			await writeFile(config, stringify({contexts: {demo: {prometheus: {url: prometheus.url, ...access}}}}));
			const before = prometheus.received();
			await expectNoLeak(home, ['--kubeconfig', demo.kubeconfigPath, '--config', config]);
			expect(prometheus.received()).toBeGreaterThan(before);
			paths += 1;
		}
	}
	expect(paths).toBe(70);
});
