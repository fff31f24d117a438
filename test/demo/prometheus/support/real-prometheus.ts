import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {StoredSeries} from './memory-source.ts';
import {openMetrics} from './open-metrics.ts';

/** The version of the `prometheus` on the PATH, `2.42.0`; undefined, with a warning, when there is none. */
export const installedPrometheusVersion = (): string | undefined => {
	try {
		execFileSync('promtool', ['--version'], {stdio: 'ignore'});
		const said = execFileSync('prometheus', ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
		return /version (\d+\.\d+\.\d+)/.exec(said)?.[1];
	} catch {
		console.warn(
			'\n*** SKIPPED: the demo is not compared with a real Prometheus, because `prometheus` and `promtool` are not on the PATH. On Debian: apt-get install prometheus ***\n',
		);
		return undefined;
	}
};

export interface RealPrometheus {
	readonly url: string;
	stop(): Promise<void>;
}

interface Start {
	/** Samples that are in its database from the start. */
	readonly stored?: readonly StoredSeries[];
	/** What it scrapes every second. */
	readonly scrape?: {readonly address: string; readonly job: string};
	/** A file of rules, as text. */
	readonly rules?: string;
}

/** A real Prometheus on a free loopback port with a database of its own. */
export const startRealPrometheus = async ({stored = [], scrape, rules}: Start): Promise<RealPrometheus> => {
	const folder = mkdtempSync(join(tmpdir(), 'perch-prometheus-'));
	const data = join(folder, 'data');
	if (stored.length > 0) {
		writeFileSync(join(folder, 'samples.om'), openMetrics(stored));
		const args = ['tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'samples.om'), data];
		execFileSync('promtool', args, {stdio: 'ignore'});
	}
	if (rules !== undefined) writeFileSync(join(folder, 'rules.yml'), rules);
	const config = {
		global: {scrape_interval: '1s', evaluation_interval: '1m'},
		rule_files: rules === undefined ? [] : [join(folder, 'rules.yml')],
		scrape_configs:
			scrape === undefined
				? []
				: [{job_name: scrape.job, honor_labels: true, static_configs: [{targets: [scrape.address]}]}],
	};
	// JSON is YAML.
	writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
	const port = await freePort();
	const process = spawn(
		'prometheus',
		[
			`--config.file=${join(folder, 'prometheus.yml')}`,
			`--storage.tsdb.path=${data}`,
			'--storage.tsdb.retention.time=100y',
			'--enable-feature=native-histograms',
			`--web.listen-address=127.0.0.1:${port}`,
		],
		{stdio: 'ignore'},
	);
	const exited = new Promise<void>(resolve => process.once('exit', () => resolve()));
	const url = `http://127.0.0.1:${port}`;
	await ready(url, () => process.exitCode !== null);
	return {
		url,
		stop: async () => {
			process.kill('SIGKILL');
			await exited;
			rmSync(folder, {recursive: true, force: true});
		},
	};
};

const ready = async (url: string, hasExited: () => boolean): Promise<void> => {
	for (;;) {
		if (hasExited()) throw new Error('the real prometheus ended before it was ready');
		const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
		if (answer?.ok) return;
		await pause(50);
	}
};

const freePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
			);
		});
	});
