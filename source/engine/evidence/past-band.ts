import type {Release} from '../../domain/release/release.ts';
import type {AgedFigures} from '../questions/past-canaries/aged-figures.ts';
import {fewestPastCanaries, pastCanariesOf} from '../questions/past-canaries/past-canaries.ts';
import {type PastCanary, pastCanaryFigures} from '../questions/past-canaries/past-canary.ts';
import type {State} from '../state/state.ts';

/** The band from the lowest to the highest of earlier canaries, at the times at which the present one is as old. */
export interface PastBand {
	/** How many of them it holds, at least two. */
	readonly count: number;
	/** One for each time that was given; null where fewer than two of them tell. */
	readonly points: readonly {readonly atMs: number; readonly range: ValueRange | null}[];
}

export interface ValueRange {
	readonly lowest: number;
	readonly highest: number;
}

/** One figure of a canary, by its age in milliseconds, youngest first; null where it had none. */
export type AgedValues = readonly {readonly ageMs: number; readonly value: number | null}[];

/** What earlier canaries of the release showed when they were as old as the present one is at these times. Null where
 * fewer than two are known, as before they are read, and where they cannot be read. */
export function pastBandOf(
	{metrics}: State,
	release: Release | null,
	times: readonly {readonly atMs: number}[],
	figure: (figures: AgedFigures) => number | null,
): PastBand | null {
	const told = release?.canary ? pastCanariesOf(metrics, release.key, release.canary) : null;
	if (!release || !told) return null;
	const {beganMs, found} = told;
	const canaries = pastCanaryFigures(metrics, release.key, found).map(canary => valuesOf(canary, figure));
	return bandOf(
		canaries,
		times.map(({atMs}) => ({atMs, ageMs: atMs - beganMs})),
	);
}

interface Valued {
	readonly values: AgedValues;
	/** Values that are further apart have a gap between them. */
	readonly mostApartMs: number;
}

/** The lowest and the highest of the values at each age, between two neighbours in proportion. */
export function bandOf(
	canaries: readonly Valued[],
	times: readonly {readonly atMs: number; readonly ageMs: number}[],
): PastBand | null {
	const telling = new Set<Valued>();
	const points = times.map(({atMs, ageMs}) => {
		const found = canaries.flatMap(canary => {
			const value = valueAtAge(canary, ageMs);
			return value === null ? [] : [{canary, value}];
		});
		if (found.length < fewestPastCanaries) return {atMs, range: null};
		for (const {canary} of found) telling.add(canary);
		const values = found.map(({value}) => value);
		return {atMs, range: {lowest: Math.min(...values), highest: Math.max(...values)}};
	});
	return telling.size === 0 ? null : {count: telling.size, points};
}

/** Two and a half steps, as for the lines of a chart. */
const stepsApart = 2.5;

function valuesOf({figures, stepSeconds}: PastCanary, figure: (figures: AgedFigures) => number | null): Valued {
	return {
		values: figures.map(figuresThen => ({ageMs: figuresThen.ageMs, value: figure(figuresThen)})),
		mostApartMs: stepsApart * stepSeconds * 1000,
	};
}

function valueAtAge({values, mostApartMs}: Valued, ageMs: number): number | null {
	const at = values.findIndex(one => one.ageMs >= ageMs);
	const after = values[at];
	if (!after) return null;
	if (after.ageMs === ageMs) return after.value;
	const before = values[at - 1];
	if (!before || before.value === null || after.value === null || after.ageMs - before.ageMs > mostApartMs) return null;
	const part = (ageMs - before.ageMs) / (after.ageMs - before.ageMs);
	return before.value * (1 - part) + after.value * part;
}
