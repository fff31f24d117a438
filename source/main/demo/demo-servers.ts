import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {DemoSettings} from '../../demo/process-messages.ts';
import {heapLimits, troubleWith} from '../../demo/scale/scale.ts';
import type {DemoArguments} from './demo-arguments.ts';
import {demoFaults} from './demo-faults.ts';
import {type KeptProcess, keepRunning} from './kept-process.ts';

export interface DemoServers {
	readonly kubeconfigPath: string;
	readonly prometheusUrl: string;
	readonly api: Pick<KeptProcess, 'tell'>;
	readonly prometheus: Pick<KeptProcess, 'tell'>;
	stop(): void;
}

/** Starts the demo's API server and its Prometheus as processes of their own; perch reaches them like any others.
 * Rejects, with what to do instead, where the scale cannot be. */
export async function startDemoServers(demo: DemoArguments, tell: (text: string) => void): Promise<DemoServers> {
	const trouble = demo.scale && troubleWith(demo.scale);
	if (trouble !== null) throw new Error(trouble);
	tell('starts a cluster with months of releases behind it …');
	const folder = mkdtempSync(join(tmpdir(), 'perch-demo-'));
	const settings: DemoSettings = {
		seed: demo.seed,
		speed: demo.speed,
		startedAtMs: Date.now(),
		certificatesPath: join(folder, 'certificates.json'),
		kubeconfigPath: join(folder, 'kubeconfig'),
		port: 0,
		user: demo.user,
		mesh: demo.mesh,
		scale: demo.scale,
	};
	const heaps = demo.scale === null ? undefined : heapLimits(demo.scale);
	let prometheusUrl = '';
	const api = await keepRunning('api-process.js', settings, heaps?.api, restarted =>
		restarted.tell({kind: 'prometheusAt', url: prometheusUrl}),
	);
	tell('waits for its Prometheus to learn what was routed where …');
	const prometheus = await keepRunning('prometheus-process.js', settings, heaps?.prometheus, () => {});
	prometheusUrl = prometheus.url;
	api.tell({kind: 'prometheusAt', url: prometheusUrl});
	if (demo.fault !== null) demoFaults[demo.fault]({api, prometheus});
	return {
		kubeconfigPath: settings.kubeconfigPath,
		prometheusUrl,
		api,
		prometheus,
		stop() {
			api.stop();
			prometheus.stop();
			rmSync(folder, {recursive: true, force: true});
		},
	};
}
