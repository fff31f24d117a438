import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';
import type {JournalEntry} from '../../../source/demo/api/connection/journal.ts';
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
	/** Another operator on the same cluster, with another tool. */
	readonly colleague: Colleague;
	/** perch's changes, the oldest first: no reads, dry runs, reviews of its own access, nor Events. */
	perchWrites(): Promise<readonly JournalEntry[]>;
	/** Starts the API server again after `api.kill()`. The shop is as it was at the demo's start. */
	restartApi(): Promise<void>;
	/** Lifts every injected fault. */
	clearFaults(): Promise<void>;
}

/** Call it at the top of a test file: the demo is stopped after the file's last test. */
export async function startDemo({
	speed = 10,
	seed = 7,
	user = 'admin',
	agoSeconds = 0,
	calmSeconds = 0,
	mesh = 'istio',
}: {
	readonly speed?: number;
	/** How long ago the demo began: what happens in its first seconds has then happened already. */
	readonly agoSeconds?: number;
	/** How much later the canary turns worse that does so in the demo's first seconds: an operator sees it fine before. */
	readonly calmSeconds?: number;
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
		scale: null,
	};
	const api = await startDemoProcess('api-process.js', settings);
	const storyAtMs = settings.startedAtMs + calmSeconds * 1_000;
	const prometheus = await startDemoProcess('prometheus-process.js', {...settings, startedAtMs: storyAtMs});
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

/** Whether the path is that of a review of perch's own access: a POST that changes nothing. */
export function isReview(path: string): boolean {
	return /^\/apis\/auth(?:entication|orization)\.k8s\.io\/v1\/selfsubject(?:access|rules)?reviews(?:\?|$)/.test(path);
}
