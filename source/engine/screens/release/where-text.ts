import type {Release} from '../../../domain/release.ts';
import {ident, type SafeText, safe} from '../../../domain/safe-text.ts';
import type {Concentration, WhereItFails} from '../../../judge/where-it-fails.ts';
import {percentOf} from '../../evidence/figures.ts';
import {whereOf} from '../../evidence/where-of.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** Where the extra failures of this release are, in one sentence; null where they are not clearly anywhere. */
export function whereNow(context: EngineContext, state: State, release: Release): SafeText | null {
	const where = whereOf(context, state, release);
	return where && whereText(where);
}

/** `96 % of extra errors: pod x2 (50 % of requests), node ip-10-2 · likely not the code` */
export function whereText({parts: [first, ...others], isLikelyNotCode}: WhereItFails): SafeText | null {
	if (!first) return null;
	const share = percentOf(first.share);
	const lead = safe`${share} of extra errors: ${partText(first)}`;
	const text = others.reduce((text, other) => safe`${text}${otherText(first, other)}`, lead);
	return isLikelyNotCode ? safe`${text} · likely not the code` : text;
}

/** What is the same of both parts is said once. */
function otherText(first: Concentration, other: Concentration): SafeText {
	if (percentOf(other.share) !== percentOf(first.share)) return safe` · ${percentOf(other.share)}: ${partText(other)}`;
	return percentOf(other.traffic) === percentOf(first.traffic) && ofWhat(other) === ofWhat(first)
		? safe`, ${nameOf(other)}`
		: safe`, ${partText(other)}`;
}

function partText(part: Concentration): SafeText {
	return safe`${nameOf(part)} (${percentOf(part.traffic)} ${ofWhat(part)})`;
}

function nameOf({dimension, value}: Concentration): SafeText {
	// Envoy's `-`: the answer came from the pod itself.
	if (dimension === 'flag' && value === '-') return safe`no response flag`;
	return safe`${ident(dimension)} ${ident(value)}`;
}

/** Only failures have flags: one is measured against stable's. */
function ofWhat({dimension}: Concentration): SafeText {
	return dimension === 'flag' ? safe`of stable's errors` : safe`of requests`;
}
