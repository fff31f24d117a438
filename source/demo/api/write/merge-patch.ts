import {isRecord} from '../frozen-json.ts';

/** Applies an RFC 7386 patch: merges maps, removes on null, replaces everything else. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
	if (!isRecord(patch)) return patch;
	const result: Record<string, unknown> = isRecord(target) ? {...target} : {};
	for (const [key, value] of Object.entries(patch)) {
		if (value === null) delete result[key];
		else result[key] = applyMergePatch(result[key], value);
	}
	return result;
}
