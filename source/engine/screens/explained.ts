import type {Tone} from '../../domain/reading.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {verb} from '../../domain/verb.ts';
import {histogramQuantile} from '../../statistics/histogram.ts';
import type {TrafficFigures} from '../../traffic/row-traffic.ts';
import type {Row} from '../../traffic/rows.ts';
import {askedOf} from '../evidence/asked.ts';
import {decimal, milliseconds, percentOf} from '../evidence/figures.ts';
import {type Harm, harms} from '../evidence/harm.ts';
import {measurement} from '../evidence/row-figures.ts';
import {usualRatios} from '../evidence/usual.ts';
import {whichMeshText} from '../evidence/which-mesh.ts';
import {takenBackOf} from '../intents/taken-back.ts';
import {attentionNow, unreadWhy, versionsText} from '../lists/attention.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {nextText, staleText} from './outlook.ts';
import {headlineOfRelease} from './release-headline.ts';
import {harmSigns} from './row-sign.ts';

/** The selected row in sentences: what is the matter with it, then what goes back and what happens next. */
export interface Explained {
	readonly name: SafeText;
	/** `4.2.0 → 4.3.0`; empty without a release. */
	readonly versions: SafeText;
	/** `argo`; empty without a release. */
	readonly controller: SafeText;
	/** Of the first sentence. */
	readonly tone: Tone;
	readonly glyph: SafeText;
	readonly sentences: readonly [SafeText, ...SafeText[]];
}

export function explained(context: EngineContext, state: State, row: Row): Explained {
	const release = row.release === null ? undefined : context.derive.releases(state).get(row.release);
	const harm = harms(context, state).get(row.key) ?? null;
	const measured = measuredText(context, state, row, harm);
	if (!release || isAtRest(context, state, release)) {
		const {glyph, tone} = harm ? harmSigns[harm.kind] : {glyph: safe``, tone: 'quiet' as const};
		return {
			name: row.name,
			versions: release ? versionsText(release) : safe``,
			controller: release?.controller ?? safe``,
			glyph,
			tone,
			sentences: [
				whichMeshText(context, state, row.key) ?? measured,
				...(release ? [safe`No release of it is under way.`] : []),
			],
		};
	}
	const {
		glyph,
		tone,
		parts: [first, ...others],
		saysPhase = false,
	} = headlineOfRelease(context, state, release);
	const {phase} = release;
	const reason = saysPhase && phase.kind !== 'paused' && 'because' in phase ? phase.because : null;
	const known = askedOf(state, release) ? null : (release.why?.text ?? null);
	const why = unreadWhy(release) ?? (known === reason ? null : known);
	return {
		name: row.name,
		versions: versionsText(release),
		controller: release.controller,
		...(harm ? harmSigns[harm.kind] : {glyph, tone}),
		// Harm comes before what else is said: where room is short, the end is cut.
		sentences: [
			joined([
				first,
				...(harm && harm.against !== 'stable' ? [measured] : []),
				...others,
				...(why ? [why] : []),
				...(harm ? [] : [measured]),
			]),
			...outlookOf(state, release),
		],
	};
}

function isAtRest(context: EngineContext, state: State, release: Release): boolean {
	return (
		release.canary === null &&
		attentionNow(state, release).level === 'quiet' &&
		takenBackOf(context, state, release) === null
	);
}

function joined(parts: readonly SafeText[]): SafeText {
	return parts.reduce((text, part) => safe`${text} · ${part}`);
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
	if (harm.kind === 'slow') return harm.against === 'past' ? slowText(total, harm.usualP95Ms) : fails;
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
