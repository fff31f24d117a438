/**
 * A short fingerprint of a JSON value, the same for the same content whatever the order of its keys: 32 bits of
 * FNV-1a, as 8 hexadecimal digits. It tells whether a value changed where the value itself must not be kept.
 */
export function digest(value: unknown): string {
	if (typeof value !== 'object' || value === null) return fingerprint(value);
	const known = digests.get(value);
	if (known !== undefined) return known;
	const made = fingerprint(value);
	digests.set(value, made);
	return made;
}

/** Objects are never changed, only replaced, so each is digested only once. */
const digests = new WeakMap<object, string>();

function fingerprint(value: unknown): string {
	let hash = 0x811c9dc5;
	for (const unit of canonical(value)) {
		hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
	}
	return (hash >>> 0).toString(16).padStart(8, '0');
}

function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
		return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
	}
	return JSON.stringify(value) ?? 'null';
}
