import type {ChartLine} from '../../engine/screens/charts.ts';

/** A line's values at `count` equally spaced times from start to end, linear between neighbouring points. NaN where
 * the value is unknown: at a null, outside the points, and where a point is missing from an otherwise even series. */
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
	// Draw an isolated point at its place; otherwise a sample between two gaps would vanish.
	if (after !== undefined && right !== null && after.atMs - atMs < stepMs) return right;
	if (before !== undefined && left !== null && atMs - before.atMs < stepMs) return left;
	return Number.NaN;
}

// The drawing code never returns for Infinity.
function cleaned(value: number | null): number | null {
	return value !== null && Number.isFinite(value) ? value : null;
}

/** Two and a half times the usual step: points further apart have a gap between them. */
function longestStep(times: readonly number[]): number {
	const steps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs));
	const sorted = steps.toSorted((a, b) => a - b);
	return (sorted[Math.floor(sorted.length / 2)] ?? 0) * 2.5;
}
