import type {Split} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import type {RolloutRelease} from '../detail.ts';

/**
 * The canary's share from which a verb starts. At a pause Argo has already written the weight of the current
 * step, but the watch may still show the route with the weight of the step before.
 */
export function shareNow({split, phase, contradictions}: RolloutRelease): Split['configuredPercent'] {
	const isFollowing = split.configuredBy === 'route' && split.configuredPercent !== 'unknown';
	return isFollowing && phase.kind === 'paused' && contradictions.length === 0
		? split.desiredPercent
		: split.configuredPercent;
}

export function shareNowText(release: RolloutRelease): SafeText {
	const percent = shareNow(release);
	return percent === 'unknown' ? safe`unknown` : safe`${percent}%`;
}
