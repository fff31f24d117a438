import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {presentSidesOf} from '../../evidence/comparison/comparison.ts';
import {tellingSidesOf} from '../../evidence/comparison/telling.ts';
import {decimal, percentOf} from '../../evidence/text/figures.ts';
import {verdictParts, verdictTones} from '../../evidence/text/verdict-text.ts';
import {verdictOf} from '../../evidence/verdict.ts';
import {takenBackOf} from '../../intents/recovery/taken-back.ts';
import type {Intent} from '../../state/intent.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {costText} from '../release/cost-text.ts';
import {capacityOf, verdictStaleText} from '../release/outlook.ts';
import {takenBackParts} from '../release/taken-back-text.ts';
import {whereText} from '../release/where-text.ts';
import type {ConfirmView} from './confirm-view.ts';

type Lines = ConfirmView['lines'];

/** What was measured: before more traffic goes to the canary its verdict, and before traffic returns what stable
 * takes. A release that was taken back says so, and what it had cost, before it is tried again. */
export function evidenceLines(context: EngineContext, state: State, intent: Intent): Lines {
	const release = context.derive.releases(state).get(intent.release.key);
	if (!release || !intent.plan) return [];
	if (intent.plan.direction === 'towardStable')
		return intent.verb === 'back' ? returnLines(context, state, release) : [];
	const back = takenBackOf(context, state, release);
	if (back) return [{tone: 'critical', text: joined(takenBackParts(back, serverTime(state)))}];
	return verdictLines(context, state, release);
}

function verdictLines(context: EngineContext, state: State, release: Release): Lines {
	const verdict = verdictOf(context, state, release);
	if (!verdict) return [];
	const tone = verdictTones[verdict.kind];
	const errors = verdict.kind === 'worse' ? null : ratiosText(context, state, release);
	const text = joined([...verdictParts(verdict, serverTime(state)), ...(errors ? [errors] : [])]);
	const cost = costText(context, state, release);
	const where = whereText(context, state, release);
	return [
		{tone: tone === 'quiet' ? 'plain' : tone, text: safe`${verdictStaleText(state, release)}${text}`},
		...(cost === null ? [] : [{tone: 'plain', text: cost} as const]),
		...(where ? [{tone: 'plain', text: where} as const] : []),
	];
}

/** `errors 0.12 % vs 0.10 %`; null where they are not both counted. */
function ratiosText(context: EngineContext, state: State, release: Release): SafeText | null {
	const errors = tellingSidesOf(context, state, release)?.errors ?? 'noTraffic';
	return errors === 'noTraffic'
		? null
		: safe`errors ${percentOf(errors.canaryRatio)} vs ${percentOf(errors.stableRatio)}`;
}

/** `stable takes 163 rps more: each takes 102 rps (24 h peak 131)` */
function returnLines(context: EngineContext, state: State, release: Release): Lines {
	const canary = presentSidesOf(context, state, release)?.canary.requestsPerSecond ?? 0;
	const capacity = capacityOf(context, state, release);
	if (canary === 0 || capacity === null) return [];
	return [{tone: 'plain', text: safe`stable takes ${decimal(canary)} rps more: ${capacity}`}];
}

function joined(parts: readonly SafeText[]): SafeText {
	return parts.reduce((text, part) => safe`${text} · ${part}`);
}
