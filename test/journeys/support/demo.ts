import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';
import type {JournalEntry} from '../../../source/demo/api/journal.ts';
import type {DemoSettings} from '../../../source/demo/process-messages.ts';
import {type Colleague, createColleague} from './colleague.ts';
import {type DemoProcess, startDemoProcess} from './demo-process.ts';

/** A demo cluster and its Prometheus for one test file, in other processes, reached over the wire as any cluster. */
export interface Demo {
	readonly api: DemoProcess;
	readonly prometheus: DemoProcess;
	readonly kubeconfigPath: string;
	readonly prometheusUrl: string;
	/** A folder that lasts as long as the demo. */
	readonly folder: string;
	/** Somebody else who works on the same cluster, with another tool. */
	readonly colleague: Colleague;
	/** What perch changed, the oldest first: neither reads, dry runs, reviews about itself, nor Events. */
	perchWrites(): Promise<readonly JournalEntry[]>;
	/** Started again after `api.kill()`. The shop is as it was at the demo's start. */
	restartApi(): Promise<void>;
	/** Every injected fault is lifted. */
	clearFaults(): Promise<void>;
}

/** Call it at the top of a test file: it is stopped after the file's last test. */
export async function startDemo({
	speed = 10,
	seed = 7,
	user = 'admin',
	agoSeconds = 0,
	mesh = 'istio',
}: {
	readonly speed?: number;
	/** The demo began so long ago: what turns out while one watches has turned out. */
	readonly agoSeconds?: number;
	readonly seed?: number;
	readonly user?: string;
	readonly mesh?: DemoSettings['mesh'];
} = {}): Promise<Demo> {
	const folder = await mkdtemp(join(tmpdir(), 'perch-journey-'));
	const settings: DemoSettings = {
		seed,
		speed,
		startedAtMs: Date.now() - agoSeconds * 1_000,
		certificatesPath: join(folder, 'certificates.json'),
		kubeconfigPath: join(folder, 'kubeconfig'),
		port: 0,
		user,
		mesh,
	};
	const api = await startDemoProcess('api-process.js', settings);
	const prometheus = await startDemoProcess('prometheus-process.js', settings);
	const introduce = () => api.tell({kind: 'prometheusAt', url: prometheus.url});
	await introduce();
	const {caPem} = JSON.parse(await readFile(settings.certificatesPath, 'utf8')) as {caPem: string};
	const colleague = createColleague({url: api.url, caPem, token: 'demo-admin'});
	afterAll(async () => {
		colleague.leave();
		await Promise.all([api.stop(), prometheus.stop()]);
		await rm(folder, {recursive: true, force: true});
	});
	return {
		api,
		prometheus,
		kubeconfigPath: settings.kubeconfigPath,
		prometheusUrl: prometheus.url,
		folder,
		colleague,
		perchWrites: async () => (await api.journal()).filter(isPerchWrite),
		async restartApi() {
			await api.restart();
			await introduce();
		},
		async clearFaults() {
			await api.tell({kind: 'api', order: 'clear'});
			await prometheus.tell({kind: 'prometheusFault', fault: {kind: 'none'}});
		},
	};
}

function isPerchWrite({method, path, userAgent}: JournalEntry): boolean {
	if (!userAgent.startsWith('perch/') || method === 'GET') return false;
	return !path.includes('dryRun=All') && !isReview(path) && !isEvent(path);
}

function isEvent(path: string): boolean {
	return /^\/api\/v1\/namespaces\/[^/]+\/events(?:\?|$)/.test(path);
}

/** The reviews about oneself, which are POSTs and change nothing. */
export function isReview(path: string): boolean {
	return /^\/apis\/auth(?:entication|orization)\.k8s\.io\/v1\/selfsubject(?:access|rules)?reviews(?:\?|$)/.test(path);
}
