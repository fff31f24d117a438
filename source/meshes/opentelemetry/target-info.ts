import {quoted, type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import type {Joined} from '../families/family-questions.ts';
import {podSetLabel, withPodSet} from '../families/pod-set.ts';
import {range} from '../promql.ts';
import {matchersOf, otelCounters} from './otel-families.ts';
import {ownPodSetLabel, toldLabels} from './otel-labels.ts';

/** The labels that tell one process from another. A collector's scrape renames those of the process. */
export const processLabels = ['job', 'instance', 'exported_job', 'exported_instance'] as const;

/**
 * Adds to series what `target_info` tells of the process that counted, by other names than the series' own: a join would
 * take a label away from them that `target_info` lacks. A series without a `target_info` stays as it is, and of several,
 * as after a new version came under the old instance, the newest one counts. `hasDots`: whether some series have names
 * with dots.
 */
export function withTargetInfo(
	series: string,
	about: Joined & {readonly hasDots: boolean; readonly scope: SeriesScope},
): string {
	const {hasDots, by: needed} = about;
	const [on, by] = ['on', 'by'].map(word => `${word} (${processLabels.join(',')})`);
	const newest = `topk ${by} (1,${targets(about)}) > bool 0`;
	const told = Object.entries(toldLabels).reduce(
		(text, [label, name]) => replaced(text, name, label),
		hasDots ? replaced(newest, toldLabels.service_version, 'service.version') : newest,
	);
	const every = `${told} or ${on} count ${by} (${counted(about)}) > bool 0`;
	const joined = `(${series}) * ${on} group_left (${Object.values(toldLabels).join(',')}) (${every})`;
	const plain = hasDots
		? Object.entries(dotted)
				.filter(([label]) => needed.includes(label))
				.reduce((text, [label, name]) => replaced(text, label, name), joined)
		: joined;
	return withPodSet(withPodSet(plain, podSetLabel, 'pod'), ownPodSetLabel, 'k8s_pod_name');
}

/** Questions about few services are asked of long times: then nothing is read of all others. Those about a screenful are
 * asked of one instant, and must be short. */
const few = 5;

function matchersFor(services: Joined['services']): readonly (readonly string[])[] {
	return services && services.length <= few ? matchersOf(services) : [[]];
}

/** When `target_info` was told last. It is scraped beside the series, but may have `service_name` where they have none. */
function targets({services, scope}: Joined & {readonly scope: SeriesScope}): string {
	return matchersFor(services)
		.filter(own => !own.some(matcher => matcher.startsWith('service_name')))
		.map(own => `timestamp(target_info${selectorOf(scope.matchers, own)})`)
		.join(' or ');
}

/** Whatever counted within the window. */
function counted({services, windowSeconds, scope}: Joined & {readonly scope: SeriesScope}): string {
	const name = `__name__=~${quoted(otelCounters)}`;
	return matchersFor(services)
		.map(own => `last_over_time(${selectorOf(scope.matchers, [name, ...own])}[${range(windowSeconds)}])`)
		.join(' or ');
}

/** The labels by which series are read, by the names that they have in a Prometheus 3 that translates none. Such series
 * are pushed: the namespace is in their job. */
const dotted: Readonly<Record<string, string>> = {
	service_name: 'service.name',
	service_version: 'service.version',
	http_response_status_code: 'http.response.status_code',
	error_type: 'error.type',
};

function replaced(series: string, label: string, from: string): string {
	return `label_replace(${series},"${label}","$1","${from}","(.+)")`;
}
