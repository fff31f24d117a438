import {ok, type Result} from '../../domain/result.ts';
import {type Matchers, quoted, selectorOf} from '../../domain/signals/series-scope.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import {MetricsFailure, metricsError} from './failures.ts';
import type {Requests} from './requests.ts';

/** Answers which names there are: from the server's lists, or by queries where it has no lists. */
export interface Server {
	readonly requests: Requests;
	readonly instant: MetricsPort['instant'];
	/** The labels that every series must have to be asked about. */
	readonly matchers: Matchers;
}

/** A name that no sample carried for longer than this counts as gone. */
export const recentSeconds = 600;

/** A selector for all metrics with these names, which are anchored regular expressions. */
export function seriesNamed(metricNames: readonly string[], matchers: Matchers): string {
	return selectorOf(matchers, [`__name__=~${quoted(metricNames.join('|'))}`]);
}

/** Which of these metrics exist since `startMs`, and which values these labels have on them. Asks for all of
 * it at once, so that figures come sooner. */
export async function metricNamesOf(
	server: Server,
	metricNames: readonly string[],
	startMs: number,
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const selector = seriesNamed(metricNames, server.matchers);
	const listed = await listedValues(server, '__name__', {selector, startMs}, signal);
	if (!listed.ok) return listed;
	return listed.value !== null && listed.value.length > 0
		? ok(listed.value)
		: countedNames(server, metricNames, signal);
}

/** The values of a label on the series that match, since `startMs`. */
export async function labelValues(
	server: Server,
	label: string,
	asked: {readonly selector: string; readonly startMs: number},
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const listed = await listedValues(server, label, asked, signal);
	if (!listed.ok) return listed;
	return listed.value && listed.value.length > 0
		? ok(listed.value)
		: countedValues(server, label, asked.selector, signal);
}

async function countedNames(
	server: Server,
	metricNames: readonly string[],
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const found: string[] = [];
	for (const name of metricNames) {
		const answer = await server.instant(
			{promql: `count by (__name__)(${seriesNamed([name], server.matchers)})`},
			signal,
		);
		if (!answer.ok) return answer;
		// Some servers drop the name from the grouped answer: then we know only the pattern that we asked for.
		found.push(...answer.value.samples.map(({labels}) => labels.__name__ ?? name));
	}
	return ok([...new Set(found)]);
}

async function countedValues(
	server: Server,
	label: string,
	selector: string,
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const answer = await server.instant({promql: `count by (${label})(${selector})`}, signal);
	return answer.ok ? ok(answer.value.samples.flatMap(({labels}) => labels[label] ?? [])) : answer;
}

/** The names of the labels of these metrics, since `startMs`; none where the server does not list them. */
export async function labelNamesOf(
	{requests, matchers}: Server,
	metricNames: readonly string[],
	startMs: number,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const selector = seriesNamed(metricNames, matchers);
	const answer = await requests.ask({run: driver => driver.labelNames(selector, startMs)}, signal);
	const names: unknown = answer.ok ? answer.value.value : [];
	return Array.isArray(names) ? names.filter(name => typeof name === 'string') : [];
}

/** The values that the server lists; null where it has no such lists or refuses them, though it may answer
 * queries. */
async function listedValues(
	{requests}: Server,
	label: string,
	{selector, startMs}: {readonly selector: string; readonly startMs: number},
	signal: AbortSignal,
): Promise<Result<readonly string[] | null, MetricsError>> {
	const answer = await requests.ask(
		{
			async run(driver) {
				const values: unknown = (await driver.labelValues(label, selector, startMs)) ?? [];
				if (Array.isArray(values) && values.every(value => typeof value === 'string'))
					return values as readonly string[];
				throw new MetricsFailure(metricsError('malformed', safe`a list of names that is none`));
			},
		},
		signal,
	);
	if (answer.ok) return ok(answer.value.value);
	return isWithoutLists(answer.error) ? ok(null) : answer;
}

function isWithoutLists({kind, status}: MetricsError): boolean {
	return kind === 'badQuery' || kind === 'forbidden' || (kind === 'malformed' && status !== null && status >= 400);
}
