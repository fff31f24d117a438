import type {Release} from '../../domain/release/release.ts';
import type {CanaryObject} from '../../kinds/flagger/canary.ts';
import type {Operation, PlanRequest} from '../contract.ts';
import type {BackWay} from './decide-back.ts';
import type {CanaryRoute} from './route.ts';
import type {Workload} from './workload.ts';

/** What the verbs need to know of a Canary beyond what the screens show of it. */
export interface CanaryDetail {
	readonly canary: CanaryObject;
	readonly target: Workload | null;
	readonly primary: Workload | null;
	readonly route: CanaryRoute | null;
	readonly way: BackWay;
}

export type CanaryRelease = Release<CanaryDetail>;
export type CanaryOperation = Operation<CanaryDetail>;
export type CanaryRequest = PlanRequest<CanaryDetail>;
