import {verb} from '../../../domain/release/verb.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {CONTROLLER_REVISIONS} from '../../../kinds/controller-revision.ts';
import {EVENTS} from '../../../kinds/event.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../../kinds/horizontal-pod-autoscaler.ts';
import {PODS} from '../../../kinds/pod.ts';
import {STATEFUL_SETS, type StatefulSetObject} from '../../../kinds/stateful-set.ts';
import {ownerClaim} from '../../claims/claims.ts';
import {ownPodCompanions} from '../../common/controller-revisions.ts';
import {deletesPods, patches} from '../../common/permissions.ts';
import type {ReleaseBackend} from '../../contract.ts';
import {restart} from '../shared/restart.ts';
import {setImage} from '../shared/set-image.ts';
import {otherRevision} from '../shared/to-revision.ts';
import {assembleStatefulSet} from './assemble.ts';
import {back} from './operations/back.ts';
import {hold} from './operations/hold.ts';
import {promote} from './operations/promote.ts';
import {promoteFull} from './operations/promote-full.ts';
import {setWeight} from './operations/set-weight.ts';
import {isObserved, othersOf} from './situation.ts';
import {workload} from './workload.ts';

export const statefulSet: ReleaseBackend<StatefulSetObject, StatefulSetObject> = {
	id: 'stateful-set',
	title: safe`StatefulSet`,
	anchor: STATEFUL_SETS,
	kinds: [STATEFUL_SETS, CONTROLLER_REVISIONS, PODS, EVENTS, HORIZONTAL_POD_AUTOSCALERS],
	ownedBy: ({metadata}, {cluster}) => ownerClaim(metadata, cluster),
	assemble: assembleStatefulSet,
	companions: set => ownPodCompanions(STATEFUL_SETS, set),
	isMoving,
	operations: {
		promote,
		promoteFull,
		setWeight,
		hold,
		back,
		toRevision: otherRevision(workload),
		restart: restart(workload),
		setImage: setImage(workload),
	},
	unsupported: {
		resume: safe`a StatefulSet remembers no partition: ${verb('promote')} lets one pod go on, or all of them; ${verb('setWeight')} sets the partition`,
		retry: safe`a StatefulSet never aborts: ${verb('toRevision')} rolls to the revision of your choice`,
		jump: safe`its steps are its pods: ${verb('setWeight')} sets the partition`,
		terminate: safe`a StatefulSet has no analysis`,
	},
	permissions: [patches(STATEFUL_SETS), deletesPods],
};

function isMoving(set: StatefulSetObject): boolean {
	const isBetween = !set.isOnDelete && set.updateRevision !== set.currentRevision;
	return !isObserved(set) || set.ready < set.desired || othersOf(set) > 0 || isBetween;
}
