import type {Release} from '../../../domain/release/release.ts';
import {bold, code, prose} from '../../../domain/text/markdown.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {clockTimeSince, formatAge, formatTime} from '../../../domain/time.ts';
import {releaseName} from '../../../traffic/rows.ts';
import {clusterFreshness, isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {attentionNow, versionsText} from '../../lists/attention.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {headlineOfRelease} from '../release/release-headline.ts';

/** One line of the list. */
export function item(label: SafeText, text: SafeText): SafeText {
	return safe`- ${label}: ${text}`;
}

/** `02:41:07 UTC`, with the date where it is of another day. */
export function utc(atMs: number, nowMs: number): SafeText {
	return safe`${ident(clockTimeSince(atMs, nowMs))} UTC`;
}

/** `✖ **CANARY IS WORSE since 02:36** `shop/checkout` `2.8.1 → 2.9.0` · fails 5.3 in 1,000, stable 1.0 · PAUSED`: what
 * the release's own screen says first. */
export function titleOf(context: EngineContext, state: State, release: Release): SafeText {
	const {glyph, word} = attentionNow(state, release);
	const what = safe`${code(releaseName(release))} ${code(versionsText(release))}`;
	// What the controller does not admit outranks all else, and stands in a line of its own.
	if (release.contradictions.length > 0 || release.notUnderstood) return safe`${glyph} ${bold(word)} ${what}`;
	const headline = headlineOfRelease(context, state, release);
	const [first, ...others] = headline.parts;
	const isPhase = headline.glyph === glyph;
	const rest = [...others.map(prose), ...(isPhase ? [] : [word])];
	return rest.reduce((text, part) => safe`${text} · ${part}`, safe`${headline.glyph} ${bold(first)} ${what}`);
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
