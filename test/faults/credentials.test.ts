import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {stringify} from 'yaml';
import {startDemo} from '../journeys/support/demo.ts';
import {createHomeFolder} from '../journeys/support/home-folder.ts';
import {type Answer, apiUsers, expectNoLeak, prometheusAccess, startEcho, writeKubeconfig} from './support/leaks.ts';

const demo = await startDemo();
const api = await startEcho('https');
const prometheus = await startEcho('http');
afterAll(() => {
	api.stop();
	prometheus.stop();
});

test.each<Answer>([
	{status: 401, as: 'Status'},
	{status: 403, as: 'Status'},
])('perch leaves no credential behind when the API server echoes it with $status as $as', async answer => {
	const home = await createHomeFolder(demo.folder);
	api.answerWith(answer);
	for (const user of Object.values(apiUsers)) {
		await writeKubeconfig(join(home.path, 'kubeconfig'), {...api, user});
		const before = api.received();
		await expectNoLeak(home, ['--kubeconfig', join(home.path, 'kubeconfig'), '--prometheus', demo.prometheusUrl]);
		expect(api.received()).toBeGreaterThan(before);
	}
});

test.each<Answer>([{status: 422, as: 'Status'}])(
	'perch leaves no credential behind when Prometheus echoes it with $status as $as',
	async answer => {
		const home = await createHomeFolder(demo.folder);
		prometheus.answerWith(answer);
		for (const access of Object.values(prometheusAccess)) {
			const config = join(home.path, 'config.yaml');
			await writeFile(config, stringify({contexts: {demo: {prometheus: {url: prometheus.url, ...access}}}}));
			const before = prometheus.received();
			await expectNoLeak(home, ['--kubeconfig', demo.kubeconfigPath, '--config', config]);
			expect(prometheus.received()).toBeGreaterThan(before);
		}
	},
);
