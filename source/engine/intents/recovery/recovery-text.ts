import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {formatDuration} from '../../../domain/time.ts';
import {isTrusted, metricsFreshness} from '../../evidence/freshness.ts';
import {countOf, milliseconds, percentOf} from '../../evidence/text/figures.ts';
import {evidenceError} from '../../questions/evidence-rows.ts';
import {pollError} from '../../questions/poll.ts';
import type {Intent} from '../../state/intent.ts';
import type {ComparedSignal, ShownSince, SinceBack} from '../../state/since-back.ts';
import type {State} from '../../state/state.ts';
import {type Quiet, quietWindows} from './quiet-canary.ts';

/** What is said in a headline, and in whole. */
interface Said {
	readonly short: SafeText;
	readonly text: SafeText;
}

/** What the rows show since this way back; null before any of them is read. */
export function sinceBackOf({metrics}: State, {id, release}: Intent): SinceBack | null {
	const known = metrics.sinceBack[release.key];
	return known?.intentId === id ? known : null;
}

/** `RECOVERED after 12s: no requests to the canary, 14 of 6.3k requests failed since (0.22 %), 0.20 % before the canary`.
 * Of several bounds that fewer requests exceed again, the first is told. */
export function recoveredText(shown: readonly ShownSince[], afterMs: number): Said {
	const short = safe`RECOVERED after ${ident(formatDuration(afterMs))}`;
	const text = shown
		.slice(0, 2)
		.reduce((text, one) => safe`${text}, ${shownText(one)}`, safe`${short}: no requests to the canary`);
	return {short, text};
}

/** `NOT RECOVERED after 40s: 4.2 % of 2.1k requests failed since, 0.20 % before the canary` */
export function stillFailingText({verdictThen}: Intent, failing: ShownSince, afterMs: number): Said {
	const verdict = verdictThen?.verdict;
	const wasRaised = verdict?.kind === 'bothBad' || (verdict?.kind === 'worse' && verdict.stableRose);
	const {compared, requests} = failing;
	// Going back cannot help where stable had failed before.
	const why = wasRaised ? safe` stable is failing too:` : safe``;
	const said = safe`NOT RECOVERED after ${ident(formatDuration(afterMs))}:`;
	const did = safe`${ratioText(failing)} of ${countOf(requests)} requests ${didText(compared)}`;
	return {
		short: wasRaised ? safe`${said} stable is failing too` : safe`${said} ${did}, ${usuallyText(compared)}`,
		text: safe`${said}${why} ${did} since, ${usualText(compared)}`,
	};
}

/** `BACK, NOT PROVEN: 41 requests since, 0 failed` */
export function notProvenText(
	state: State,
	intent: Intent,
	{isOver, quiet}: {readonly isOver: boolean; readonly quiet: Quiet},
): SafeText {
	const said = isOver ? safe`BACK, NOT PROVEN in 30 min` : safe`BACK, NOT PROVEN`;
	const shown = sinceBackOf(state, intent)?.shown ?? [];
	const [errors] = shown;
	if (!errors) return safe`${said}: no measurement since${problemText(state, intent)}`;
	if (errors.requests === 0) return safe`${said}: no requests since${problemText(state, intent)}`;
	const others = shown.filter(({kind, compared}) => kind === 'open' && compared.signal !== 'errors');
	const counts = safe`${countOf(errors.requests)} requests since, ${countOf(errors.failures)} failed`;
	const slow =
		errors.kind === 'back' ? others.slice(0, 1).map(one => safe`, ${ratioText(one)} ${didText(one.compared)}`) : [];
	const asked = quiet.provedMs === null ? [askedText(quiet)] : [];
	return safe`${[...slow, ...asked].reduce((text, part) => safe`${text}${part}`, safe`${said}: ${counts}`)}${problemText(state, intent)}`;
}

function askedText({isAsked}: Quiet): SafeText {
	if (isAsked === null) return safe`, those of the canary not measured`;
	return isAsked ? safe`, and some to the canary` : safe`, some to the canary of late`;
}

export function noRequestsText(state: State, intent: Intent): SafeText {
	const [errors] = sinceBackOf(state, intent)?.shown ?? [];
	const counts =
		errors && errors.requests > 0
			? safe`; ${countOf(errors.failures)} of ${countOf(errors.requests)} requests failed since`
			: safe``;
	return safe`no requests to the canary for ${quietWindows} windows${counts}${problemText(state, intent)}`;
}

export function waitingText(state: State, intent: Intent): SafeText {
	return safe`waiting for measured traffic${problemText(state, intent)}`;
}

/** Why nothing newer is measured. */
function problemText(state: State, {release}: Intent): SafeText {
	const {metrics} = state;
	const freshness = metricsFreshness(state);
	const error = evidenceError(metrics, release.key) ?? (metrics.source ? pollError(metrics) : metrics.connectError);
	const problem = error?.message ?? (isTrusted(freshness) ? null : freshness.problem);
	return problem === null ? safe`` : safe`; metrics: ${problem}`;
}

function shownText(shown: ShownSince): SafeText {
	const {compared, failures, requests} = shown;
	if (compared.signal !== 'errors') return safe`${ratioText(shown)} ${didText(compared)} (${usualText(compared)})`;
	return safe`${countOf(failures)} of ${countOf(requests)} requests failed since (${ratioText(shown)}), ${usualText(compared)}`;
}

function ratioText({failures, requests}: ShownSince): SafeText {
	return percentOf(requests > 0 ? failures / requests : 0);
}

function didText({boundMs}: ComparedSignal): SafeText {
	return boundMs === null ? safe`failed` : safe`took over ${milliseconds(boundMs)}`;
}

/** The same in fewer words. */
function usuallyText(compared: ComparedSignal): SafeText {
	const {
		usualIs,
		rules: {usual},
	} = compared;
	return usual === null || usualIs === 'canary'
		? usualText(compared)
		: safe`usually ${percentOf(usual.failures / usual.requests)}`;
}

function usualText({usualIs, rules: {usual}}: ComparedSignal): SafeText {
	if (usual === null) return safe`what is usual is not known`;
	const ratio = percentOf(usual.failures / usual.requests);
	switch (usualIs) {
		case 'before':
			return safe`${ratio} before the canary`;
		case 'beside':
			return safe`${ratio} beside the canary`;
		default:
			return safe`${ratio} of the canary's`;
	}
}
