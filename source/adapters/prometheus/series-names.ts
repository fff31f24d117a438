import {ok, type Result} from '../../domain/result.ts';
import {safe} from '../../domain/safe-text.ts';
import type {MetricsError} from '../../ports/metrics.ts';
import {MetricsFailure, metricsError} from './failures.ts';
import type {Requests} from './requests.ts';

/** Names that no sample carried for longer than this count as gone. */
export const recentSeconds = 600;

/** A selector of all metrics with these names, anchored regular expressions. */
export function matcherOf(metricNames: readonly string[]): string {
	// JSON escapes a string as PromQL does.
	return `{__name__=~${JSON.stringify(metricNames.join('|'))}}`;
}

/** The values of a label on the series that match, since `startMs`. */
export async function labelValues(
	requests: Requests,
	label: string,
	{matcher, startMs}: {readonly matcher: string; readonly startMs: number},
	signal: AbortSignal,
): Promise<Result<readonly string[], MetricsError>> {
	const answer = await requests.ask(
		{
			async run(driver) {
				const values: unknown = await driver.labelValues(label, matcher, startMs);
				if (Array.isArray(values) && values.every(value => typeof value === 'string'))
					return values as readonly string[];
				throw new MetricsFailure(metricsError('malformed', safe`a list of names that is none`));
			},
		},
		signal,
	);
	return answer.ok ? ok(answer.value.value) : answer;
}
