import {argoRollouts} from './argo-rollouts/argo-rollouts.ts';
import type {ReleaseBackend} from './contract.ts';
import {daemonSet} from './daemon-set/daemon-set.ts';
import {deployment} from './deployment/deployment.ts';
import {flagger} from './flagger/flagger.ts';
import {statefulSet} from './stateful-set/stateful-set.ts';

/** Every release backend. An object that one of them leaves to another by `ownedBy` is no release of its own. */
export const releaseBackends = [
	argoRollouts,
	flagger,
	deployment,
	statefulSet,
	daemonSet,
] as const satisfies readonly ReleaseBackend[];
