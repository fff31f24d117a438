import type {Release} from '../../../domain/release/release.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';

export function weightText(release: Release): SafeText {
	return boundedText(release, percentText);
}

/** The same for narrow columns: whole percents from ten on. */
export function shortWeightText(release: Release): SafeText {
	return boundedText(release, percent => percentText(percent < 10 ? percent : Math.round(percent)));
}

function boundedText({split}: Release, textOf: (percent: number) => SafeText): SafeText {
	if (split.configuredPercent === 'unknown') return safe`–`;
	// Where shares differ, the largest is only a bound of what the canary gets.
	const isOpen = split.places?.some(({percent}) => percent === 'unknown') === true;
	const bound = split.places === undefined ? safe`` : isOpen ? safe`≥` : safe`≤`;
	return safe`${bound}${textOf(split.configuredPercent)}`;
}

/** `5%`, `33.3%` */
export function percentText(percent: number): SafeText {
	return safe`${Math.round(percent * 10) / 10}%`;
}
