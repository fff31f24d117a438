import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {Refusal} from '../../domain/release/refusal.ts';
import {refuse} from '../../domain/release/refusal.ts';
import type {Release} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {verb} from '../../domain/release/verb.ts';
import {err, type Result} from '../../domain/result.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {Answers, Question} from '../contract.ts';

/**
 * Asks which revision to go to, of those whose template is kept. `present` is the revision that the spec has:
 * its option says so, and another option is marked at first.
 */
export function askRevision(release: Release, [answer]: Answers, present: RevisionKey | null): Question | null {
	if (answer !== undefined) return null;
	const kept = release.revisions.filter(({holder}) => holder !== null);
	const start = likeliest(release, kept, present)?.key;
	return {
		title: safe`Which revision? It is confirmed in the next step.`,
		options: kept.map(revision => ({
			value: revision.key,
			text: describeRevision(revision, revision.key === present),
			createdAtMs: revision.createdAtMs,
		})),
		...(start === undefined ? {} : {start}),
		entry: null,
	};
}

/** The revision that the operator chose; null before that. */
export function chosenRevision(release: Release, [answer]: Answers): RevisionKey | null {
	return release.revisions.find(({key}) => key === answer)?.key ?? null;
}

/** Refuses if there is no other revision to choose: none is kept, or perch has not read them yet. */
export function noOtherRevision({revisions}: Release): Result<never, Refusal> {
	const isUnread = !areRead(revisions);
	return isUnread
		? err({code: 'history-not-read', reason: safe`its other revisions are not read`, isUnread})
		: refuse('no-earlier-version', safe`no other revision is kept`);
}

/** Before perch reads it, a revision is known from the workload alone: without its template, or without its number. */
function areRead(revisions: readonly Revision[]): boolean {
	return revisions.some(({holder, number}) => holder !== null && number !== null);
}

/** What can still be chosen where no release is under way. */
export function otherRevisionText(revisions: readonly Revision[], current: RevisionKey | null): SafeText {
	const isNone = areRead(revisions) && !revisions.some(({key, holder}) => key !== current && holder !== null);
	return isNone ? safe`no other revision is kept` : safe`${verb('toRevision')} chooses another revision`;
}

/** The revision that the way back leads to, else stable, else the newest one that may have worked. */
function likeliest(
	{back, stable}: Release,
	kept: readonly Revision[],
	present: RevisionKey | null,
): Revision | undefined {
	const others = kept.filter(({key}) => key !== present);
	return (
		others.find(({key}) => key === back.to) ??
		others.find(({key}) => key === stable) ??
		others.find(({wasPromoted}) => wasPromoted !== false) ??
		others[0]
	);
}

function describeRevision({number, hash, tag, wasPromoted, role}: Revision, isPresent: boolean): SafeText {
	const name = number === null ? hash : safe`r${number}`;
	const promoted = wasPromoted === false ? safe` · never promoted` : role === 'stable' ? safe` · stable` : safe``;
	return safe`${name} ${tag}${promoted}${isPresent ? safe` · the spec has it` : safe``}`;
}
