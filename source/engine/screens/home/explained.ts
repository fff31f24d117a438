import type {Tone} from '../../../domain/reading.ts';
import type {Release} from '../../../domain/release/release.ts';
import {verb} from '../../../domain/release/verb.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Row} from '../../../traffic/rows.ts';
import {askedOf} from '../../evidence/asked.ts';
import {harms} from '../../evidence/harm/harm.ts';
import {whichMeshText} from '../../evidence/which-mesh.ts';
import {noWayBackNow} from '../../intents/prepare/no-way-back.ts';
import {takenBackOf} from '../../intents/recovery/taken-back.ts';
import {attentionNow, unreadWhy, versionsText} from '../../lists/attention.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {setbackOf} from '../intent-line.ts';
import {nextText} from '../release/outlook.ts';
import {headlineOfRelease} from '../release/release-headline.ts';
import {signOfHarm} from './harm-sign.ts';
import {measuredText} from './harm-text.ts';

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
	const measured = measuredText(context, state, row.key, harm);
	// It comes first: whoever asked for it must not believe that it was done.
	const setback = release ? setbackOf(state, release) : null;
	const failed = setback ? [setback.text] : [];
	if (!release || isAtRest(context, state, release)) {
		return {
			name: row.name,
			versions: release ? versionsText(release) : safe``,
			controller: release?.controller ?? safe``,
			...(harm ? signOfHarm(harm) : {glyph: safe``, tone: 'quiet'}),
			sentences: [
				joined([...failed, whichMeshText(context, state, row.key) ?? measured]),
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
		...(harm ? signOfHarm(harm) : {glyph, tone}),
		// Harm comes before what else is said: where room is short, the end is cut.
		sentences: [
			joined([
				...failed,
				first,
				...(harm && harm.against !== 'stable' ? [measured] : []),
				...others,
				...(why ? [why] : []),
				...(harm ? [] : [measured]),
			]),
			...outlookOf(context, state, release),
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

function outlookOf(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	if (release.notUnderstood) return [];
	const back = shortBackText(context, state, release);
	return [askedOf(state, release) ? back : safe`${back} · next: ${shortNextText(state, release)}`];
}

/** What waits for a person says so first: the reason stands in the first sentence, and the end of a line is cut. */
function shortNextText(state: State, release: Release): SafeText {
	const {next, phase} = release;
	if (next.code !== 'held-for-person' || phase.kind !== 'paused') return nextText(state, release);
	return safe`nothing by itself, waits for you`;
}

/** `x → 4.2.0, 4/4 pods ready`; the release's own screen says by which means. */
function shortBackText(context: EngineContext, state: State, release: Release): SafeText {
	const {back, revisions} = release;
	const to = revisions.find(({key}) => key === back.to);
	if (!to) return safe`${verb('back')}: ${back.text}`;
	const closed = noWayBackNow(context, state, release);
	if (closed) return safe`${verb('back')} → ${to.tag} ${closed}`;
	const isCounted = back.stableReady !== 'unknown' && back.stableDesired !== 'unknown';
	const ready = isCounted ? safe`, ${back.stableReady}/${back.stableDesired} pods ready` : safe``;
	return safe`${verb('back')} → ${to.tag}${ready}`;
}
