import type {Back} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {verb} from '../../../domain/release/verb.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {revisionName} from '../../common/revision-of.ts';
import {nothingBefore, versionBefore, versionLeft} from '../../common/way-back.ts';
import {isAhead, keyOf, type Situation} from './situation.ts';

/**
 * The way back. It leads to the version that an update replaces; to the one that runs, if the spec names one
 * that has not started; otherwise to the one before, of which it is not known whether it worked.
 */
export function backOf(situation: Situation, revisions: readonly Revision[]): Back {
	const {set, kept, stable, canary, isGoingBack} = situation;
	const isUnrolled = isAhead(situation);
	const [present, ...older] = kept;
	const newest = keyOf(set, present);
	const before = present ? versionBefore(present, older) : null;
	const isOnItsWay = isGoingBack && !isUnrolled;
	const to = isOnItsWay ? canary : canary === null ? (isUnrolled ? newest : keyOf(set, before)) : stable;
	const left = present ? versionLeft(present, older) : null;
	const name = revisionName(to, revisions);
	const doubt = canary === null && !isUnrolled ? safe` (whether it worked is not known)` : safe``;
	const text = isOnItsWay
		? safe`already on its way back to ${name}; ${verb('toRevision')} chooses ${revisionName(stable, revisions)} again`
		: safe`${name} by undo${doubt}`;
	const none = to === null ? nothingBefore(revisions, newest, keyOf(set, left)) : null;
	return {
		text: none ? none.text : text,
		to,
		means: to === null || isOnItsWay ? null : safe`undo`,
		code: none ? none.code : isOnItsWay ? 'on-its-way-back' : null,
		...(present ? {} : {isUnread: true}),
		stableReady: revisions.find(({key}) => key === to)?.pods.ready ?? 'unknown',
		stableDesired: set.desired,
		hpaMaximum: null,
	};
}
