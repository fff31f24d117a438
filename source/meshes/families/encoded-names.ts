import {quoted} from '../../domain/series-scope.ts';
import type {NamedService} from '../../domain/service-host.ts';
import {byNamespace, escapeRegex} from '../promql.ts';

/** A label matcher for values in which namespace and Service are parts. `pattern` writes the value's regular expression
 * from those of a namespace and of its Services. Where this gets longer than `longest` characters in a URL, all Services
 * of the namespaces are meant. */
export function encodedNames(
	label: string,
	services: readonly NamedService[],
	pattern: (namespace: string, names: string) => string,
	longest = Number.POSITIVE_INFINITY,
): string {
	const matcher = (namesOf: (names: readonly string[]) => string) => {
		const parts = byNamespace(services).map(([namespace, names]) => pattern(escapeRegex(namespace), namesOf(names)));
		return `${label}=~${quoted(parts.join('|'))}`;
	};
	const named = matcher(names => `(?:${[...new Set(names)].sort().map(escapeRegex).join('|')})`);
	return encodeURIComponent(named.toWellFormed()).length > longest ? matcher(() => '.+') : named;
}
