import type {MetricSample} from '../../domain/metric-sample.ts';
import {quoted, type SeriesScope, selectorOf} from '../../domain/series-scope.ts';
import type {NamedService} from '../../domain/service-host.ts';
import type {MeshAnswer, MeshQuery, MeshQuestions} from '../contract.ts';
import {originLabels, readOrigins} from '../origins.ts';
import {range, rateOf} from '../promql.ts';
import {isCount} from '../samples.ts';
import {sumLatency} from '../sum-latency.ts';
import {sumTraffic} from '../sum-traffic.ts';
import {exportedName, renamedLabels, withOwnLabels} from './renamed-labels.ts';
import type {RequestFamily} from './request-family.ts';

/** The questions to a provider whose metrics are families of counters and histograms, at least one. */
export function familyQuestions(families: readonly RequestFamily[], scope: SeriesScope): MeshQuestions {
	const origins = originLabels(scope);
	const timed = families.filter(({histogram}) => histogram !== null);
	const traffic = (services: readonly NamedService[] | null, seconds: number) =>
		ofFamilies(
			families,
			family => summed(family, [...family.by, ...family.endedBy, ...origins], rates(family, services, seconds, scope)),
			(family, samples) => sumTraffic(samples, family.meaningOf),
		);
	const counted = (family: RequestFamily, services: readonly NamedService[] | null) =>
		selectorsOf(family, services).map(own => `${family.counter}${selectorOf(scope.matchers, own)}`);
	return {
		origins: windowSeconds => ({
			promql: families
				.map(family => {
					const series =
						windowSeconds === null ? counted(family, null).join(' or ') : rates(family, null, windowSeconds, scope);
					return `count by (${[...family.by, ...origins].join(',')})(${series})`;
				})
				.join(' or '),
			read: samples => readOrigins(samples, scope),
		}),
		traffic: seconds => traffic(null, seconds),
		trafficOf: traffic,
		...(timed.length > 0 && {
			latency: (services, seconds) =>
				ofFamilies(
					timed,
					family => summed(family, ['le', ...family.by], durations(family, services, seconds, scope)),
					(family, samples) => sumLatency(samples, family.meaningOf, family.histogram?.unitMs),
				),
		}),
		newestSample: () => ({
			promql: `max(${families.flatMap(family => counted(family, null).map(series => `timestamp(${series})`)).join(' or ')})`,
			read: ([sample]) => ({value: sample && isCount(sample.value) ? sample.value * 1000 : null, unmatched: 0}),
		}),
		peak: (services, overSeconds) => {
			const by = scope.clusterLabels.join(',');
			const exact = families.map(family => ({...family, matchersOf: family.exactMatchersOf ?? family.matchersOf}));
			const asked = exact.map(family => rates(family, services, peakStepSeconds, scope)).join(' or ');
			// Series that were counted before the newest whole step began: without a whole step there is no peak.
			const before = exact
				.flatMap(family => counted(family, services).map(series => `${series} offset ${range(2 * peakStepSeconds)}`))
				.join(' or ');
			return {
				promql: `max_over_time(sum by (${by})(${asked})[${range(overSeconds)}:${range(peakStepSeconds)}]) and count by (${by})(${before})`,
				read: samples => ({value: onlyPeak(samples), unmatched: 0}),
			};
		},
	};
}

const peakStepSeconds = 300;
/** Tells the families of an answer apart: their series may have the same labels. */
const familyLabel = 'family';

/** One query for all families; each reads its own part of the answer. */
function ofFamilies<T>(
	families: readonly RequestFamily[],
	ask: (family: RequestFamily) => string,
	read: (family: RequestFamily, samples: readonly MetricSample[]) => MeshAnswer<readonly T[]>,
): MeshQuery<readonly T[]> {
	const [only, ...others] = families;
	const isAlone = only !== undefined && others.length === 0;
	const named = (promql: string, at: number) =>
		isAlone ? promql : `label_replace(${promql},"${familyLabel}",${quoted(String(at))},"","")`;
	return {
		promql: families.map((family, at) => named(ask(family), at)).join(' or '),
		read(samples) {
			const answers = families.map((family, at) => {
				const own = isAlone ? samples : samples.filter(({labels}) => labels[familyLabel] === String(at));
				return read(family, withOwnLabels(own, family.renamed));
			});
			return {
				value: answers.flatMap(({value}) => value),
				unmatched: answers.reduce((sum, {unmatched}) => sum + unmatched, 0),
			};
		},
	};
}

function summed({renamed}: RequestFamily, by: readonly string[], series: string): string {
	return `sum by (${[...new Set([...by, ...renamedLabels(renamed)])].join(',')})(${series})`;
}

function rates(
	family: RequestFamily,
	services: readonly NamedService[] | null,
	seconds: number,
	scope: SeriesScope,
): string {
	const all = selectorsOf(family, services).map(own => rateOf(family.counter, own, seconds, scope));
	return labelled(family, all.join(' or '));
}

function durations(
	family: RequestFamily,
	services: readonly NamedService[],
	seconds: number,
	scope: SeriesScope,
): string {
	const {histogram} = family;
	if (!histogram) return '';
	const all = selectorsOf(family, services).map(own =>
		rateOf(histogram.name, [...histogram.own, ...own], seconds, scope),
	);
	return labelled(family, all.join(' or '));
}

function labelled({withLabels}: RequestFamily, series: string): string {
	return withLabels ? withLabels(series) : series;
}

/** Matchers that select the family's series of these services, or all of its series for null; each list by itself. Where
 * a label may have been renamed by the scrape, either name may hold the value. */
function selectorsOf(family: RequestFamily, services: readonly NamedService[] | null): readonly (readonly string[])[] {
	if (services === null) return [family.own];
	const isRenamed = (label: string) => family.renamed.includes(label);
	const plain = family.matchersOf(services, label => label);
	const exported =
		family.renamed.length === 0
			? []
			: family.matchersOf(services, label => (isRenamed(label) ? exportedName(label) : label));
	return [...plain, ...exported].map(own => [...family.own, ...own]);
}

/** Several clusters reported within that time, though not now: which cluster the peak belongs to is unknown. */
function onlyPeak(samples: readonly MetricSample[]): number | null {
	const [peak, ...others] = samples.map(({value}) => value).filter(isCount);
	return peak === undefined || others.length > 0 ? null : peak;
}
