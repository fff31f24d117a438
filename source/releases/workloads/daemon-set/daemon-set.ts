import {verb} from '../../../domain/release/verb.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {CONTROLLER_REVISIONS} from '../../../kinds/controller-revision.ts';
import {DAEMON_SETS, type DaemonSetObject} from '../../../kinds/daemon-set.ts';
import {EVENTS} from '../../../kinds/event.ts';
import {CANARIES} from '../../../kinds/flagger/canary.ts';
import {PODS} from '../../../kinds/pod.ts';
import {ownerClaim} from '../../claims/claims.ts';
import {targetClaim} from '../../claims/target-claim.ts';
import {ownPodCompanions} from '../../common/controller-revisions.ts';
import {patches} from '../../common/permissions.ts';
import type {ReleaseBackend} from '../../contract.ts';
import {restart} from '../shared/restart.ts';
import {setImage} from '../shared/set-image.ts';
import {otherRevision} from '../shared/to-revision.ts';
import {assembleDaemonSet} from './assemble.ts';
import {back} from './operations/back.ts';
import {isObserved} from './situation.ts';
import {workload} from './workload.ts';

export const daemonSet: ReleaseBackend<DaemonSetObject, DaemonSetObject> = {
	id: 'daemon-set',
	title: safe`DaemonSet`,
	anchor: DAEMON_SETS,
	// Canaries tell which DaemonSets are their targets.
	kinds: [DAEMON_SETS, CONTROLLER_REVISIONS, PODS, EVENTS, CANARIES],
	ownedBy: (set, snapshot) =>
		ownerClaim(set.metadata, snapshot.cluster) ?? targetClaim(DAEMON_SETS.kind, set, snapshot),
	assemble: assembleDaemonSet,
	companions: set => ownPodCompanions(DAEMON_SETS, set),
	isMoving: set => !isObserved(set) || set.updated < set.desired || set.available < set.desired,
	operations: {back, toRevision: otherRevision(workload), restart: restart(workload), setImage: setImage(workload)},
	unsupported: {
		promote: safe`a DaemonSet has no steps: it goes on by itself, ${verb('back')} goes back`,
		promoteFull: safe`a DaemonSet has no steps: it goes on by itself, ${verb('back')} goes back`,
		hold: safe`a DaemonSet cannot be held: ${verb('back')} goes back`,
		resume: safe`a DaemonSet cannot be held, so that nothing is to be resumed`,
		retry: safe`a DaemonSet never aborts: ${verb('toRevision')} rolls to the revision of your choice`,
		setWeight: safe`a DaemonSet has no weight: every node has one pod`,
		jump: safe`a DaemonSet has no steps`,
		terminate: safe`a DaemonSet has no analysis`,
	},
	permissions: [patches(DAEMON_SETS)],
};
