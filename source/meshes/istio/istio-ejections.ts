import type {NamedService} from '../../domain/cluster/service-host.ts';
import type {MetricSample} from '../../domain/signals/metric-sample.ts';
import {quoted, type SeriesScope, selectorOf} from '../../domain/signals/series-scope.ts';
import {ident} from '../../domain/text/safe-text.ts';
import type {Ejection, MeshQuery, MeshQuestions} from '../contract.ts';
import {escapeRegex} from '../promql.ts';

/** The endpoints that callers' proxies have ejected now. Istio's proxies report them only if `proxyStatsMatcher`
 * says so. Null if clusters are told apart by `cluster_name`, the label in which Envoy names its own clusters. */
export function ejectionsQuery(scope: SeriesScope): MeshQuestions['ejections'] | null {
	return 'cluster_name' in scope.matchers ? null : services => ejectionsOf(services, scope);
}

function ejectionsOf(services: readonly NamedService[], {matchers}: SeriesScope): MeshQuery<readonly Ejection[]> {
	const hosts = [...new Set(services.map(({namespace, name}) => escapeRegex(`${name}.${namespace}.svc.`)))].sort();
	const clusters = `outbound\\|[0-9]+\\|[^|]*\\|(${hosts.join('|')}).*`;
	return {
		promql: `max by (cluster_name)(envoy_cluster_outlier_detection_ejections_active${selectorOf(matchers, [`cluster_name=~${quoted(clusters)}`])})`,
		read: samples => {
			const found = samples.map(sample => readEjection(sample, services));
			return {
				value: mostOfEach(found.flatMap(ejection => ejection ?? [])),
				unmatched: found.filter(ejection => ejection === null).length,
			};
		},
	};
}

/** Reads `outbound|80|v2|reviews.shop.svc.cluster.local`; some versions add a semicolon at the end. */
function readEjection({labels, value}: MetricSample, services: readonly NamedService[]): Ejection | null {
	const [, subset = '', host = ''] = /^outbound\|\d+\|([^|]*)\|([^|;]+);?$/.exec(labels.cluster_name ?? '') ?? [];
	const service = services.find(({namespace, name}) => host.startsWith(`${name}.${namespace}.svc.`));
	if (!service || !Number.isFinite(value) || value < 0) return null;
	return {service, subset: subset === '' ? null : ident(subset), ejected: value};
}

/** The highest count over the ports of a service, as the same endpoints are behind each port. */
function mostOfEach(all: readonly Ejection[]): readonly Ejection[] {
	const groups = Map.groupBy(all, ({service, subset}) => `${service.namespace}/${service.name}/${subset ?? ''}`);
	return [...groups.values()].flatMap(([first, ...others]) => {
		if (!first) return [];
		return [{...first, ejected: Math.max(first.ejected, ...others.map(({ejected}) => ejected))}];
	});
}
