import {sameValue} from '../../../domain/same-value.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {releaseTraffic} from '../../evidence/comparison/release-traffic.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {provedForMs} from '../../evidence/rows/way-back.ts';
import {whichMeshOf} from '../../evidence/which-mesh.ts';
import {trafficOf} from '../../questions/poll.ts';
import {type Intent, isProofOpen, type Recovery} from '../../state/intent.ts';
import {only, type Reduction} from '../../state/reduction.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {outcomeCommands, withIntent} from '../intents.ts';
import {type Quiet, quietOf} from './quiet-canary.ts';
import {
	noRequestsText,
	notProvenText,
	recoveredText,
	sinceBackOf,
	stillFailingText,
	waitingText,
} from './recovery-text.ts';

/** After this long without evidence perch says that nothing is proved, and what still reaches the canary. */
const deadlineMs = 300_000;

/** The way back has a second, slower proof: measured traffic. Only where there was a canary to leave. */
export function startRecovery(state: State, intent: Intent): Recovery | null {
	// A switch leads to the side that stands by: requests go there from then on, so they are not expected to
	// cease there.
	const isBack = intent.verb === 'back' && intent.plan?.direction === 'towardStable';
	if (!isBack || intent.release.canary === null || intent.plan?.to === intent.release.canary) return null;
	return {kind: 'watching', sinceMs: serverTime(state), text: waitingText(state, intent)};
}

export function followRecovery(context: EngineContext, state: State, intent: Intent): Reduction {
	const {recovery} = intent;
	if (!recovery || !isProofOpen(recovery)) return only(state);
	const next = judgeRecovery(context, state, intent, recovery);
	if (sameValue(next, recovery)) return only(state);
	const changed = withIntent(state, {...intent, recovery: next});
	if (next.kind === recovery.kind || !outcomes.has(next.kind)) return only(changed);
	return {state: changed, commands: outcomeCommands(state, intent, next.kind, next.text)};
}

/** What goes into the audit log: waiting for a measurement is no outcome. */
const outcomes: ReadonlySet<Recovery['kind']> = new Set(['recovered', 'notRecovered', 'notProven']);

type OpenRecovery = Extract<Recovery, {readonly sinceMs: number}>;

function judgeRecovery(context: EngineContext, state: State, intent: Intent, recovery: OpenRecovery): Recovery {
	const {sinceMs} = recovery;
	const passedMs = serverTime(state) - sinceMs;
	const because = indistinctness(context, state, intent);
	// Missing proof of recovery does not prove that the release has not recovered.
	if (because !== null) return {kind: 'cannotTell', sinceMs, text: safe`not proven by traffic: ${because}`};
	const quiet = quietOf(state, intent, sinceMs);
	// Old figures prove nothing of the present.
	const proved = isTrusted(metricsFreshness(state)) ? provedNow(state, intent, {sinceMs, quiet}) : null;
	if (proved) return proved;
	const isLate = passedMs >= deadlineMs;
	if (isLate && quiet.isStillAsked && isTrusted(metricsFreshness(state))) {
		const text = safe`NOT RECOVERED after 5 min: requests still reach the canary`;
		return {kind: 'notRecovered', short: text, text};
	}
	// What was not proven once stays so until it is proven.
	if (isLate || recovery.kind === 'notProven') {
		const isOver = passedMs >= provedForMs;
		return {kind: 'notProven', sinceMs, isOver, text: notProvenText(state, intent, {isOver, quiet})};
	}
	if (quiet.provedMs !== null) return {kind: 'noRequests', sinceMs, text: noRequestsText(state, intent)};
	return {kind: 'watching', sinceMs, text: quiet.isAsked === true ? stillAsked : waitingText(state, intent)};
}

const stillAsked: SafeText = safe`requests still reach the canary`;

interface Since {
	readonly sinceMs: number;
	readonly quiet: Quiet;
}

/** RECOVERED or NOT RECOVERED, where the rows since show it; else null. */
function provedNow(state: State, intent: Intent, {sinceMs, quiet}: Since): Recovery | null {
	const since = sinceBackOf(state, intent);
	if (!since || since.upToMs === null) return null;
	const failing = since.shown.find(({kind}) => kind === 'failing');
	if (failing) return {kind: 'notRecovered', ...stillFailingText(intent, failing, since.upToMs - sinceMs)};
	const isBack = since.shown.length > 0 && since.shown.every(({kind}) => kind === 'back');
	if (!isBack || quiet.provedMs === null) return null;
	const afterMs = Math.max(quiet.provedMs, since.upToMs) - sinceMs;
	const quietAfterMs = quiet.provedMs - sinceMs;
	return {kind: 'recovered', afterMs, quietAfterMs, ...recoveredText(since.shown, afterMs)};
}

/** Why the metrics cannot tell the canary's requests apart; null when they can. */
function indistinctness(context: EngineContext, state: State, {release}: Intent): SafeText | null {
	const row = releaseTraffic(context, state, release);
	if (row?.split.kind === 'cannotTell') return row.split.because;
	if (!trafficOf(state.metrics) || row) return null;
	return whichMeshOf(context, state, release.key) ?? safe`no series for it in the metrics`;
}
