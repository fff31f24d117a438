import {type Reply, success} from './reply.ts';

export interface ScrapeTarget {
	readonly job: string;
	/** `host:port` */
	readonly instance: string;
}

/** What a Prometheus reports about itself. */
export interface Identity {
	readonly version: string;
	readonly scrapeIntervalMs: number;
	readonly targets: readonly ScrapeTarget[];
}

/** `/api/v1/targets` */
export const answerTargets = (state: string, {targets, scrapeIntervalMs}: Identity, newestScrapeMs: number): Reply =>
	success({
		activeTargets: state === 'dropped' ? [] : targets.map(target => describe(target, scrapeIntervalMs, newestScrapeMs)),
		droppedTargets: [],
	});

/** `/api/v1/status/config` */
export const answerConfig = ({scrapeIntervalMs, targets}: Identity): Reply => {
	const interval = `${scrapeIntervalMs / 1000}s`;
	const jobs = [...new Set(targets.map(({job}) => job))].map(job => `- job_name: ${job}\n  honor_labels: true\n`);
	const global = `global:\n  scrape_interval: ${interval}\n  scrape_timeout: ${interval}\n  evaluation_interval: 1m\n`;
	return success({yaml: `${global}scrape_configs:\n${jobs.join('')}`});
};

/** `/api/v1/status/buildinfo` */
export const answerBuildInfo = ({version}: Identity): Reply =>
	success({version, revision: 'demo', branch: 'HEAD', buildUser: 'perch', buildDate: '', goVersion: ''});

const describe = ({job, instance}: ScrapeTarget, scrapeIntervalMs: number, newestScrapeMs: number) => {
	const scrapeUrl = `http://${instance}/stats/prometheus`;
	return {
		discoveredLabels: {__address__: instance, __metrics_path__: '/stats/prometheus', __scheme__: 'http', job},
		labels: {instance, job},
		scrapePool: job,
		scrapeUrl,
		globalUrl: scrapeUrl,
		lastError: '',
		lastScrape: new Date(newestScrapeMs).toISOString(),
		lastScrapeDuration: 0.002,
		health: 'up',
		scrapeInterval: `${scrapeIntervalMs / 1000}s`,
		scrapeTimeout: `${scrapeIntervalMs / 1000}s`,
	};
};
