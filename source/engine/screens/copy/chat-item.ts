import {bold, code, prose} from '../../../domain/markdown.ts';
import type {Release} from '../../../domain/release.ts';
import {ident, type SafeText, safe} from '../../../domain/safe-text.ts';
import {clockTimeSince, formatAge, formatTime} from '../../../domain/time.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {harmOf} from '../../evidence/comparison.ts';
import {clusterFreshness, isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {attentionNow, versionsText} from '../../lists/attention.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {isOfEarlierRelease} from '../intent-line.ts';

/** One line of the list. */
export function item(label: SafeText, text: SafeText): SafeText {
	return safe`- ${label}: ${text}`;
}

/** `02:41:07 UTC`, with the date where it is of another day. */
export function utc(atMs: number, nowMs: number): SafeText {
	return safe`${ident(clockTimeSince(atMs, nowMs))} UTC`;
}

/** `✖ **CANARY IS WORSE** `shop/checkout` `2.8.1 → 2.9.0` · HELD` */
export function titleOf(context: EngineContext, state: State, release: Release): SafeText {
	const {glyph, word} = attentionNow(state, release);
	const what = safe`${code(releaseName(release))} ${code(versionsText(release))}`;
	const back = takenBack(state, release);
	// What the controller does not admit outranks all else.
	if (release.contradictions.length > 0) return safe`${glyph} ${bold(word)} ${what}`;
	if (back) return safe`${back} ${what} · ${word}`;
	if (harmOf(context, state, release) === null) return safe`${glyph} ${bold(word)} ${what}`;
	return safe`✖ ${bold(safe`CANARY IS WORSE`)} ${what} · ${word}`;
}

/** After this session's way back, as long as nothing else came after it. */
function takenBack({intents}: State, release: Release): SafeText | null {
	const last = intents.findLast(({release: {key}, confirmedAtMs}) => key === release.key && confirmedAtMs !== null);
	if (last?.verb !== 'back' || last.phase.kind !== 'effective' || isOfEarlierRelease(last, release)) return null;
	switch (last.recovery?.kind) {
		case 'recovered':
			return safe`✔ **TAKEN BACK, RECOVERED**`;
		case 'notRecovered':
			return safe`✖ **TAKEN BACK, NOT RECOVERED**`;
		default:
			return safe`**TAKEN BACK**`;
	}
}

/** ``cluster `prod-eu1`, context `prod` `` */
export function clusterOfRun({session: {target, settings}}: State): SafeText {
	const demo = settings.isDemo ? safe` (a demo)` : safe``;
	const context = target.context === target.cluster ? safe`` : safe`, context ${code(target.context)}`;
	return safe`cluster ${code(target.cluster)}${demo}${context}`;
}

/** When this was so, and how old what it rests on is. */
export function footerOf(live: State, shown: State): SafeText {
	const cluster = clusterFreshness(shown);
	const metrics = metricsFreshness(shown);
	const age = (seconds: number | null) => (seconds === null ? safe`` : safe` ${ident(formatAge(seconds * 1000))} old`);
	const ofCluster = isTrusted(cluster) ? safe`` : safe` · **cluster data${age(cluster.ageSeconds)}, not answering**`;
	const ofMetrics = isTrusted(metrics)
		? safe`metrics${age(metrics.ageSeconds)}`
		: safe`**metrics${age(metrics.ageSeconds)}: ${prose(metrics.problem ?? safe`not read yet`)}**`;
	const frozen = live.frozen ? safe` (the display is frozen)` : safe``;
	return safe`- as of ${ident(formatTime(serverTime(shown)).replace('T', ' ').replace('Z', ' UTC'))}${frozen}: ${ofMetrics}${ofCluster} · perch ${shown.session.settings.version}`;
}
