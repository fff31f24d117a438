import {isReleaseKey, namedBy} from '../../../domain/cluster/keys.ts';
import type {Release} from '../../../domain/release/release.ts';
import {bold, code, prose} from '../../../domain/text/markdown.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import {rowAt} from '../../../traffic/rows.ts';
import {askedOf} from '../../evidence/asked.ts';
import {sidesOf} from '../../evidence/comparison/comparison.ts';
import {disagreement} from '../../evidence/comparison/disagreement.ts';
import {named} from '../../intents/intents.ts';
import {askedText, unreadWhy} from '../../lists/attention.ts';
import {currentPlace} from '../../lists/places.ts';
import {selectedRow, targetRelease} from '../../lists/selection.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {backText, nextText, nowText} from '../release/outlook.ts';
import {onCanaryText, placeTexts} from '../release/split-places.ts';
import {policyContradictions} from '../release/traffic-policy.ts';
import {actLines} from './chat-acts.ts';
import {figureLines} from './chat-figures.ts';
import {clusterOfRun, footerOf, item, titleOf, utc} from './chat-item.ts';
import {listText} from './chat-list.ts';

/** What the screen is about, for a chat: the open release, the marked row, or the service. It reads alone, without
 * the screen: what, where, since when, the figures, what comes next, what was done and what proves it, and how old
 * the metrics are. Where no row is marked, all
 * that waits for a person; null where nothing does. */
export function chatText(context: EngineContext, live: State, shown: State): SafeText | null {
	const key = selectedRow(context, live) ?? currentPlace(live.screen).key ?? null;
	if (key === null) return listText(context, live, shown);
	const target = targetRelease(context, live) ?? (isReleaseKey(key) ? key : null);
	const release = target === null ? null : (context.derive.releases(shown).get(target) ?? null);
	const row = rowAt(context.derive.rows(shown), key);
	const {namespace, name} = namedBy(key);
	const lines = [
		release
			? titleOf(context, shown, release)
			: safe`${bold(target === null ? safe`service` : safe`RELEASE GONE`)} ${code(row?.name ?? ident(`${namespace}/${name}`))}`,
		item(safe`where`, whereText(shown, namespace, release)),
		...(release ? releaseLines(context, shown, release) : []),
		...figureLines(context, shown, release, row),
		...(release ? outlookLines(context, shown, release) : []),
		...actLines(context, live, target, release),
		footerOf(live, shown),
	];
	return named(lines.reduce((text, line) => safe`${text}\n${line}`));
}

function whereText(state: State, namespace: string, release: Release | null): SafeText {
	const object = release
		? safe`, ${code(ident(release.ref.kindId))} ${code(release.name)} by ${release.controller}`
		: safe``;
	return safe`${clusterOfRun(state)}, namespace ${code(ident(namespace))}${object}`;
}

/** The state, since when, and what contradicts it. */
function releaseLines(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	const asked = askedOf(state, release);
	const unread = unreadWhy(release);
	const contradictions = [
		...(asked ?? release).contradictions.map(({text}) => text),
		...policyContradictions(context, state, release),
	];
	const why = asked ? null : (release.why?.text ?? null);
	const weights = asked ? null : disagreement(context, state, release);
	return [
		item(safe`state`, unread ? safe`perch cannot read ${prose(unread)}` : stateText(state, release)),
		...contradictions.map(text => safe`- ${bold(text)}`),
		...(why ? [item(safe`why`, prose(why))] : []),
		item(
			safe`now`,
			prose(isCompared(context, state, release) ? onCanaryText(release) : nowText(context, state, release)),
		),
		...placeTexts(release).map(text => safe`- ${prose(text)}`),
		...(weights ? [item(safe`weights`, prose(weights))] : []),
	];
}

/** The lines of figures then say the rest of what is now. */
function isCompared(context: EngineContext, state: State, release: Release): boolean {
	return release.canary !== null && !release.notUnderstood && sidesOf(context, state, release) !== null;
}

function stateText(state: State, release: Release): SafeText {
	const nowMs = serverTime(state);
	const asked = askedOf(state, release);
	if (asked) return prose(askedText(asked, release, nowMs));
	const {phase, steps, stepIndex} = release;
	const step = steps.length === 0 ? safe`` : safe`, step ${stepIndex} of ${steps.length} done`;
	switch (phase.kind) {
		case 'stable':
			return safe`no release under way`;
		case 'split':
		case 'paused': {
			const {sinceMs} = phase;
			const because = phase.kind === 'split' ? safe`weights set by hand` : pauseWords[phase.because];
			if (sinceMs === null) return safe`${because}${step}`;
			return safe`${because} since ${utc(sinceMs, nowMs)} (${ident(formatDuration(nowMs - sinceMs))})${step}`;
		}
		case 'progressing':
		case 'analysing':
			return safe`${prose(phase.because)}${step}`;
		default:
			return prose(phase.because);
	}
}

const pauseWords = {
	person: safe`paused, waiting for a person`,
	timer: safe`paused by a timer`,
	manual: safe`held by hand`,
	inconclusive: safe`paused, its analysis was inconclusive`,
} as const;

/** What comes by itself, and what going back would do. A release at rest has neither. */
function outlookLines(context: EngineContext, state: State, release: Release): readonly SafeText[] {
	if (release.notUnderstood || (release.canary === null && release.phase.kind === 'stable')) return [];
	const next = askedOf(state, release)
		? safe`not known before ${release.controller} answers`
		: nextText(state, release);
	return [item(safe`next`, prose(next)), item(safe`way back`, prose(backText(context, state, release)))];
}
