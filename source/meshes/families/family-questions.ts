import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {quoted, type SeriesScope} from '../../domain/signals/series-scope.ts';
import type {MeshAnswer, MeshQuery, MeshQuestions} from '../contract.ts';
import {newestSampleOf} from '../newest-sample.ts';
import {originLabels, readOrigins} from '../origins.ts';
import {onlyPeak} from '../peaks.ts';
import {range} from '../promql.ts';
import {sumLatency} from '../sum-latency.ts';
import {sumTraffic} from '../sum-traffic.ts';
import {countedSeries, durationRates, requestRates} from './family-series.ts';
import {renamedLabels, withOwnLabels} from './renamed-labels.ts';
import type {RequestFamily} from './request-family.ts';

/** How the families of one provider belong together. */
export interface FamilySet {
	/** The labels that tell one process from another, where a process may count its requests in several families: those of
	 * the first family that it has are used. Left out where no request is counted twice. */
	readonly onceBy?: readonly string[];
	/** Adds labels to the series of all families at once, from other metrics. */
	readonly join?: (series: string, about: Joined) => string;
}

export interface Joined {
	/** The labels by which the series are then grouped. */
	readonly by: readonly string[];
	/** Whose series they are; null for all. */
	readonly services: readonly NamedService[] | null;
	readonly windowSeconds: number;
}

/** The questions to a provider whose metrics are families of counters and histograms, at least one. */
export function familyQuestions(
	families: readonly RequestFamily[],
	scope: SeriesScope,
	{onceBy = [], join}: FamilySet = {},
): MeshQuestions {
	const origins = originLabels(scope);
	const timed = families.filter(({histogram}) => histogram !== null);

	/** The series of a family, without those of processes that an earlier one of `all` counts. */
	const once = (family: RequestFamily, series: string, all = families) => {
		const before = all.slice(0, all.indexOf(family)).flatMap(one => countedSeries(one, null, scope));
		if (onceBy.length === 0 || before.length === 0) return series;
		return `(${series}) unless on (${onceBy.join(',')}) (${before.join(' or ')})`;
	};
	const traffic = (services: readonly NamedService[] | null, seconds: number) =>
		ofFamilies(families, {
			by: family => [...family.by, ...family.endedBy, ...origins],
			series: family => once(family, requestRates(family, services, seconds, scope)),
			join: join && ((series, by) => join(series, {by, services, windowSeconds: seconds})),
			read: (family, samples) => sumTraffic(samples, family.meaningOf),
		});
	return {
		origins: windowSeconds => ({
			promql: families
				.map(family => {
					const series =
						windowSeconds === null
							? countedSeries(family, null, scope).join(' or ')
							: requestRates(family, null, windowSeconds, scope);
					return `count by (${[...family.by, ...origins].join(',')})(${series})`;
				})
				.join(' or '),
			read: samples => readOrigins(samples, scope),
		}),
		traffic: seconds => traffic(null, seconds),
		trafficOf: traffic,
		...(timed.length > 0 && {
			latency: (services, seconds) =>
				ofFamilies(timed, {
					by: family => [...(family.isNative ? [] : ['le']), ...family.by],
					series: family => once(family, durationRates(family, services, seconds, scope), timed),
					join: join && ((series, by) => join(series, {by, services, windowSeconds: seconds})),
					...(!join && {isToldBySample: family => family.isNative === true}),
					holdsHistograms: true,
					read: (family, samples) => sumLatency(samples, family.meaningOf, family.histogram?.unitMs),
				}),
		}),
		newestSample: by =>
			newestSampleOf(
				families.flatMap(family => countedSeries(family, null, scope)),
				by,
			),
		peak: (services, overSeconds) => {
			const by = scope.clusterLabels.join(',');
			const exact = families.map(family => ({...family, matchersOf: family.exactMatchersOf ?? family.matchersOf}));
			const asked = exact
				.map(family => once(family, requestRates(family, services, peakStepSeconds, scope), exact))
				.join(' or ');
			// Series that were counted before the newest whole step began: without a whole step there is no peak.
			const before = exact
				.flatMap(family =>
					countedSeries(family, services, scope).map(series => `${series} offset ${range(2 * peakStepSeconds)}`),
				)
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

interface Asked<T> {
	by(family: RequestFamily): readonly string[];
	series(family: RequestFamily): string;
	/** Whether the family's samples are histograms, and those of no other. Prometheus 2.42 makes 0 of a histogram whose labels
	 * are replaced. */
	readonly isToldBySample?: (family: RequestFamily) => boolean;
	/** The samples are durations: those of a native family are histograms. */
	readonly holdsHistograms?: true;
	readonly join: ((series: string, by: readonly string[]) => string) | undefined;
	read(family: RequestFamily, samples: readonly MetricSample[]): MeshAnswer<readonly T[]>;
}

/** One query for all families; each reads its own part of the answer. */
function ofFamilies<T>(
	families: readonly RequestFamily[],
	{by, series, join, isToldBySample = () => false, holdsHistograms, read}: Asked<T>,
): MeshQuery<readonly T[]> {
	const [only, ...others] = families;
	const isAlone = only !== undefined && others.length === 0;
	const named = (promql: string, family: RequestFamily) =>
		isAlone || isToldBySample(family)
			? promql
			: `label_replace(${promql},"${familyLabel}",${quoted(String(families.indexOf(family)))},"","")`;
	const ofFamily = ({labels, histogram}: MetricSample, family: RequestFamily) =>
		isToldBySample(family) ? histogram !== undefined : labels[familyLabel] === String(families.indexOf(family));
	const byOf = (family: RequestFamily) => [...new Set([...by(family), ...renamedLabels(family.renamed)])];
	const summed = (labels: readonly string[], rates: string) => `sum by (${labels.join(',')})(${rates})`;
	const apart = () => families.map(family => named(summed(byOf(family), series(family)), family)).join(' or ');
	const joined = (add: NonNullable<typeof join>) => {
		const labels = [...new Set([...(isAlone ? [] : [familyLabel]), ...families.flatMap(byOf)])];
		return summed(labels, add(families.map(family => named(series(family), family)).join(' or '), labels));
	};
	return {
		promql: join ? joined(join) : apart(),
		...(holdsHistograms && families.some(({isNative}) => isNative) && {mustBeAlone: true}),
		read(samples) {
			const answers = families.map(family => {
				const own = isAlone ? samples : samples.filter(sample => ofFamily(sample, family));
				return read(family, withOwnLabels(own, family.renamed));
			});
			return {
				value: answers.flatMap(({value}) => value),
				unmatched: answers.reduce((sum, {unmatched}) => sum + unmatched, 0),
			};
		},
	};
}
