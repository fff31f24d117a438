import type {WorseVerdict} from '../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {evidenceParts} from '../evidence/text/evidence-text.ts';
import {decimal} from '../evidence/text/figures.ts';
import {isWorse, verdictOf} from '../evidence/verdict.ts';
import {movedSince} from '../intents/prepare/prepare.ts';
import {evidenceRows} from '../questions/evidence-rows.ts';
import type {Command} from '../state/commands.ts';
import type {Event} from '../state/events.ts';
import {isJudged} from '../state/intent.ts';
import {only, type Reduction} from '../state/reduction.ts';
import type {State} from '../state/state.ts';
import type {EngineContext} from '../world/context.ts';
import {dialogIntent} from './dialog.ts';
import {said} from './said.ts';

/** A release that was worse this recently is still the same trouble: figures near the limit come and go. */
const sameTroubleMs = 120_000;

/** Rings once when a release turns worse, when a recovery is judged, and when something moves under an open dialog.
 * What was so when perch started does not ring. Does nothing where the operator did not ask for the bell. */
export function followBell(context: EngineContext, before: State, after: State, event: Event): Reduction {
	if (!after.session.settings.bell) return only(after);
	const figures = event.kind === 'answered' && event.question === evidenceRows.id ? turnedWorse(context, after) : null;
	const state = figures?.state ?? after;
	const news = [...(figures?.news ?? []), ...judged(before, state), ...movedUnderDialog(context, before, state)];
	const [first] = news;
	if (!first) return only(state);
	const more = news.length === 1 ? safe`` : safe` · and ${news.length - 1} more`;
	const ring: Command = {kind: 'ring'};
	return {state: said(state, 'warning', safe`${first}${more}`), commands: [ring]};
}

function turnedWorse(
	context: EngineContext,
	state: State,
): {readonly state: State; readonly news: readonly SafeText[]} {
	const {nowMs, worseSeen} = state;
	const kept = Object.entries(worseSeen).filter(([, lastMs]) => nowMs - lastMs < sameTroubleMs);
	const seen: Record<string, number> = Object.fromEntries(kept);
	const news: SafeText[] = [];
	for (const release of context.derive.releases(state).values()) {
		const verdict = isWorse(context, state, release) ? verdictOf(context, state, release) : null;
		if (verdict?.kind !== 'worse') continue;
		const {errors, latency} = verdict;
		const own = Object.entries({errors, latency}).flatMap(([by, evidence]) =>
			evidence ? [{key: `${release.key} ${by}`, isNew: isSinceStart(state, evidence.sinceMs)}] : [],
		);
		const hasRung = own.some(({key, isNew}) => isNew && seen[key] !== undefined);
		if (!hasRung && own.some(({key, isNew}) => isNew && seen[key] === undefined))
			news.push(safe`WORSE: ${release.namespace}/${release.name} · ${harmText(verdict)}`);
		for (const {key} of own) seen[key] = nowMs;
	}
	return {state: {...state, worseSeen: seen}, news};
}

function harmText({errors, latency}: WorseVerdict): SafeText {
	const failed = errors ? [safe`about ${decimal(errors.extraPerMinute.estimate)} extra failed requests a minute`] : [];
	return [...failed, ...evidenceParts(null, latency)].reduce((text, part) => safe`${text} · ${part}`);
}

/** Whether it was not so before perch looked. */
function isSinceStart({session, cluster}: State, sinceMs: number): boolean {
	return sinceMs >= session.startedAtMs + cluster.clockOffsetMs;
}

/** RECOVERED and NOT RECOVERED, when they are first said. */
function judged({intents: before}: State, {intents}: State): readonly SafeText[] {
	if (before === intents) return [];
	return intents.flatMap(({id, recovery, release}) => {
		if (!recovery || !isJudged(recovery)) return [];
		const earlier = before.find(intent => intent.id === id)?.recovery;
		return earlier && isJudged(earlier) ? [] : [safe`${release.namespace}/${release.name}: ${recovery.text}`];
	});
}

/** What the open dialog is about moved, and had not before this event. */
function movedUnderDialog(context: EngineContext, before: State, after: State): readonly SafeText[] {
	const moved = movedOf(context, after);
	return moved !== null && movedOf(context, before) === null ? [moved] : [];
}

/** Remembered, so that the state before the next event has it already: to derive an old state costs a new one. */
function movedOf(context: EngineContext, state: State): SafeText | null {
	const {dialog} = state.screen;
	if (dialog?.mode !== 'confirm') return null;
	return context.derive.remember(state, 'movedUnderDialog', () => {
		const intent = dialogIntent(state, dialog);
		return intent?.phase.kind === 'confirming' ? movedSince(context, state, intent) : null;
	});
}
