import {ok, type Result} from '../../domain/result.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {type Matchers, quoted, selectorOf} from '../../domain/signals/series-scope.ts';
import {parseDurationMs} from '../../domain/time.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {labelValues, recentSeconds, type Server, seriesNamed} from './series-names.ts';

/** Seconds between scrapes of one job. */
interface JobInterval {
	readonly job: string;
	readonly seconds: number;
}

const usualSeconds = 15;

/**
 * Seconds between scrapes of the jobs that have these metrics: measured from `up`, else on the metrics
 * themselves. Where neither tells: the interval of the targets, else of most jobs, else of the configuration,
 * else 15. Fails only when the server does not answer at all.
 */
export async function measureScrapeInterval(
	server: Server,
	metricNames: readonly string[],
	signal: AbortSignal,
): Promise<Result<number, MetricsError>> {
	const measured = await server.instant({promql: intervalByJob('up', server.matchers)}, signal);
	if (!measured.ok && isSilent(measured.error)) return measured;
	const startMs = measured.ok ? measured.value.atMs - recentSeconds * 1000 : 0;
	const jobs = metricNames.length > 0 ? await jobsWith(server, metricNames, startMs, signal) : [];
	const intervals = measured.ok ? intervalsOf(measured.value.samples) : [];
	const found = slowestOf(intervals, jobs) ?? (await measuredOnSeries(server, metricNames, signal));
	if (found !== null) return ok(found);
	if (jobs.length === 0 && intervals.length > 0) return ok(commonest(intervals) ?? usualSeconds);
	const targets = await intervalsOfTargets(server, signal);
	const told = slowestOf(targets, jobs) ?? commonest(intervals) ?? commonest(targets);
	return ok(told ?? (await configuredSeconds(server, signal)) ?? usualSeconds);
}

/** Counts only series that already existed nine minutes ago: a newer one has fewer samples than its interval
 * would give. */
function intervalByJob(metric: string, matchers: Matchers, own?: string): string {
	const series = `${metric}${selectorOf(matchers, own === undefined ? [] : [own])}`;
	return `600 / max by (job) (count_over_time(${series}[10m]) and ${series} offset 9m)`;
}

/** Federated or remotely written series come at another interval than any target here is scraped at. */
async function measuredOnSeries(
	server: Server,
	metricNames: readonly string[],
	signal: AbortSignal,
): Promise<number | null> {
	if (metricNames.length === 0) return null;
	const own = `__name__=~${quoted(metricNames.join('|'))}`;
	const answer = await server.instant({promql: intervalByJob('', server.matchers, own)}, signal);
	const intervals = answer.ok ? intervalsOf(answer.value.samples) : [];
	return slowestOf(
		intervals,
		intervals.map(({job}) => job),
	);
}

/** Expects one figure for each job: several for one job are an answer to another query, and then none counts. */
function intervalsOf(samples: readonly MetricSample[]): readonly JobInterval[] {
	const intervals = samples.map(({labels, value}) => ({job: labels.job ?? '', seconds: Math.round(value)}));
	const isOneEach = new Set(intervals.map(({job}) => job)).size === intervals.length;
	return isOneEach ? intervals.filter(isInterval) : [];
}

function isSilent({kind}: MetricsError): boolean {
	return kind !== 'badQuery' && kind !== 'tooMuch' && kind !== 'malformed';
}

async function jobsWith(
	server: Server,
	metricNames: readonly string[],
	startMs: number,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const selector = seriesNamed(metricNames, server.matchers);
	const jobs = await labelValues(server, 'job', {selector, startMs}, signal);
	return jobs.ok ? jobs.value : [];
}

/** The longest interval of these jobs, so that a window has enough scrapes of each. */
function slowestOf(intervals: readonly JobInterval[], jobs: readonly string[]): number | null {
	const wanted = intervals.filter(({job}) => jobs.includes(job)).map(({seconds}) => seconds);
	return wanted.length > 0 ? Math.max(...wanted) : null;
}

/** The interval of most jobs; of two that are equally common, the longer. */
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
			// The library names the parameter wrongly, and drops the interval from the answer.
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
