import {isRecord} from '../frozen-json.ts';

/** Kubernetes' own merge for built-in kinds: like a merge patch, but lists whose items have a key are merged by
 * that key. Knows `$patch: delete` and `$patch: replace`; ignores order directives. */
export function applyStrategicMerge(target: unknown, patch: unknown): unknown {
	if (!isRecord(patch)) return patch;
	if (patch.$patch === 'replace') return withoutDirectives(patch);
	const result: Record<string, unknown> = isRecord(target) ? {...target} : {};
	for (const [key, value] of Object.entries(withoutDirectives(patch))) {
		if (value === null) delete result[key];
		else if (Array.isArray(value)) result[key] = mergeList(key, result[key], value);
		else result[key] = applyStrategicMerge(result[key], value);
	}
	return result;
}

/** The merge keys of the built-in types' lists; the first key that the items have applies. */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
	containers: ['name'],
	initContainers: ['name'],
	env: ['name'],
	volumes: ['name'],
	volumeMounts: ['mountPath'],
	imagePullSecrets: ['name'],
	ports: ['containerPort', 'port'],
	ownerReferences: ['uid'],
	conditions: ['type'],
};

function mergeList(name: string, target: unknown, patch: readonly unknown[]): unknown {
	const key = mergeKeys[name]?.find(candidate => patch.every(item => isRecord(item) && candidate in item));
	if (key === undefined) return patch;
	if (patch.some(item => isRecord(item) && item.$patch === 'replace')) {
		return patch.filter(item => !(isRecord(item) && '$patch' in item));
	}
	const result: unknown[] = Array.isArray(target) ? [...target] : [];
	for (const item of patch) {
		if (!isRecord(item)) continue;
		const index = result.findIndex(candidate => isRecord(candidate) && candidate[key] === item[key]);
		if (item.$patch === 'delete') {
			if (index >= 0) result.splice(index, 1);
		} else if (index >= 0) result[index] = applyStrategicMerge(result[index], item);
		else result.push(applyStrategicMerge({}, item));
	}
	return result;
}

function withoutDirectives(patch: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}
