import type {Tone} from '../../domain/reading.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {verb} from '../../domain/verb.ts';
import {histogramQuantile} from '../../statistics/histogram.ts';
import type {TrafficFigures} from '../../traffic/row-traffic.ts';
import type {Row} from '../../traffic/rows.ts';
import {askedOf} from '../evidence/asked.ts';
import {comparisonText, harmOf, incomparableText, recentSidesOf} from '../evidence/comparison.ts';
import {decimal, milliseconds, percentOf} from '../evidence/figures.ts';
import {type Harm, harms} from '../evidence/harm.ts';
import {measurement} from '../evidence/row-figures.ts';
import {usualRatios} from '../evidence/usual.ts';
import {whichMeshText} from '../evidence/which-mesh.ts';
import {askedText, attentionNow, unreadWhy} from '../lists/attention.ts';
import {serverTime} from '../state/server-time.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {nextText, staleText} from './outlook.ts';

/** The selected row in sentences: what is the matter with it, then what happens next and what goes back. */
export interface Explained {
	readonly name: SafeText;
	/** `NOT ROLLED BACK`; empty for a row at rest. */
	readonly word: SafeText;
	readonly tone: Tone;
	/** `argo`; empty without a release. */
	readonly controller: SafeText;
	readonly sentences: readonly SafeText[];
}

export function explained(context: EngineContext, state: State, row: Row): Explained {
	const release = row.release === null ? undefined : context.derive.releases(state).get(row.release);
	const harm = harms(context, state).get(row.key) ?? null;
	const sentences = [matterOf(context, state, row, release, harm), ...(release ? outlookOf(state, release) : [])];
	const attention = release ? attentionNow(state, release) : null;
	const isAtRest = attention === null || attention.level === 'quiet';
	return {
		name: row.name,
		word: isAtRest ? safe`` : attention.word,
		tone: harm ? (harm.kind === 'slow' ? 'warning' : 'critical') : isAtRest ? 'quiet' : attention.tone,
		controller: release?.controller ?? safe``,
		sentences: sentences.filter(sentence => sentence !== ''),
	};
}

/** What is the matter with the row now. Facts that the controller denies come before measurements. */
function matterOf(
	context: EngineContext,
	state: State,
	row: Row,
	release: Release | undefined,
	harm: Harm | null,
): SafeText {
	const whichMesh = whichMeshText(context, state, row.key);
	if (!release) return whichMesh ?? measuredText(context, state, row, harm);
	const unread = unreadWhy(release);
	if (unread) return safe`perch cannot read ${unread}: no verb acts on it`;
	const asked = askedOf(state, release);
	if (asked) return askedText(asked, release, serverTime(state));
	const [contradiction] = release.contradictions;
	const measured = measuredText(context, state, row, harm);
	if (contradiction) return harm ? safe`${contradiction.text} · ${measured}` : contradiction.text;
	const compared = release.canary === null ? null : comparedText(context, state, release);
	return whichMesh ?? compared ?? release.why?.text ?? measured;
}

function comparedText(context: EngineContext, state: State, release: Release): SafeText | null {
	const incomparable = incomparableText(release);
	if (incomparable) return release.why ? safe`${incomparable} · ${release.why.text}` : incomparable;
	const sides = recentSidesOf(context, state, release);
	// A canary without a share of the traffic gets no requests: that is no news.
	if (release.split.configuredPercent === 0 && !sides?.canary.requestsPerSecond) return null;
	const text = comparisonText(sides, harmOf(context, state, release));
	return text && safe`${staleText(state)}${text}`;
}

/** `6.8 % of its requests fail, usually 0.05 %: ~430 more a minute`. Says what is measured, never that all
 * is well. */
function measuredText(context: EngineContext, state: State, {key}: Row, harm: Harm | null): SafeText {
	const measured = measurement(state);
	const total = context.derive.traffic(state)?.rows.get(key)?.total;
	if (!measured) return safe`not measured yet`;
	if (!total) return safe`the metrics have no series of it`;
	if (total.requestsPerSecond === 0) return safe`no requests reach it now`;
	const ratio = total.errorsPerSecond / total.requestsPerSecond;
	const fails = safe`${staleText(state)}${percentOf(ratio)} of its requests fail${usualText(context, state, key)}`;
	if (!harm) return fails;
	if (harm.kind === 'slow') return slowText(total, harm.usualP95Ms);
	return harm.against === 'nothing'
		? safe`${fails}: ~${decimal(harm.extraPerMinute)} a minute`
		: safe`${fails}: ~${decimal(harm.extraPerMinute)} more a minute`;
}

function slowText({buckets}: TrafficFigures, usualP95Ms: number): SafeText {
	const now = buckets === null ? null : histogramQuantile(buckets, 0.95);
	const usually = safe`, usually ${milliseconds(usualP95Ms)}`;
	if (now?.kind === 'value') return safe`its p95 is ${milliseconds(now.valueMs)}${usually}`;
	return now?.kind === 'aboveLastBound' ? safe`its p95 is ≥${milliseconds(now.boundMs)}${usually}` : safe`it is slow`;
}

function usualText(context: EngineContext, state: State, key: Row['key']): SafeText {
	const usual = usualRatios(context, state).get(key);
	return usual === undefined ? safe` (its past is not known)` : safe`, usually ${percentOf(usual)}`;
}

function outlookOf(state: State, release: Release): readonly SafeText[] {
	if (release.notUnderstood) return [];
	const isAtRest = release.canary === null && attentionNow(state, release).level === 'quiet';
	if (isAtRest) return [safe`No release of it is under way.`];
	const back = shortBackText(release);
	return [askedOf(state, release) ? back : safe`${back} · next: ${nextText(state, release)}`];
}

/** `x → 4.2.0, 4/4 pods ready`; the release's own screen says by which means. */
function shortBackText({back, revisions}: Release): SafeText {
	const to = revisions.find(({key}) => key === back.to);
	if (!to) return safe`${verb('back')}: ${back.text}`;
	const isCounted = back.stableReady !== 'unknown' && back.stableDesired !== 'unknown';
	const ready = isCounted ? safe`, ${back.stableReady}/${back.stableDesired} pods ready` : safe``;
	return safe`${verb('back')} → ${to.tag}${ready}`;
}
