import type {ServiceName} from './contract.ts';

/** A PromQL string: `"…"`, with what would end or change it escaped. Halves of a surrogate pair are no text: U+FFFD. */
export function quoted(text: string): string {
	const escaped = text.toWellFormed().replace(/["\\\n\r]/g, character => escapes[character] ?? character);
	return `"${escaped}"`;
}

const escapes: Readonly<Record<string, string>> = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r'};

/** A label matcher for any of the values, sorted, so that one question is always asked in the same words. */
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

/** Services by namespace, both in order. */
export function byNamespace(services: readonly ServiceName[]): readonly (readonly [string, readonly string[]])[] {
	const groups = Map.groupBy(services, service => service.namespace);
	return [...groups]
		.map(([namespace, group]) => [namespace, group.map(({name}) => name)] as const)
		.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** RE2, as Prometheus has it: every character that could mean something is taken literally. */
export function escapeRegex(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
