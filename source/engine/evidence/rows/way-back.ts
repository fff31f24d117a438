import type {Release} from '../../../domain/release/release.ts';
import {type Intent, isOnItsWay, isProofOpen} from '../../state/intent.ts';
import {serverTime} from '../../state/server-time.ts';
import type {State} from '../../state/state.ts';

/** A way back is proved for so long: what comes later has other causes. */
export const provedForMs = 1_800_000;

/** The way back of this release that is under way, or whose recovery is being proved; null where there is none, where
 * another request followed it, and once another canary came. */
export function wayBackOf(state: State, {key, uid, canary}: Release): Intent | null {
	const last = state.intents.findLast(intent => intent.release.key === key && intent.stepsDone > 0);
	if (last?.verb !== 'back' || last.plan?.direction !== 'towardStable' || last.release.uid !== uid) return null;
	const {release: before, phase, recovery} = last;
	if (canary !== null && !before.revisions.some(revision => revision.key === canary)) return null;
	if (recovery === null) return isOnItsWay(phase) ? last : null;
	return isProofOpen(recovery) && serverTime(state) - recovery.sinceMs < provedForMs ? last : null;
}
