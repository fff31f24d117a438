import type {RevisionKey} from '../../domain/keys.ts';
import type {Release} from '../../domain/release.ts';
import type {Revision} from '../../domain/revision.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import type {Answers, Question} from '../contract.ts';

/** Which revision to go to: all whose template is kept, but the one that the spec names. */
export function askRevision(release: Release, [answer]: Answers): Question | null {
	if (answer !== undefined) return null;
	const revisions = release.revisions.filter(({key, holder}) => key !== release.canary && holder !== null);
	return {
		title: safe`Which revision? It is confirmed in the next step.`,
		options: revisions.map(revision => ({
			value: revision.key,
			text: describeRevision(revision),
			createdAtMs: revision.createdAtMs,
		})),
		entry: null,
	};
}

/** The revision that was chosen; null before. */
export function chosenRevision(release: Release, [answer]: Answers): RevisionKey | null {
	return release.revisions.find(({key}) => key === answer)?.key ?? null;
}

function describeRevision({number, hash, tag, wasPromoted, role}: Revision): SafeText {
	const name = number === null ? hash : safe`r${number}`;
	const promoted = wasPromoted === false ? safe` · never promoted` : role === 'stable' ? safe` · stable` : safe``;
	return safe`${name} ${tag}${promoted}`;
}
