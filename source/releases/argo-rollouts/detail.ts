import type {Release} from '../../domain/release/release.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import type {Operation, PlanRequest} from '../contract.ts';
import type {BackWay} from './decide-back.ts';

/** What the verbs need to know of a Rollout beyond what the screens show of it. */
export interface RolloutDetail {
	readonly rollout: RolloutObject;
	readonly way: BackWay;
}

export type RolloutRelease = Release<RolloutDetail>;
export type RolloutOperation = Operation<RolloutDetail>;
export type RolloutRequest = PlanRequest<RolloutDetail>;
