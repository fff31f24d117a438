import type {NamedService} from '../domain/cluster/service-host.ts';
import {quoted, type SeriesScope, selectorOf} from '../domain/signals/series-scope.ts';

/** A label matcher for any of the values; sorted, so that the same question always gives the same query. */
export function oneOf(label: string, values: Iterable<string>): string {
	const distinct = [...new Set(values)].sort();
	const [only] = distinct;
	if (distinct.length === 1 && only !== undefined) return `${label}=${quoted(only)}`;
	return `${label}=~${quoted(distinct.map(escapeRegex).join('|'))}`;
}

/** A range in whole seconds, as PromQL writes it: `60s`. At least one. */
export function range(seconds: number): string {
	return `${Math.max(1, Math.ceil(seconds))}s`;
}

/** The rate of each series in the scope; of copies of one series only the highest, so that none is counted twice. */
export function rateOf(metric: string, own: readonly string[], seconds: number, scope: SeriesScope): string {
	const rate = `rate(${metric}${selectorOf(scope.matchers, own)}[${range(seconds)}])`;
	return scope.copiesBy.length === 0 ? rate : `max without (${scope.copiesBy.join(',')})(${rate})`;
}

/** The same of a native histogram, which is not ordered: of its copies the mean. `count`: how much it counts. */
export function nativeRateOf(
	part: 'count' | 'whole',
	{metric, own, seconds, scope}: {metric: string; own: readonly string[]; seconds: number; scope: SeriesScope},
): string {
	const rate = `rate(${metric}${selectorOf(scope.matchers, own)}[${range(seconds)}])`;
	const by = scope.copiesBy.join(',');
	if (part === 'whole') return by === '' ? rate : `avg without (${by})(${rate})`;
	return by === '' ? `histogram_count(${rate})` : `max without (${by})(histogram_count(${rate}))`;
}

/** Services by namespace; the namespaces are sorted. */
export function byNamespace(services: readonly NamedService[]): readonly (readonly [string, readonly string[]])[] {
	const groups = Map.groupBy(services, service => service.namespace);
	return [...groups]
		.map(([namespace, group]) => [namespace, group.map(({name}) => name)] as const)
		.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Escapes a text for RE2, as Prometheus uses it: every special character becomes literal. */
export function escapeRegex(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The labels by which series name a service. */
export interface ServiceLabels {
	readonly namespace: string;
	readonly name: string;
}

/** Matches namespaces and names separately: short, but it may select an extra service when two namespaces share a
 * name. */
export function anyOf({namespace, name}: ServiceLabels, services: readonly NamedService[]): readonly string[] {
	return [
		oneOf(
			namespace,
			services.map(service => service.namespace),
		),
		oneOf(
			name,
			services.map(service => service.name),
		),
	];
}

/** Asks about each namespace separately, as a sum must hold exactly these services. */
export function eachNamespace(
	labels: ServiceLabels,
	services: readonly NamedService[],
	ask: (own: readonly string[]) => string,
): string {
	const groups = byNamespace(services);
	const wanted = groups.length > 0 ? groups.map(([namespace, names]) => names.map(name => ({namespace, name}))) : [[]];
	return wanted.map(group => ask(anyOf(labels, group))).join(' or ');
}
