import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {ident, line, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {knownLabel} from '../samples.ts';
import type {ApplicationMetrics} from './application-families.ts';
import {podSetLabel} from './pod-set.ts';

/** Of an application's series, of which none is read: the first label that is missing, or that holds something else than
 * what it is read for. */
export function whyUnread(
	{labels: {namespace, service, application, pod, codes}, failure}: Pick<ApplicationMetrics, 'labels' | 'failure'>,
	samples: readonly MetricSample[],
): SafeText {
	const toldBy = (label: string) => samples.map(({labels}) => knownLabel(labels[label])).find(text => text !== null);
	if (namespace !== null && !toldBy(namespace)) return lacks([namespace]);
	const named = [pod, service, application].filter(label => label !== null);
	if (![...named, podSetLabel].some(toldBy)) return lacks(named);
	const [code, text] = codes.map(label => [label, toldBy(label)] as const).find(([, value]) => value) ?? [];
	if (code === undefined || !text) return lacks(codes.length > 0 || !failure ? codes : [failure.label]);
	return safe`${ident(code)}="${text}" is no HTTP status: set metrics.failed in the configuration`;
}

/** A label that no series has is nearly always another one than was meant: no failure counted is then no zero. */
export function whyFailuresUntold(
	{failure}: Pick<ApplicationMetrics, 'failure'>,
	samples: readonly MetricSample[],
): SafeText | null {
	if (!failure || samples.length === 0 || samples.some(({labels}) => knownLabel(labels[failure.label]))) return null;
	return safe`${lacks([failure.label])}, by which failures are told`;
}

function lacks(labels: readonly string[]): SafeText {
	return safe`no series has the label ${line(labels.join(' or '))}`;
}
