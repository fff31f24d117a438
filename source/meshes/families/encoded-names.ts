import type {NamedService} from '../../domain/cluster/service-host.ts';
import {quoted} from '../../domain/signals/series-scope.ts';
import {byNamespace, escapeRegex} from '../promql.ts';

/** How a label's value has namespace and Service as its parts: a regular expression around those of both. */
export type NamePattern = (namespace: string, names: string) => string;

/** The regular expression of these services' values. */
export function namesIn(pattern: NamePattern, services: readonly NamedService[]): string {
	const parts = byNamespace(services).map(([namespace, names]) => {
		const own = [...new Set(names)].sort().map(escapeRegex);
		return pattern(escapeRegex(namespace), `(?:${own.join('|')})`);
	});
	return parts.join('|');
}

/** The same for all Services of their namespaces. */
export function allNamesIn(pattern: NamePattern, services: readonly NamedService[]): string {
	return byNamespace(services)
		.map(([namespace]) => pattern(escapeRegex(namespace), '.+'))
		.join('|');
}

/** A label matcher for a regular expression; for the shorter one where that is longer than so many characters in a
 * URL. */
export function matching(label: string, pattern: string, shorter: string, longest: number): string {
	const isLong = encodeURIComponent(quoted(pattern)).length > longest;
	return `${label}=~${quoted(isLong ? shorter : pattern)}`;
}
