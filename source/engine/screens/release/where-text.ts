import type {Release} from '../../../domain/release/release.ts';
import {ident, type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {Concentration, WhereItFails} from '../../../judge/where-it-fails.ts';
import {percentOf} from '../../evidence/text/figures.ts';
import {whereOf} from '../../evidence/where/where-of.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';

/** One sentence: `96 % of extra errors: pod x2 (50 % of requests), node ip-10-2 · likely not the code`. Its names may be
 * long, and are cut by themselves. */
export interface WhereView {
	readonly parts: readonly WherePart[];
	/** Empty where nothing is concluded. */
	readonly end: SafeText;
}

export interface WherePart {
	readonly before: SafeText;
	/** What the series call it: `web/mobile`. */
	readonly name: SafeText;
	readonly after: SafeText;
}

/** Where the extra failures of this release are; null where they are not clearly anywhere. */
export function whereView(context: EngineContext, state: State, release: Release): WhereView | null {
	const where = whereOf(context, state, release);
	return where && whereSaid(where);
}

/** The whole sentence, with whole names. */
export function whereText(context: EngineContext, state: State, release: Release): SafeText | null {
	const view = whereView(context, state, release);
	if (!view) return null;
	const said = view.parts.reduce((text, {before, name, after}) => safe`${text}${before}${name}${after}`, safe``);
	return safe`${said}${view.end}`;
}

function whereSaid({parts: [first, ...others], isLikelyNotCode}: WhereItFails): WhereView | null {
	if (!first) return null;
	const lead = part(safe`${percentOf(first.share)} of extra errors: `, first, trafficText(first));
	const end = isLikelyNotCode ? safe` · likely not the code` : safe``;
	return {parts: [lead, ...others.map(other => otherPart(first, other))], end};
}

/** What is the same of both is said once. */
function otherPart(first: Concentration, other: Concentration): WherePart {
	if (percentOf(other.share) !== percentOf(first.share))
		return part(safe` · ${percentOf(other.share)}: `, other, trafficText(other));
	const isSaid = trafficText(other) === trafficText(first);
	return part(safe`, `, other, isSaid ? safe`` : trafficText(other));
}

function part(before: SafeText, {dimension, value}: Concentration, after: SafeText): WherePart {
	// Envoy's `-`: the answer came from the pod itself.
	if (dimension === 'flag' && value === '-') return {before, name: safe`no response flag`, after};
	return {before: safe`${before}${ident(dimension)} `, name: ident(value), after};
}

/** Only failures have flags: one is measured against stable's, of which it is assumed to have half a one more. */
function trafficText({dimension, traffic}: Concentration): SafeText {
	if (dimension !== 'flag') return safe` (${percentOf(traffic)} of requests)`;
	return traffic < 0.01 ? safe` (<1 % of stable's errors)` : safe` (${percentOf(traffic)} of stable's errors)`;
}
