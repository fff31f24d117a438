import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {Release} from '../../domain/release/release.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {revisionName} from './revision-of.ts';

/** The known faults of a revision that a plan brings back. */
export function historyCaveats(release: Release, key: RevisionKey): readonly SafeText[] {
	const revision = release.revisions.find(candidate => candidate.key === key);
	if (!revision) return [];
	const name = revisionName(key, release.revisions);
	const {restarts} = revision.pods;
	const caveats: SafeText[] = [];
	if (revision.wasPromoted === false) caveats.push(safe`${name} was never fully promoted`);
	if (revision.wasPromoted === 'unknown') caveats.push(safe`whether ${name} ever worked is not known`);
	if (restarts !== 'unknown' && restarts > 0)
		caveats.push(safe`its pods restarted ${restarts === 1 ? safe`once` : safe`${restarts} times`}`);
	return caveats;
}
