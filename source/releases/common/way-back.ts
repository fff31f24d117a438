import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {KubeObject} from '../../domain/cluster/kube-object.ts';
import type {Refusal, RefusalCode} from '../../domain/release/refusal.ts';
import type {Back, Release} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {verb} from '../../domain/release/verb.ts';
import {err, type Result} from '../../domain/result.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {PodTemplate} from '../../kinds/pod-template.ts';
import {allowed} from './checked.ts';
import {revisionName} from './revision-of.ts';
import {isSameVersion} from './same-template.ts';

/** A ReplicaSet or a ControllerRevision. */
export interface KeptTemplate extends KubeObject {
	readonly template: PodTemplate;
}

/**
 * The newest kept version that was there before the present one; null if there is none. `older`: newest first.
 * A way back leads neither to a version that was made later and left again for the present one, nor to the
 * present version under another number.
 */
export function versionBefore<T extends KeptTemplate>(present: T, older: readonly T[]): T | null {
	return older.find(kept => !wasLeftFor(present, kept) && !isSameVersion(kept.template, present.template)) ?? null;
}

/** The newest version that was left again for the present one; null if there is none. */
export function versionLeft<T extends KeptTemplate>(present: T, older: readonly T[]): T | null {
	return older.find(kept => wasLeftFor(present, kept) && !isSameVersion(kept.template, present.template)) ?? null;
}

/** Why there is no way back from the present version, whose key is null while nothing was read. */
export function nothingBefore(
	revisions: readonly Revision[],
	present: RevisionKey | null,
	/** A version that the operator can choose nevertheless. */
	left: RevisionKey | null,
): {readonly code: RefusalCode; readonly text: SafeText} {
	if (present === null) return {code: 'history-not-read', text: safe`its earlier versions are not read`};
	if (left === null) return {code: 'no-earlier-version', text: safe`no earlier version is kept`};
	const [name, other] = [revisionName(present, revisions), revisionName(left, revisions)];
	return {
		code: 'no-earlier-version',
		text: safe`no version that worked before ${name} is kept: ${verb('toRevision')} chooses ${other} all the same`,
	};
}

/** Whether there is a way back. */
export function backAllowed({back}: Pick<Release, 'back'>): Result<void, Refusal> {
	return back.means === null ? backRefusal(back) : allowed;
}

/** The refusal if there is no way back, in the words of the screen. */
export function backRefusal({code, text, isUnread}: Back): Result<never, Refusal> {
	const refusal = {code: code ?? 'nothing-to-do', reason: text};
	return err(isUnread ? {...refusal, isUnread} : refusal);
}

/**
 * A template keeps its object when it is used again. So a kept version whose object is newer was left for the
 * present one.
 */
function wasLeftFor({metadata: present}: KubeObject, {metadata}: KubeObject): boolean {
	return present.createdAtMs !== null && metadata.createdAtMs !== null && metadata.createdAtMs > present.createdAtMs;
}
