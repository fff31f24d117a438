/** The top of an axis that begins at 0: a round number at or above the highest value, never 0. */
export function axisTop(highest: number): number {
	if (!Number.isFinite(highest) || highest <= 0) return 1;
	const magnitude = 10 ** Math.floor(Math.log10(highest));
	const step = roundSteps.find(candidate => candidate * magnitude >= highest * 1.02) ?? 10;
	return step * magnitude;
}

/** A value in its shortest form: `0`, `0.5`, `12`, `1.5k`. */
export function axisText(value: number): string {
	const {size, suffix} = suffixes.find(candidate => value >= candidate.size) ?? {size: 1, suffix: ''};
	return value >= 1e15 ? value.toExponential(0) : `${Number((value / size).toPrecision(3))}${suffix}`;
}

/** A value between 0 and the top of its axis, always with the same number of decimals: `0.52`, `9.3`, `118`; above
 * 10,000 `12.4k`. */
export function valueText(value: number, top: number): string {
	if (top >= 10_000) return axisText(value);
	return value.toFixed(top <= 2 ? 2 : top <= 20 ? 1 : 0);
}

/** Round times within the span, far enough apart that their labels do not touch. Milliseconds since the epoch. */
export function timeTicks(startMs: number, endMs: number, atMost: number): readonly number[] {
	const spanMs = endMs - startMs;
	if (!(spanMs > 0) || atMost < 1) return [];
	const stepMs = tickStepsMs.find(candidate => spanMs / candidate <= atMost) ?? 86_400_000;
	const first = Math.ceil(startMs / stepMs) * stepMs;
	return Array.from(
		{length: Math.max(0, Math.floor((endMs - first) / stepMs) + 1)},
		(_, index) => first + index * stepMs,
	);
}

const suffixes = [
	{size: 1e12, suffix: 'T'},
	{size: 1e9, suffix: 'G'},
	{size: 1e6, suffix: 'M'},
	{size: 1e3, suffix: 'k'},
];
const roundSteps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const minuteMs = 60_000;
const tickStepsMs = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map(minutes => minutes * minuteMs);
