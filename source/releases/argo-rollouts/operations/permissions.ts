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

/** Permission to patch the status, and the spec as well if the verb must remove a hold by hand. */
export function statusThenUnpause(release: RolloutRelease): readonly Permission[] {
	return release.detail.rollout.isPaused ? [patchesRolloutStatus, patchesRollout] : [patchesRolloutStatus];
}

/** Permission to patch the object that holds the template: the Rollout, or the Deployment that it names. */
export function patchesTemplate(release: RolloutRelease): readonly Permission[] {
	return workloadRef(release) === null ? [patchesRollout] : [patches(DEPLOYMENTS)];
}

/** Permission to patch the routes: perch writes their weights where Argo does not. */
export const patchesRoutes: readonly Permission[] = routeReaders.map(({kind}) => patches(kind));
