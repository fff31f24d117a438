import type {RevisionKey} from '../../domain/keys.ts';
import type {Release} from '../../domain/release.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {revisionName} from './revision-of.ts';

/** `2.9.0`, or `2.9.0 (r3)` where another revision has the same tag. */
export function nameOf(release: Release, key: RevisionKey | null): SafeText {
	return revisionName(key, release.revisions);
}

/** `20%` of the traffic, as it is configured; `its share` where nobody knows. */
export function shareText({split}: Pick<Release, 'split'>): SafeText {
	return split.configuredPercent === 'unknown' ? safe`its share` : safe`${split.configuredPercent}%`;
}
