import type {Direction} from '../../domain/plan.ts';
import type {Release} from '../../domain/release.ts';

/** The direction of taking a new template back: toward stable where the one that it replaces is stable's. */
export function undoDirection({canary, phase}: Release): Direction {
	return canary === null && phase.kind === 'stable' ? 'towardStable' : 'towardCanary';
}
