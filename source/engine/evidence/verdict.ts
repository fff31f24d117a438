import type {Release} from '../../domain/release.ts';
import type {ErrorEvidence, Incomparable, LatencyEvidence, Verdict, WorseVerdict} from '../../domain/verdict.ts';
import {isBeyondChance, leastWindows} from '../../statistics/compare-proportions.ts';
import {secondsToBound} from '../../statistics/seconds-to-bound.ts';
import {trafficOf} from '../questions/poll.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import type {Inputs} from '../world/memory.ts';
import {figuresOf, harmSidesOf, isOver, recentSidesOf, type Sides, sidesOf} from './comparison.ts';
import {isRisen} from './judged.ts';
import {type Stretch, stableInThePast, worseStretches} from './judged-past.ts';
import {releaseTraffic} from './release-traffic.ts';
import {whichMeshOf} from './which-mesh.ts';

/** What is said of the release now; null without a canary, and where its objects cannot be read. */
export function verdictOf(context: EngineContext, state: State, release: Release): Verdict | null {
	if (release.canary === null || release.notUnderstood) return null;
	const inputs: Inputs = [...figuresOf(context, state, release), state.metrics.connectError?.kind];
	return context.derive.rememberWhile(state, `verdict ${release.key}`, inputs, () => judge(context, state, release));
}

function judge(context: EngineContext, state: State, release: Release): Verdict {
	const because = incomparableBecause(context, state, release);
	if (because) return {kind: 'cannotCompare', because};
	const whole = sidesOf(context, state, release);
	if (!whole) return {kind: 'cannotCompare', because: {code: whyNoSides(state, release)}};
	const stretches = worseStretches(context, state, release);
	const rose = stableRose(context, state, release, whole);
	const errors = errorEvidence(context, state, release);
	const latency = latencyEvidence(context, state, release, whole);
	if (errors || latency) return {kind: 'worse', ...sinceOf(stretches), errors, latency, stableRose: rose !== null};
	if (rose && isRisen(rose.canary, rose.before)) {
		const {stable, before} = rose;
		return {kind: 'bothBad', stableRatio: ratio(stable), stableRatioBefore: ratio(before)};
	}
	const past = lastOver(state, stretches);
	if (past) return {kind: 'wasWorse', fromMs: past.fromMs, toMs: past.toMs, isJudgedNow: isJudged(whole)};
	if (whole.errors === 'noTraffic') {
		if (whole.canary.requestsPerSecond > 0) return {kind: 'cannotCompare', because: {code: 'no-stable-requests'}};
		return {kind: 'tooFew', requests: whole.isBeforeChange ? null : 0, earlyFailures: null, minutesLeft: null};
	}
	const care = Math.max(leastCare, whole.errors.stableRatio);
	if (isJudged(whole) && whole.errors.interval.high <= care) {
		return {kind: 'noHarm', aboveRatio: whole.errors.interval.high, isLatencyJudged: whole.isLatencyJudged};
	}
	return tooFew(whole, care);
}

function whyNoSides(
	{metrics}: State,
	{services}: Release,
): 'no-service' | 'no-series' | 'no-metrics' | 'not-configured' {
	const isServed = [services.apex, services.stable, services.canary].some(named => named.length > 0);
	if (trafficOf(metrics)) return isServed ? 'no-series' : 'no-service';
	return metrics.connectError?.kind === 'notConfigured' ? 'not-configured' : 'no-metrics';
}

/** A stretch that is over is told for this long. */
const toldForMs = 3_600_000;

/** Since when it is worse: of the stretches that last until now, the one that began first. */
function sinceOf(stretches: readonly Stretch[]): Pick<WorseVerdict, 'sinceMs' | 'isSinceOpen'> {
	const lasting = stretches.filter(({isLast}) => isLast).toSorted((one, other) => one.fromMs - other.fromMs);
	// Where the polls or the chart know of a time before it, it began then.
	return {sinceMs: lasting[0]?.fromMs ?? null, isSinceOpen: lasting.length > 0 && lasting.every(({isOpen}) => isOpen)};
}

function lastOver(state: State, stretches: readonly Stretch[]): Stretch | null {
	const sinceMs = (trafficOf(state.metrics)?.atMs ?? 0) - toldForMs;
	const [last] = stretches.toSorted((one, other) => other.toMs - one.toMs);
	return last && last.toMs >= sinceMs ? last : null;
}

/** A difference up to this is not looked for: nobody rolls back for less. */
const leastCare = 0.005;
/** No statement before so much time. */
const leastSeconds = 60;

function isJudged({errors, windows, windowSeconds}: Sides): boolean {
	return errors !== 'noTraffic' && windows >= leastWindows && windowSeconds >= leastSeconds;
}

function incomparableBecause(context: EngineContext, state: State, release: Release): Incomparable | null {
	if (release.incomparable !== undefined) return {code: 'different-requests', text: release.incomparable};
	const split = releaseTraffic(context, state, release)?.split;
	if (split?.kind === 'cannotTell') return {code: 'one-name', text: split.because};
	const meshes = whichMeshOf(context, state, release.key);
	return meshes && {code: 'several-meshes', text: meshes};
}

function errorEvidence(context: EngineContext, state: State, release: Release): ErrorEvidence | null {
	const sides = harmSidesOf(context, state, release);
	if (!sides || sides.errors === 'noTraffic' || sides.extraPerMinute === null) return null;
	const {canaryRatio, stableRatio} = sides.errors;
	return {canaryRatio, stableRatio, extraPerMinute: sides.extraPerMinute};
}

function latencyEvidence(context: EngineContext, state: State, release: Release, whole: Sides): LatencyEvidence | null {
	const recent = recentSidesOf(context, state, release);
	const shown = recent?.slower ? recent : whole;
	if (!shown.slower) return null;
	const {boundMs, shares} = shown.slower;
	const now = recent?.slow.find(one => one.boundMs === boundMs);
	if (now && isOver(shares, now.shares)) return null;
	const {p95, p99} = shown;
	return {boundMs, canaryShare: shares.canaryRatio, stableShare: shares.stableRatio, p95, p99};
}

/** Both versions' failures of the last minutes and stable's before, where stable's rose; null where they did not. */
function stableRose(context: EngineContext, state: State, release: Release, whole: Sides) {
	const {stableTally: stable, canaryTally: canary} = recentSidesOf(context, state, release) ?? whole;
	const before = stableInThePast(context, state, release);
	return isRisen(stable, before) ? {stable, canary, before} : null;
}

function ratio({failures, requests}: Sides['stableTally']): number {
	return failures / requests;
}

function tooFew(sides: Sides, care: number): Verdict {
	const {isBeforeChange, canaryTally, stableTally, windowSeconds, eachSeconds} = sides;
	const isEarly = !isBeforeChange && isEarlyHarm(sides);
	const untilJudged = leastWindows * eachSeconds - windowSeconds;
	const untilBound = secondsToBound({canary: canaryTally, stable: stableTally, seconds: windowSeconds}, care);
	const left = isEarly
		? untilJudged
		: Math.max(untilBound - windowSeconds, leastSeconds - windowSeconds, untilJudged, 0);
	return {
		kind: 'tooFew',
		requests: isBeforeChange ? null : canaryTally.requests,
		earlyFailures: isEarly ? canaryTally.failures : null,
		minutesLeft: Number.isFinite(left) ? Math.max(1, Math.ceil(left / 60)) : null,
	};
}

/** Whether more fail than of stable, beyond chance, in too few windows to say so. */
function isEarlyHarm({errors, windows}: Sides): boolean {
	return windows < leastWindows && isBeyondChance(errors, leastWindows);
}
