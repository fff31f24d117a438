/** A float as Prometheus' API writes it: a string without an exponent, or `NaN`, `+Inf`, `-Inf`. */
export const formatValue = (value: number): string => {
	if (value === Number.POSITIVE_INFINITY) return '+Inf';
	if (value === Number.NEGATIVE_INFINITY) return '-Inf';
	if (Object.is(value, -0)) return '-0';
	const shortest = String(value);
	const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([-+]\d+)$/.exec(shortest) ?? [];
	if (exponent === undefined) return shortest;
	const digits = whole + fraction;
	const point = whole.length + Number(exponent);
	if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
	return `${sign}${digits.padEnd(point, '0')}`;
};

/** A sample as the API writes it: seconds, then the value. */
export const formatSample = (atMs: number, value: number): readonly [number, string] => [
	atMs / 1000,
	formatValue(value),
];
