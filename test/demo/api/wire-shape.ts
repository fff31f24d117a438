import type {Body} from './wire-client.ts';

/** A body without the values that differ between clusters and between seconds; all else must be equal. Lists whose
 * order means nothing are sorted. */
export function wireShape(body: Body, path = ''): unknown {
	return normalised(body, '', path);
}

/** Fields whose value belongs to one cluster or one moment. They must be there, with the same type. */
const instanceFields = new Set([
	'resourceVersion',
	'uid',
	'creationTimestamp',
	'time',
	'continue',
	'storageVersionHash',
	'serverAddress',
	'gitCommit',
	'goVersion',
	'compiler',
]);

const sortedBy: Readonly<Record<string, string>> = {groups: 'name', resources: 'name', items: 'resource'};

function normalised(value: Body, key: string, path: string): unknown {
	if (typeof value === 'string') return text(value, key);
	if (value === null || typeof value !== 'object') return value;
	if (Array.isArray(value)) return list(value, key, path);
	return Object.fromEntries(
		Object.entries(value)
			.map(([name, inner]): [string, unknown] => [name, normalised(inner, name, path)])
			.sort(([left], [right]) => (left < right ? -1 : 1)),
	);
}

function list(values: Body[], key: string, path: string): unknown[] {
	const mapped = values.map(inner => normalised(inner, key, path));
	// Managers that wrote in the same second come in either order.
	const by = path.startsWith('/api') && path.split('/').length <= 4 ? sortedBy[key] : undefined;
	if (by === undefined && key !== 'managedFields' && key !== 'resourceRules') return mapped;
	const keyOf = (item: unknown) => JSON.stringify((item as Record<string, unknown>)[by ?? ''] ?? item);
	return mapped.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function text(value: string, key: string): string {
	if (instanceFields.has(key)) return `<${key}>`;
	// Mask a generated name, a table's age, and the resourceVersions in messages.
	return value
		.replace(/^checkout\.[a-z0-9]{5}$/, 'checkout.<suffix>')
		.replace(/^\d+[smhd]$/, key === 'cells' ? '<age>' : '$&')
		.replace(/current: \d+$/, 'current: <n>')
		.replace(/^too old resource version: 1 \(\d+\)$/, 'too old resource version: 1 (<n>)');
}
