import type {ChartLine} from '../../engine/screens/charts.ts';

/**
 * A line's values at so many equally spaced moments from start to end, straight between neighbouring points. NaN where
 * nothing is known: at a null, outside the points, and where a point is missing from an otherwise even row.
 */
export function resample(
	points: ChartLine['points'],
	span: {readonly startMs: number; readonly endMs: number},
	count: number,
): readonly number[] {
	const known = points.map(point => ({atMs: point.atMs, value: cleaned(point.value)}));
	const longestMs = longestStep(known.map(point => point.atMs));
	const stepMs = (span.endMs - span.startMs) / Math.max(1, count - 1);
	const values: number[] = [];
	let next = 0;
	for (let index = 0; index < count; index++) {
		const atMs = span.startMs + index * stepMs;
		while (next < known.length && (known[next]?.atMs ?? 0) < atMs) next++;
		values.push(valueAt(atMs, known[next - 1], known[next], longestMs, stepMs));
	}
	return values;
}

interface Point {
	readonly atMs: number;
	readonly value: number | null;
}

function valueAt(
	atMs: number,
	before: Point | undefined,
	after: Point | undefined,
	longestMs: number,
	stepMs: number,
): number {
	const left = before?.value ?? null;
	const right = after?.value ?? null;
	const isJoined = before !== undefined && after !== undefined && after.atMs - before.atMs <= longestMs;
	if (isJoined && left !== null && right !== null) {
		const part = (atMs - before.atMs) / (after.atMs - before.atMs);
		return left * (1 - part) + right * part;
	}
	// A point that stands alone is drawn where it is, or one sample between two gaps would vanish.
	if (after !== undefined && right !== null && after.atMs - atMs < stepMs) return right;
	if (before !== undefined && left !== null && atMs - before.atMs < stepMs) return left;
	return Number.NaN;
}

// Infinity would never end in the drawing code.
function cleaned(value: number | null): number | null {
	return value !== null && Number.isFinite(value) ? value : null;
}

/** Two and a half of the usual steps: what is further apart is a gap. */
function longestStep(times: readonly number[]): number {
	const steps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs));
	const sorted = steps.toSorted((a, b) => a - b);
	return (sorted[Math.floor(sorted.length / 2)] ?? 0) * 2.5;
}
