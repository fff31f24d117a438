import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {contradictsWeight} from '../../../statistics/binomial-band.ts';
import {trafficOf} from '../../questions/poll.ts';
import type {State} from '../../state/state.ts';
import type {EngineContext} from '../../world/context.ts';
import {lastChange} from '../../world/last-change.ts';
import {decimal} from '../text/figures.ts';
import {sidesOf} from './comparison.ts';

/** The three weights, only when they disagree: what the controller wants, what the route says, what is measured. */
export function disagreement(context: EngineContext, state: State, release: Release): SafeText | null {
	const {desiredPercent, configuredPercent, configuredBy} = release.split;
	const parts: SafeText[] = [];
	if (
		desiredPercent !== 'unknown' &&
		configuredPercent !== 'unknown' &&
		Math.abs(desiredPercent - configuredPercent) >= leastPoints &&
		configuredBy === 'route' &&
		// A contradiction says so already, with the place.
		release.contradictions.length === 0
	) {
		parts.push(
			safe`${release.controller} wants ${decimal(desiredPercent)}%, the route says ${decimal(configuredPercent)}%`,
		);
	}
	const observed = observedAgainst(context, state, release);
	if (observed) parts.push(observed);
	return parts.length === 0 ? null : parts.reduce((text, part) => safe`${text} · ${part}`);
}

/** The least difference in percentage points: with many requests the band is so narrow that even rounded rates
 * lie outside it. */
const leastPoints = 1;

/** The measured share where it lies beyond the 99 % band of the configured one; judged only on a window that
 * lies wholly after the last weight change. */
function observedAgainst(context: EngineContext, state: State, release: Release): SafeText | null {
	const {configuredPercent, configuredBy, places} = release.split;
	// Requests measured over all places prove nothing against the share of one.
	if (places !== undefined) return null;
	// A share of pods does not promise a share of requests.
	if (configuredPercent === 'unknown' || configuredBy === 'pods' || configuredBy === 'none') return null;
	const sides = sidesOf(context, state, release);
	const changedAtMs = lastChange(state, release);
	const traffic = trafficOf(state.metrics);
	if (!sides || !traffic || changedAtMs === null || traffic.atMs - sides.windowSeconds * 1000 < changedAtMs)
		return null;
	const requests = sides.stableTally.requests + sides.canaryTally.requests;
	const contradicts = contradictsWeight(configuredPercent / 100, {requests, toVersion: sides.canaryTally.requests});
	const measuredPercent = (sides.canaryTally.requests / requests) * 100;
	if (contradicts !== true || Math.abs(measuredPercent - configuredPercent) < leastPoints) return null;
	return safe`configured ${decimal(configuredPercent)}%, measured ${decimal(measuredPercent)}% of requests`;
}
