import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {revisionName} from './revision-of.ts';

/** `2.9.0`, or `2.9.0 (r3)` where another revision has the same tag. */
export function nameOf(release: Release, key: RevisionKey | null): SafeText {
	return revisionName(key, release.revisions);
}

/** The configured share of the traffic: `20%`; `its share` if it is unknown. */
export function shareText({split}: Pick<Release, 'split'>): SafeText {
	return split.configuredPercent === 'unknown' ? safe`its share` : safe`${split.configuredPercent}%`;
}
