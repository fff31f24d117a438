import * as v from 'valibot';
import {anyGroup} from './any-group.ts';

export type MetricsConfig = v.InferOutput<typeof metricsConfig>;

const metricName = v.pipe(
	v.string(),
	v.regex(/^[a-zA-Z_:][\w:]*$/, 'must be the name of a metric, without braces: http_requests_total'),
);
const labelName = v.pipe(v.string(), v.regex(/^[a-zA-Z_]\w*$/, 'must be the name of a label: status_code'));
const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));

const durations = v.pipe(
	anyGroup,
	v.strictObject({
		/** Without `_bucket`; a native histogram by the same name is read too. */
		histogram: v.pipe(
			metricName,
			v.check(name => !/_(?:bucket|count|sum)$/.test(name), 'must be the name without _bucket, _count and _sum'),
		),
		unit: v.picklist(['s', 'ms', 'us'], 'must be s, ms or us'),
	}),
);

const labels = v.pipe(
	anyGroup,
	v.strictObject({
		namespace: v.exactOptional(labelName),
		/** The name of a Service, or what the application calls itself. */
		service: v.exactOptional(labelName),
		application: v.exactOptional(labelName),
		pod: v.exactOptional(labelName),
		version: v.exactOptional(labelName),
		/** An HTTP status, or a class such as 5xx. */
		code: v.exactOptional(labelName),
	}),
	v.check(
		({service, application, pod}) => [service, application, pod].some(label => label !== undefined),
		'needs pod, service or application: perch must know whose requests they are',
	),
	v.check(
		({namespace, service, pod}) => namespace !== undefined || (service === undefined && pod === undefined),
		'needs namespace, as pods and services of several namespaces may have one name',
	),
	v.check(
		({service, application}) => service === undefined || application === undefined,
		'names both service and application: leave one out',
	),
);

const failed = v.pipe(
	anyGroup,
	v.strictObject({
		label: labelName,
		/** A regular expression for the whole value. */
		values: v.pipe(text, v.check(isPattern, 'must be a regular expression: error|timeout')),
	}),
);

/** A user's own metrics of requests. */
export const metricsConfig = v.pipe(
	anyGroup,
	v.strictObject({
		/** A counter. Where it is left out, the histogram's own count is used. */
		requests: v.exactOptional(metricName),
		durations: v.exactOptional(durations),
		/** Labels and values that every series of these metrics has. */
		matchers: v.exactOptional(v.pipe(anyGroup, v.record(labelName, text))),
		labels,
		/** Where it is left out, a code of 5xx is a failure. */
		failed: v.exactOptional(failed),
	}),
	v.check(
		({requests, durations: histogram}) => requests !== undefined || histogram !== undefined,
		'needs requests, durations, or both: there is nothing to count',
	),
	v.check(
		({labels: {code}, failed: rule}) => code !== undefined || rule !== undefined,
		'needs labels.code, or failed: perch must know which requests failed',
	),
);

function isPattern(pattern: string): boolean {
	try {
		return new RegExp(pattern).source !== '';
	} catch {
		return false;
	}
}
