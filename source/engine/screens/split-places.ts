import type {Release, SplitPlace} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {percentText, weightText} from '../evidence/weight-text.ts';

/** `20% on canary`; where places differ, the largest share: `up to 50% on canary`, or `at least` where the
 * share of one place is not known. */
export function onCanaryText(release: Release): SafeText {
	const {places, configuredPercent} = release.split;
	if (places === undefined || configuredPercent === 'unknown') return safe`${weightText(release)} on canary`;
	const bound = places.some(({percent}) => percent === 'unknown') ? safe`at least` : safe`up to`;
	return safe`${bound} ${percentText(configuredPercent)} on canary`;
}

/** `50% in VirtualService checkout-public`: each place where shares differ, unknown shares first, then the
 * largest. */
export function placeTexts({split}: Release): readonly SafeText[] {
	return (split.places ?? [])
		.toSorted((one, other) => rank(other) - rank(one))
		.map(({where, percent}) => safe`${percent === 'unknown' ? safe`unknown` : percentText(percent)} in ${where}`);
}

function rank({percent}: SplitPlace): number {
	return percent === 'unknown' ? Number.POSITIVE_INFINITY : percent;
}
