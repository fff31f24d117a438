import type {Release} from '../../domain/release.ts';
import type {Tally} from '../../statistics/compare-proportions.ts';
import type {Judged} from '../state/metrics-state.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {lastChange} from '../world/last-change.ts';
import {sidesOver} from './comparison.ts';
import {isEnough, judgedBy, stableBefore, tallyOver} from './judged.ts';
import {meanOf, type Point} from './mean-of.ts';
import {afterChange, chartPoints, recentMs} from './period.ts';

/** A stretch of time in which every judgement found the canary worse. */
export interface Stretch {
	readonly fromMs: number;
	readonly toMs: number;
	/** The canary was worse when it could first be judged, so it may have been worse for longer. */
	readonly isOpen: boolean;
	/** No later judgement found it otherwise. */
	readonly isLast: boolean;
}

/** The stretches in which the canary was worse, oldest first: poll by poll since perch watches, and along the open
 * chart since the last change of the weight. */
export function worseStretches(context: EngineContext, state: State, release: Release): readonly Stretch[] {
	const observations = state.metrics.observed[release.key] ?? [];
	const ofThis = observations.filter(({canaryKey}) => canaryKey === release.canary);
	return [...stretchesIn(ofThis), ...stretchesIn(chartJudgements(context, state, release))];
}

/** Stable's requests before those of the last minutes, from the polls or, where perch has not watched for long, from
 * the first half of the open chart. */
export function stableInThePast(context: EngineContext, state: State, release: Release): Tally {
	const observed = stableBefore(state.metrics.observed[release.key] ?? []);
	return isEnough(observed) ? observed : firstHalf(chartPoints(context, state, release));
}

interface Judgement {
	readonly atMs: number;
	readonly windowSeconds: number;
	readonly judged?: Judged | undefined;
}

function stretchesIn(judgements: readonly Judgement[]): readonly Stretch[] {
	const found: Stretch[] = [];
	let before: Judgement | null = null;
	for (const one of judgements) {
		const isNext = before !== null && one.atMs - one.windowSeconds * 1000 <= before.atMs;
		const last = found.at(-1);
		if (isWorse(one)) {
			if (isNext && last && before && isWorse(before)) found.splice(-1, 1, {...last, toMs: one.atMs, isLast: true});
			else found.push({fromMs: one.atMs, toMs: one.atMs, isOpen: !isNext || !wasFine(before, one), isLast: true});
		} else if (last) found.splice(-1, 1, {...last, isLast: false});
		before = one;
	}
	return found;
}

function isWorse({judged}: Judgement): boolean {
	return judged !== undefined && (judged.isWorseByErrors || judged.isWorseByLatency === true);
}

/** Whether what is worse now was judged before, and was not worse. */
function wasFine(before: Judgement | null, now: Judgement): boolean {
	if (!before?.judged) return false;
	return now.judged?.isWorseByErrors === true || before.judged.isWorseByLatency !== 'unknown';
}

function chartJudgements(context: EngineContext, state: State, release: Release): readonly Judgement[] {
	const points = chartPoints(context, state, release);
	const before = firstHalf(points);
	const after = thinned(afterChange(points, lastChange(state, release)));
	return after.map(({atMs, windowSeconds}, at) => {
		const recent = after.slice(0, at + 1).filter(point => point.atMs >= atMs - recentMs(windowSeconds));
		return {
			atMs,
			windowSeconds,
			judged: judgedBy(sidesOver(meanOf(recent, 'chart', null, release)), before) ?? undefined,
		};
	});
}

/** Leaves out points whose windows lie mostly within those of others: they tell nothing new. */
function thinned(points: readonly Point[]): readonly Point[] {
	const kept: Point[] = [];
	for (const point of points) {
		const last = kept.at(-1);
		if (!last || point.atMs - last.atMs >= point.windowSeconds * 500) kept.push(point);
	}
	return kept;
}

function firstHalf(points: readonly Point[]): Tally {
	const half = points.slice(0, Math.floor(points.length / 2));
	return tallyOver(half.map(({atMs, windowSeconds, stable}) => ({...stable, atMs, windowSeconds})));
}
