/** Makes a copy of JSON data in which each token is replaced by the value of the same index, and each time is earlier by
 * `shiftMs`. */
export type Stamp = (values: readonly string[], shiftMs: number) => unknown;

/** Prepares JSON data for thousands of copies. `tokens` are texts to look for, in values and in keys; of two that begin
 * at the same place the longer one counts. What holds no token and no time is shared by all copies; the copies
 * are frozen, as the store wants its objects. */
export function stampOf(value: unknown, tokens: readonly string[]): Stamp {
	const indices = new Map(tokens.map((token, index) => [token, index]));
	const longestFirst = tokens
		.toSorted((left, right) => right.length - left.length)
		.map(token => token.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const pattern = new RegExp(`(${longestFirst.join('|')})`);
	return prepared(value, text => textStamp(text, pattern, indices)) ?? (() => value);
}

type TextStamp = (values: readonly string[], shiftMs: number) => string;

/** Undefined where all copies are the same. */
function prepared(value: unknown, ofText: (text: string) => TextStamp | undefined): Stamp | undefined {
	if (typeof value === 'string') return ofText(value);
	if (Array.isArray(value)) return preparedArray(value, ofText);
	if (typeof value === 'object' && value !== null) return preparedRecord(value, ofText);
	return undefined;
}

function preparedArray(items: readonly unknown[], ofText: (text: string) => TextStamp | undefined): Stamp | undefined {
	const stamps = items.map(item => prepared(item, ofText));
	if (stamps.every(stamp => stamp === undefined)) return undefined;
	return (values, shiftMs) => Object.freeze(items.map((item, index) => stamps[index]?.(values, shiftMs) ?? item));
}

function preparedRecord(record: object, ofText: (text: string) => TextStamp | undefined): Stamp | undefined {
	const fields = Object.entries(record).map(([key, value]) => ({
		key,
		value,
		keyStamp: ofText(key),
		stamp: prepared(value, ofText),
	}));
	const changing = fields.filter(({stamp}) => stamp !== undefined);
	if (fields.some(({keyStamp}) => keyStamp !== undefined)) return withNewKeys(fields);
	if (changing.length === 0) return undefined;
	return (values, shiftMs) => {
		const copy: Record<string, unknown> = {...record};
		for (const {key, stamp} of changing) copy[key] = stamp?.(values, shiftMs);
		return Object.freeze(copy);
	};
}

function withNewKeys(
	fields: readonly {
		readonly key: string;
		readonly value: unknown;
		readonly keyStamp: TextStamp | undefined;
		readonly stamp: Stamp | undefined;
	}[],
): Stamp {
	return (values, shiftMs) =>
		Object.freeze(
			Object.fromEntries(
				fields.map(({key, value, keyStamp, stamp}) => [
					keyStamp?.(values, shiftMs) ?? key,
					stamp === undefined ? value : stamp(values, shiftMs),
				]),
			),
		);
}

function textStamp(text: string, pattern: RegExp, indices: ReadonlyMap<string, number>): TextStamp | undefined {
	if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) {
		const atMs = Date.parse(text);
		return (_, shiftMs) => `${new Date(atMs - shiftMs).toISOString().slice(0, 19)}Z`;
	}
	// A captured separator stands between the parts: every second part is a token.
	const parts = text.split(pattern);
	if (parts.length === 1) return undefined;
	const places = parts.map((part, index) => (index % 2 === 1 ? indices.get(part) : undefined));
	return values => {
		let copy = '';
		for (let index = 0; index < parts.length; index += 1) {
			const place = places[index];
			copy += (place === undefined ? parts[index] : values[place]) ?? '';
		}
		return copy;
	};
}
