import {analysisGates} from './gates.ts';
import {isJudged, isUnderWay, isUnseen, type Situation, strategyOf} from './situation.ts';

/** When Flagger looks next: it does so once in an interval, counted from when it was last seen to. */
export function nextTickMs({canary, nowMs, ...situation}: Situation): number | null {
	const lastMs = lastSeenMs({canary, nowMs, ...situation});
	if (lastMs === null) return null;
	const {intervalMs} = canary.analysis;
	return lastMs + Math.max(1, Math.ceil((nowMs - lastMs) / intervalMs)) * intervalMs;
}

/** Since when nothing was heard of Flagger though each of its looks must leave a trace; null where it may be at work. */
export function silentMs(situation: Situation): number | null {
	const {canary, nowMs} = situation;
	const lastMs = lastSeenMs(situation);
	if (lastMs === null || canary.isSuspended || !leavesTrace(situation)) return null;
	const sinceMs = Math.max(lastMs, canary.metadata.changedAtMs ?? 0, templateChangedMs(situation));
	// Checks and webhooks may take their time within a look.
	return nowMs - sinceMs > 3 * canary.analysis.intervalMs + 30_000 ? lastMs : null;
}

/** At rest Flagger leaves no trace, however well it is: it owes one only since the target has another template. */
function templateChangedMs(situation: Situation): number {
	const {target} = situation;
	if (!isUnseen(situation)) return 0;
	return Math.max(target?.metadata.changedAtMs ?? 0, target?.replicaSets[0]?.metadata.createdAtMs ?? 0);
}

/**
 * Since when the status of a Canary that Flagger may work on has stayed as it is; null before there is one. A hold that
 * was taken away ends with a write of the Canary: Flagger owes no look for the time before.
 */
export function standsSinceMs({canary: {status, metadata}}: Situation): number | null {
	const {lastTransitionMs} = status;
	return lastTransitionMs === null ? null : Math.max(lastTransitionMs, metadata.changedAtMs ?? 0);
}

/** The newest trace of Flagger: its status, or an Event. */
function lastSeenMs({canary, events}: Situation): number | null {
	const lastMs = Math.max(canary.status.lastTransitionMs ?? 0, events.at(-1)?.atMs ?? 0);
	return lastMs === 0 ? null : lastMs;
}

/**
 * Whether a look that Flagger takes now must change the status. Behind a closed gate and while pods are missing it
 * changes nothing, and the Events about that are not all taken by the API server.
 */
function leavesTrace(situation: Situation): boolean {
	const {canary, target, primary} = situation;
	if (isUnseen(situation)) return true;
	if (!isUnderWay(canary)) return false;
	if (target?.isReady !== true || primary?.isReady !== true) return false;
	if (isJudged(canary) && canary.status.failedChecks >= canary.analysis.threshold) return true;
	// Not every version of Flagger writes its status anew while it waits for a gate.
	if (canary.status.phase === 'Waiting' || canary.status.phase === 'WaitingPromotion') return false;
	const isGated = analysisGates(canary).some(({type}) => type === 'confirm-traffic-increase');
	if (canary.status.phase === 'Progressing' && isGated) return false;
	// Without a step, a canary stands still for ever.
	const {stepWeight, stepWeights} = canary.analysis;
	return strategyOf(canary) !== 'canary' || stepWeight > 0 || stepWeights.length > 0;
}
