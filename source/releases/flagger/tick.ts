import {analysisGates} from './gates.ts';
import {isJudged, isUnderWay, isUnseen, type Situation, strategyOf} from './situation.ts';

/**
 * The time of Flagger's next tick, in ms. A tick is one look of Flagger at the Canary: one per interval,
 * counted from the last trace of Flagger.
 */
export function nextTickMs({canary, nowMs, ...situation}: Situation): number | null {
	const lastMs = lastSeenMs({canary, nowMs, ...situation});
	if (lastMs === null) return null;
	const {intervalMs} = canary.analysis;
	return lastMs + Math.max(1, Math.ceil((nowMs - lastMs) / intervalMs)) * intervalMs;
}

/**
 * The time of Flagger's last trace, if it left none for too long though each tick must leave one; null if it
 * may be at work.
 */
export function silentMs(situation: Situation): number | null {
	const {canary, nowMs} = situation;
	const lastMs = lastSeenMs(situation);
	if (lastMs === null || canary.isSuspended || !leavesTrace(situation)) return null;
	const sinceMs = Math.max(lastMs, canary.metadata.changedAtMs ?? 0, templateChangedMs(situation));
	// Checks and webhooks may take a long time within a tick.
	return nowMs - sinceMs > 3 * canary.analysis.intervalMs + 30_000 ? lastMs : null;
}

/**
 * While no release is under way a working Flagger leaves no trace. It must leave one only after the target has
 * got another template.
 */
function templateChangedMs(situation: Situation): number {
	const {target} = situation;
	if (!isUnseen(situation)) return 0;
	return Math.max(target?.metadata.changedAtMs ?? 0, target?.replicaSets[0]?.metadata.createdAtMs ?? 0);
}

/**
 * The time since which the status is unchanged while Flagger could have changed it; null before there is a
 * status. The end of a hold is a write of the Canary: while it was held, Flagger had nothing to do.
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
 * Whether a tick of Flagger must change the status now. Behind a closed gate, and while pods are missing, a
 * tick changes nothing, and the API server does not take all Events about that.
 */
function leavesTrace(situation: Situation): boolean {
	const {canary, target, primary} = situation;
	if (isUnseen(situation)) return true;
	if (!isUnderWay(canary)) return false;
	if (target?.isReady !== true || primary?.isReady !== true) return false;
	if (isJudged(canary) && canary.status.failedChecks >= canary.analysis.threshold) return true;
	// Not every version of Flagger rewrites its status while it waits for a gate.
	if (canary.status.phase === 'Waiting' || canary.status.phase === 'WaitingPromotion') return false;
	const isGated = analysisGates(canary).some(({type}) => type === 'confirm-traffic-increase');
	if (canary.status.phase === 'Progressing' && isGated) return false;
	// A canary without a step never moves.
	const {stepWeight, stepWeights} = canary.analysis;
	return strategyOf(canary) !== 'canary' || stepWeight > 0 || stepWeights.length > 0;
}
