import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../../domain/signals/series-scope.ts';
import {seriesKey, type TrafficSample} from '../../domain/signals/signals.ts';
import type {MeshAnswer, MeshQuery, MeshQuestions} from '../contract.ts';
import {familyQuestions} from '../families/family-questions.ts';
import {classes, codes, type EnvoyClusters, requestsByClass, requestsByCode} from './envoy-requests.ts';

/** The questions about the clusters of Envoy. `signs`: which of the two counters were found. */
export function envoyQuestions(clusters: EnvoyClusters, scope: SeriesScope, signs?: readonly string[]): MeshQuestions {
	const has = ({metric}: {readonly metric: string}) => signs?.includes(metric) ?? true;
	const byClass = requestsByClass(clusters);
	const byCode = requestsByCode(clusters);
	if (!has(codes)) return familyQuestions([byClass], scope);
	if (!has(classes)) return familyQuestions([byCode], scope);
	const [ofClasses, ofCodes] = [familyQuestions([byClass], scope), familyQuestions([byCode], scope)];
	const {origins, newestSample} = familyQuestions([byClass, byCode], scope);
	return {
		...ofClasses,
		origins,
		newestSample,
		traffic: seconds => onceOf(ofClasses.traffic(seconds), ofCodes.traffic(seconds)),
		trafficOf: (services, seconds) =>
			onceOf(ofClasses.trafficOf(services, seconds), ofCodes.trafficOf(services, seconds)),
		peak: (services, overSeconds) => {
			const {promql, read} = ofClasses.peak(services, overSeconds);
			return {promql: `${promql} or ${ofCodes.peak(services, overSeconds).promql}`, read};
		},
	};
}

/**
 * Both counters hold the same requests, which count once: by their codes where these have all of them. A scrape, or a
 * relabelling, may have kept some codes only, such as those of failures; and a code that is seen for the first time has
 * no rate yet, though its class has.
 */
function onceOf(
	ofClasses: MeshQuery<readonly TrafficSample[]>,
	ofCodes: MeshQuery<readonly TrafficSample[]>,
): MeshQuery<readonly TrafficSample[]> {
	return {
		promql: `${ofClasses.promql} or ${ofCodes.promql}`,
		read(samples) {
			const isOfClass = ({labels}: MetricSample) => labels[classes.label] !== undefined;
			const coarse = ofClasses.read(samples.filter(isOfClass));
			const exact = ofCodes.read(samples.filter(sample => !isOfClass(sample)));
			return {value: fuller(coarse, exact), unmatched: Math.max(coarse.unmatched, exact.unmatched)};
		},
	};
}

function fuller(
	coarse: MeshAnswer<readonly TrafficSample[]>,
	exact: MeshAnswer<readonly TrafficSample[]>,
): readonly TrafficSample[] {
	const byKey = new Map(coarse.value.map(sample => [seriesKey(sample.identity), sample]));
	for (const sample of exact.value) {
		const key = seriesKey(sample.identity);
		const least = (byKey.get(key)?.requestsPerSecond ?? 0) * sameShare;
		if (sample.requestsPerSecond >= least) byKey.set(key, sample);
	}
	return [...byKey.values()];
}

/** Sums of rates differ in their last digits. */
const sameShare = 0.9999;
