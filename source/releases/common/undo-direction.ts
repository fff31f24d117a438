import type {Direction} from '../../domain/release/plan.ts';
import type {Release} from '../../domain/release/release.ts';

/** The direction of undoing a new template: toward stable if the template that it replaced is stable's. */
export function undoDirection({canary, phase}: Release): Direction {
	return canary === null && phase.kind === 'stable' ? 'towardStable' : 'towardCanary';
}
