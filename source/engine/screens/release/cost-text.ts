import type {Release} from '../../../domain/release/release.ts';
import type {Estimated} from '../../../domain/release/verdict.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {type CostOfHarm, costOfHarm} from '../../evidence/rows/cost-of-harm.ts';
import {decimal} from '../../evidence/text/figures.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {staleText} from './outlook.ts';

/** `in 5 min as it is: ~570 requests fail more (310 to 820) · at 50 %: ~1.4k (780 to 2.0k)`; null where nothing shows more
 * failures. */
export function costText(context: EngineContext, state: State, release: Release): SafeText | null {
	const found = costOfHarm(context, state, release);
	if (!found || isNone(found.cost.wait)) return null;
	const {cost, nextPercent, isBackKnown} = found;
	const wait = safe`${staleText(state)}in ${minutesOf(found)} min as it is: ${estimateText(cost.wait)} requests fail more${boundsText(cost.wait)}`;
	const next =
		cost.promote === null || nextPercent === null
			? []
			: [safe`at ${nextPercent} %: ${estimateText(cost.promote)}${boundsText(cost.promote)}`];
	const back = isBackKnown ? [safe`on the way back: ${estimateText(cost.back)}${boundsText(cost.back)}`] : [];
	return [wait, ...next, ...back].reduce((text, part) => safe`${text} · ${part}`);
}

/** Nothing to tell: less than a request. */
function isNone({estimate}: Estimated): boolean {
	return estimate < 0.5;
}

function minutesOf({waitSeconds}: CostOfHarm): number {
	return Math.round(waitSeconds / 60);
}

function estimateText({estimate}: Estimated): SafeText {
	return safe`~${countText(estimate)}`;
}

function boundsText({low, high}: Estimated): SafeText {
	return safe` (${countText(low)} to ${countText(high)})`;
}

function countText(value: number): SafeText {
	return value < 995 ? safe`${Math.round(value)}` : decimal(value);
}
