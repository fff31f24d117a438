import {ok, type Result} from '../../domain/result.ts';
import {parseDurationMs} from '../../domain/time.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {labelValues, matcherOf, recentSeconds, type Server} from './series-names.ts';

/** Seconds between scrapes of one job. */
interface JobInterval {
	readonly job: string;
	readonly seconds: number;
}

const usualSeconds = 15;

/**
 * Seconds between scrapes of the jobs that have these metrics, else of most jobs: measured from `up`, else as the
 * targets or the configuration say, else 15. Fails only where the server does not answer at all.
 */
export async function measureScrapeInterval(
	server: Server,
	metricNames: readonly string[],
	signal: AbortSignal,
): Promise<Result<number, MetricsError>> {
	const measured = await server.instant({promql: scrapesOfTenMinutes}, signal);
	if (!measured.ok && isSilent(measured.error)) return measured;
	const startMs = measured.ok ? measured.value.atMs - recentSeconds * 1000 : 0;
	const jobs = metricNames.length > 0 ? await jobsWith(server, metricNames, startMs, signal) : [];
	const samples = measured.ok ? measured.value.samples : [];
	const intervals = samples
		.map(({labels, value}) => ({job: labels.job ?? '', seconds: Math.round(value)}))
		.filter(isInterval);
	const found = slowestOf(intervals, jobs) ?? (jobs.length === 0 ? commonest(intervals) : null);
	if (found !== null) return ok(found);
	const targets = await intervalsOfTargets(server, signal);
	const told = slowestOf(targets, jobs) ?? commonest(intervals) ?? commonest(targets);
	return ok(told ?? (await configuredSeconds(server, signal)) ?? usualSeconds);
}

// A target that appeared within the ten minutes was scraped less often than its interval says: only older ones count.
const scrapesOfTenMinutes = '600 / max by (job) (count_over_time(up[10m]) and up offset 9m)';

function isSilent({kind}: MetricsError): boolean {
	return kind !== 'badQuery' && kind !== 'tooMuch' && kind !== 'malformed';
}

async function jobsWith(
	server: Server,
	metricNames: readonly string[],
	startMs: number,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const jobs = await labelValues(server, 'job', {matcher: matcherOf(metricNames), startMs}, signal);
	return jobs.ok ? jobs.value : [];
}

/** The longest of these jobs, so that a window has enough scrapes of each. */
function slowestOf(intervals: readonly JobInterval[], jobs: readonly string[]): number | null {
	const wanted = intervals.filter(({job}) => jobs.includes(job)).map(({seconds}) => seconds);
	return wanted.length > 0 ? Math.max(...wanted) : null;
}

/** That of most jobs; of two that are as common, the longer. */
function commonest(intervals: readonly JobInterval[]): number | null {
	const groups = [...Map.groupBy(intervals, ({seconds}) => seconds)];
	const [most] = groups.sort(([one, ones], [other, others]) => others.length - ones.length || other - one);
	return most?.[0] ?? null;
}

function isInterval({seconds}: JobInterval): boolean {
	return Number.isFinite(seconds) && seconds >= 1;
}

async function intervalsOfTargets({requests}: Server, signal: AbortSignal): Promise<readonly JobInterval[]> {
	const answer = await requests.ask(
		{
			run: driver => driver.targets('active'),
			// The library names the parameter wrongly, and drops the interval from what it reads.
			prepare(parameters) {
				parameters.delete('query');
				parameters.set('state', 'active');
			},
		},
		signal,
	);
	const targets = answer.ok ? field(answer.value.data, 'activeTargets') : null;
	if (!Array.isArray(targets)) return [];
	const byJob = new Map<string, number>();
	for (const target of targets as readonly unknown[]) {
		const durationMs = parseDurationMs(text(field(target, 'scrapeInterval')));
		const job = text(field(field(target, 'labels'), 'job'));
		if (durationMs !== null) byJob.set(job, Math.round(durationMs / 1000));
	}
	return Array.from(byJob, ([job, seconds]) => ({job, seconds})).filter(isInterval);
}

async function configuredSeconds({requests}: Server, signal: AbortSignal): Promise<number | null> {
	const answer = await requests.ask({run: driver => driver.status()}, signal);
	const yaml = answer.ok ? text(field(answer.value.data, 'yaml')) : '';
	// Prometheus prints its own configuration: the global section first, its defaults written out.
	const interval = /^global:\n(?:[ \t]+.*\n)*?[ \t]+scrape_interval:[ \t]*(\S+)/m.exec(yaml)?.[1];
	const durationMs = parseDurationMs(interval);
	return durationMs !== null && durationMs >= 1000 ? Math.round(durationMs / 1000) : null;
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
