import {ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/safe-text.ts';
import type {MetricsError, MetricsPort} from '../../ports/metrics.ts';
import {MetricsFailure, metricsError} from './failures.ts';
import type {Requests} from './requests.ts';

/** Who answers questions about names: the server's lists, and its queries where it has no lists. */
export interface Server {
	readonly requests: Requests;
	readonly instant: MetricsPort['instant'];
}

/** Names that no sample carried for longer than this count as gone. */
export const recentSeconds = 600;

/** A selector of all metrics with these names, anchored regular expressions. */
export function matcherOf(metricNames: readonly string[]): string {
	// JSON escapes a string as PromQL does.
	return `{__name__=~${JSON.stringify(metricNames.join('|'))}}`;
}

/** Which of these metrics there are, since `startMs`. */
export async function metricNamesOf(
	server: Server,
	metricNames: readonly string[],
	startMs: number,
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const listed = await listedValues(server, '__name__', {matcher: matcherOf(metricNames), startMs}, signal);
	if (!listed.ok || listed.value.length > 0) return listed;
	const found: string[] = [];
	for (const name of metricNames) {
		const answer = await server.instant({promql: `count by (__name__)(${matcherOf([name])})`}, signal);
		if (!answer.ok) return answer;
		// Some servers drop the name from what they group by it: the pattern that was asked for is then all that is known.
		found.push(...answer.value.samples.map(({labels}) => labels.__name__ ?? name));
	}
	return ok([...new Set(found)]);
}

/** The values of a label on the series that match, since `startMs`. */
export async function labelValues(
	server: Server,
	label: string,
	asked: {readonly matcher: string; readonly startMs: number},
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const listed = await listedValues(server, label, asked, signal);
	if (!listed.ok || listed.value.length > 0) return listed;
	const answer = await server.instant({promql: `count by (${label})(${asked.matcher})`}, signal);
	return answer.ok ? ok(answer.value.samples.flatMap(({labels}) => labels[label] ?? [])) : answer;
}

/** What the server lists; nothing where it has no such lists, or keeps them from us, though it may answer queries. */
async function listedValues(
	{requests}: Server,
	label: string,
	{matcher, startMs}: {readonly matcher: string; readonly startMs: number},
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const answer = await requests.ask(
		{
			async run(driver) {
				const values: unknown = (await driver.labelValues(label, matcher, startMs)) ?? [];
				if (Array.isArray(values) && values.every(value => typeof value === 'string'))
					return values as readonly string[];
				throw new MetricsFailure(metricsError('malformed', safe`a list of names that is none`));
			},
		},
		signal,
	);
	if (answer.ok) return ok(answer.value.value);
	return isWithoutLists(answer.error) ? ok([]) : answer;
}

function isWithoutLists({kind, status}: MetricsError): boolean {
	return kind === 'badQuery' || kind === 'forbidden' || (kind === 'malformed' && status !== null && status >= 400);
}
