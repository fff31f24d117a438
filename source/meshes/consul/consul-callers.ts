import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {FailureRule} from '../../domain/settings/failure-rule.ts';
import type {EdgeSample} from '../../domain/signals/edge-sample.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import type {SeriesScope} from '../../domain/signals/series-scope.ts';
import type {TrafficIdentity} from '../../domain/signals/signals.ts';
import type {SliceSample} from '../../domain/signals/slice-sample.ts';
import {safe} from '../../domain/text/safe-text.ts';
import type {MeshQuery} from '../contract.ts';
import {classes, codes, requestsByClass, requestsByCode} from '../envoy/envoy-requests.ts';
import {rateOf} from '../promql.ts';
import {markFailed, slicesQuery} from '../slices.ts';
import {httpPattern} from '../status-pattern.ts';
import {sumEdges} from '../sum-edges.ts';
import {consulClusters, toldBy} from './consul-clusters.ts';

type Labels = MetricSample['labels'];

/** The questions about who calls: every series is of one caller. By classes where these are counted, as every code is
 * in one. */
export function callerQuestions(
	scope: SeriesScope,
	signs: readonly string[] | undefined,
): {
	edges(windowSeconds: number): MeshQuery<readonly EdgeSample[]>;
	slices(
		services: readonly NamedService[],
		seconds: number,
		rule: FailureRule | null,
	): MeshQuery<readonly SliceSample[]>;
} {
	const hasClasses = signs?.includes(classes.metric) ?? true;
	const hasCodes = signs?.includes(codes.metric) ?? true;
	const {counter, own, by, endedBy, meaningOf} = (hasClasses ? requestsByClass : requestsByCode)(consulClusters);
	return {
		edges: windowSeconds => ({
			promql: `sum by (${[...by, ...endedBy, ...callerLabels].join(',')})(${rateOf(counter, own, windowSeconds, scope)})`,
			read: samples =>
				sumEdges(samples, labels => {
					const meaning = meaningOf(labels);
					// Its labels do not tell how a call is secured.
					return meaning && {...meaning, caller: callerOf(labels), isSecured: null};
				}),
		}),
		slices(services, seconds, rule) {
			// Only codes tell what a rule lists; classes are told by the provider's own rule.
			const isByCode = !hasClasses || (rule?.http != null && hasCodes);
			const counted = isByCode ? codes : classes;
			const rates = rateOf(counted.metric, [...own, ...consulClusters.matchersOf(services)], seconds, scope);
			const failed = markFailed(rates, counted.label, isByCode ? byHttp(rule) : '5');
			return slicesQuery(
				[{name: 'caller', rates: failed, by: [...by, ...callerLabels], read: labels => sliceOf(labels)}],
				seconds,
			);
		},
	};
}

function byHttp(rule: FailureRule | null): string {
	const part = rule?.http;
	if (!part) return '5..';
	return part.isBesideOwn ? `5..|${httpPattern(part)}` : httpPattern(part);
}

const callerLabels = ['consul_source_service', 'consul_source_namespace'] as const;

function callerOf(labels: Labels): TrafficIdentity | null {
	return toldBy(labels.consul_source_service, labels.consul_source_namespace);
}

function sliceOf(labels: Labels) {
	const identity = consulClusters.identityOf(labels);
	const told = callerOf(labels)?.told;
	if (!identity || !told) return null;
	const value = told.namespace === null ? told.text : safe`${told.namespace}/${told.text}`;
	return {identity, viewpoint: 'source', values: [{dimension: 'caller', value}]} as const;
}
