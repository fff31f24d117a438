import type {Release, SplitPlace} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {percentText} from '../../evidence/text/weight-text.ts';

/** `20 % of requests go to 2.9.0`; where places differ, the largest share: `up to 50 % of requests`, or `at least`
 * where the share of one place is not known. Where pods decide, it is a share of them. */
export function onCanaryText(release: Release): SafeText {
	const {places, configuredPercent, configuredBy} = release.split;
	const canary = release.revisions.find(({key}) => key === release.canary)?.tag ?? safe`the canary`;
	if (configuredPercent === 'unknown') return safe`which share goes to ${canary} is not known`;
	const percent = safe`${Math.round(configuredPercent * 10) / 10} %`;
	if (configuredBy === 'pods') return safe`${canary} has ${percent} of the pods`;
	if (places === undefined) return safe`${percent} of requests go to ${canary}`;
	const bound = places.some(({percent: one}) => one === 'unknown') ? safe`at least` : safe`up to`;
	return safe`${bound} ${percent} of requests go to ${canary}`;
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
