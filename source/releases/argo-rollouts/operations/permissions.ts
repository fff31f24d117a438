import {ANALYSIS_RUNS} from '../../../kinds/argo-rollouts/analysis-run.ts';
import {ROLLOUTS} from '../../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../../kinds/deployment.ts';
import {patches, patchesStatus} from '../../common/permissions.ts';
import type {Permission} from '../../contract.ts';
import type {RolloutRelease} from '../detail.ts';
import {routeReaders} from '../route-readers.ts';
import {workloadRef} from './guards.ts';

export const patchesRollout: Permission = patches(ROLLOUTS);
export const patchesAnalysisRun: Permission = patches(ANALYSIS_RUNS);
export const patchesRolloutStatus: Permission = patchesStatus(ROLLOUTS);

/** The status, and the spec as well where a hold by hand is to be taken away. */
export function statusThenUnpause(release: RolloutRelease): readonly Permission[] {
	return release.detail.rollout.isPaused ? [patchesRolloutStatus, patchesRollout] : [patchesRolloutStatus];
}

/** The object that holds the template: the Rollout, or the Deployment that it names. */
export function patchesTemplate(release: RolloutRelease): readonly Permission[] {
	return workloadRef(release) === null ? [patchesRollout] : [patches(DEPLOYMENTS)];
}

/** Routes whose weights are turned by hand where Argo does not turn them. */
export const patchesRoutes: readonly Permission[] = routeReaders.map(({kind}) => patches(kind));
