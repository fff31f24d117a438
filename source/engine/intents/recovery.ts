import {ident, type SafeText, safe} from '../../domain/safe-text.ts';
import {sameValue} from '../../domain/same-value.ts';
import {formatDuration} from '../../domain/time.ts';
import {type Tally, wilsonInterval} from '../../statistics/compare-proportions.ts';
import {releaseTraffic} from '../evidence/release-traffic.ts';
import {whichMeshOf} from '../evidence/which-mesh.ts';
import {withoutGap} from '../evidence/without-gap.ts';
import {trafficOf} from '../questions/poll.ts';
import {type Intent, isJudged, type Recovery} from '../state/intent.ts';
import type {Observation, RateFigures} from '../state/metrics-state.ts';
import {only, type Reduction} from '../state/reduction.ts';
import {actedAtMs, serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {outcomeCommands, withIntent} from './intents.ts';

/** After this long without proof of recovery, perch reports that the release has not recovered. */
const deadlineMs = 300_000;
/** After this many windows without a request to the canary, perch claims that there are none. */
const quietWindows = 2;

/** The way back has a second, slower proof: measured traffic. Only where there was a canary to leave. */
export function startRecovery(state: State, intent: Intent): Recovery | null {
	// A switch leads to the side that stands by: requests go there from then on, so they are not expected to
	// cease there.
	const isBack = intent.verb === 'back' && intent.plan?.direction === 'towardStable';
	if (!isBack || intent.release.canary === null || intent.plan?.to === intent.release.canary) return null;
	return {kind: 'watching', sinceMs: serverTime(state), text: safe`waiting for measured traffic`};
}

export function followRecovery(context: EngineContext, state: State, intent: Intent): Reduction {
	const {recovery} = intent;
	if (!recovery || isJudged(recovery)) return only(state);
	const next = judgeRecovery(state, intent, recovery, indistinctness(context, state, intent));
	if (sameValue(next, recovery)) return only(state);
	const changed = withIntent(state, {...intent, recovery: next});
	if (next.kind === recovery.kind || !isOutcome(next)) return only(changed);
	return {state: changed, commands: outcomeCommands(state, intent, next.kind, next.text)};
}

/** Whether it goes into the audit log: waiting for a measurement is no outcome. */
function isOutcome({kind}: Recovery): boolean {
	return kind !== 'watching' && kind !== 'cannotTell';
}

/** Why the metrics cannot tell the canary's requests apart; null when they can. */
function indistinctness(context: EngineContext, state: State, {release}: Intent): SafeText | null {
	const row = releaseTraffic(context, state, release);
	if (row?.split.kind === 'cannotTell') return row.split.because;
	if (!trafficOf(state.metrics) || row) return null;
	return whichMeshOf(context, state, release.key) ?? safe`no series for it in the metrics`;
}

function judgeRecovery(
	state: State,
	intent: Intent,
	recovery: Exclude<Recovery, {kind: 'recovered' | 'notRecovered'}>,
	because: SafeText | null,
): Recovery {
	const {sinceMs} = recovery;
	const observations = state.metrics.observed[intent.release.key] ?? [];
	// Only windows that lie wholly after the change say anything about it.
	const after = withoutGap(
		observations.filter(observation => observation.atMs - observation.windowSeconds * 1000 >= sinceMs),
	);
	const last = after[after.length - 1];
	const isLate = serverTime(state) - sinceMs >= deadlineMs;
	// Missing proof of recovery does not prove that the release has not recovered.
	if (because !== null) return {kind: 'cannotTell', sinceMs, text: safe`not proven by traffic: ${because}`};
	const quiet = trailingQuiet(after);
	const isQuiet = last !== undefined && quiet.length > 0 && spanMs(quiet) >= quietMs(last);
	if (!last || !isQuiet) {
		// Versions that are told again after a while must be told for as long as it takes to be quiet.
		const isStillAsked = last !== undefined && last.canary.requestsPerSecond > 0 && spanMs(after) >= quietMs(last);
		if (isLate && (!last || isStillAsked))
			return {
				kind: 'notRecovered',
				text: safe`NOT RECOVERED after 5 min: ${last ? safe`requests still reach the canary` : safe`no measurement since`}`,
			};
		const text =
			last && last.canary.requestsPerSecond > 0
				? safe`requests still reach the canary`
				: safe`waiting for measured traffic`;
		return {kind: 'watching', sinceMs, text};
	}
	const noRequests: SafeText = safe`no requests to the canary for ${quietWindows} windows`;
	const verdict = judgeErrors(baseline(observations, actedAtMs(intent, state)), last);
	const afterMs = last.atMs - sinceMs;
	if (verdict === 'within')
		return {
			kind: 'recovered',
			afterMs,
			text: safe`RECOVERED after ${ident(formatDuration(afterMs))}: ${noRequests}, errors within stable's range over a full window`,
		};
	if (isLate) {
		return {
			kind: 'notRecovered',
			text:
				verdict === 'above'
					? safe`NOT RECOVERED after 5 min: stable is failing too`
					: safe`NOT RECOVERED after 5 min: no traffic to judge by`,
		};
	}
	return {
		kind: 'noRequests',
		sinceMs,
		text: verdict === 'above' ? safe`${noRequests}; errors still above stable's range` : noRequests,
	};
}

function spanMs(observations: readonly Observation[]): number {
	return (observations.at(-1)?.atMs ?? 0) - (observations[0]?.atMs ?? 0);
}

/** From the first to the last of so many windows. */
function quietMs({windowSeconds}: Observation): number {
	return (quietWindows - 1) * windowSeconds * 1000;
}

function trailingQuiet(observations: readonly Observation[]): readonly Observation[] {
	const firstQuiet = observations.findLastIndex(observation => observation.canary.requestsPerSecond > 0) + 1;
	return observations.slice(firstQuiet);
}

/** The last observation before the request was sent. */
function baseline(observations: readonly Observation[], sentAtMs: number): Observation | undefined {
	return observations.findLast(({atMs}) => atMs <= sentAtMs);
}

/** Compares the errors beside the canary now with those before: `within` unless their 95 % interval is above the
 * earlier one. They are stable's, and those of other versions too: on its way back a release may call none its stable,
 * and the same requests must be compared. Where there were none before, as in a blue/green, errors must be clearly
 * below the canary's. */
function judgeErrors(before: Observation | undefined, now: Observation): 'within' | 'above' | 'unknown' {
	const interval = wilsonInterval(tally(now.others, now));
	if (interval === 'noTraffic' || !before) return 'unknown';
	const range = wilsonInterval(tally(before.others, before));
	if (range !== 'noTraffic') return interval.low <= range.high ? 'within' : 'above';
	const canaryRange = wilsonInterval(tally(before.canary, before));
	if (canaryRange === 'noTraffic') return 'unknown';
	return interval.high < canaryRange.low || interval.low === 0 ? 'within' : 'above';
}

function tally({requestsPerSecond, errorsPerSecond}: RateFigures, {windowSeconds}: Observation): Tally {
	return {failures: errorsPerSecond * windowSeconds, requests: requestsPerSecond * windowSeconds};
}
