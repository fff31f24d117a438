import {verb} from '../../../domain/release/verb.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {ROLLOUTS} from '../../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../kinds/deployment.ts';
import {EVENTS} from '../../../kinds/event.ts';
import {CANARIES} from '../../../kinds/flagger/canary.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../../kinds/horizontal-pod-autoscaler.ts';
import {selectorText} from '../../../kinds/label-selector.ts';
import {PODS} from '../../../kinds/pod.ts';
import {REPLICA_SETS} from '../../../kinds/replica-set.ts';
import {patches} from '../../common/permissions.ts';
import type {CompanionWatch, ReleaseBackend} from '../../contract.ts';
import {restart} from '../shared/restart.ts';
import {setImage} from '../shared/set-image.ts';
import {otherRevision} from '../shared/to-revision.ts';
import {assembleDeployment} from './assemble.ts';
import {back} from './operations/back.ts';
import {hold} from './operations/hold.ts';
import {resume} from './operations/resume.ts';
import {ownedBy} from './owned-by.ts';
import {isComplete} from './rolling.ts';
import {workload} from './workload.ts';

export const deployment: ReleaseBackend<DeploymentObject, DeploymentObject> = {
	id: 'deployment',
	title: safe`Deployment`,
	anchor: DEPLOYMENTS,
	// Rollouts and Canaries tell which Deployments they own.
	kinds: [DEPLOYMENTS, REPLICA_SETS, PODS, EVENTS, HORIZONTAL_POD_AUTOSCALERS, ROLLOUTS, CANARIES],
	ownedBy,
	assemble: assembleDeployment,
	companions: companionsOf,
	isMoving: anchor => !isComplete(anchor) || anchor.isPaused,
	operations: {
		hold,
		resume,
		back,
		toRevision: otherRevision(workload),
		restart: restart(workload),
		setImage: setImage(workload),
	},
	unsupported: {
		promote: safe`a Deployment has no steps: it goes on by itself`,
		promoteFull: safe`a Deployment has no steps: it goes on by itself`,
		retry: safe`a Deployment never aborts: ${verb('toRevision')} rolls to the revision of your choice`,
		setWeight: safe`a Deployment has no weight: its share is that of its ready pods`,
		jump: safe`a Deployment has no steps`,
		terminate: safe`a Deployment has no analysis`,
	},
	permissions: [patches(DEPLOYMENTS)],
};

function companionsOf({metadata, selector}: DeploymentObject): readonly CompanionWatch[] {
	const {namespace, name} = metadata;
	const labelSelector = selectorText(selector);
	return [
		...(labelSelector === '' ? [] : [PODS, REPLICA_SETS].map(kind => ({kindId: kind.id, namespace, labelSelector}))),
		{
			kindId: EVENTS.id,
			namespace,
			fieldSelector: `involvedObject.kind=${DEPLOYMENTS.kind},involvedObject.name=${name}`,
		},
		{kindId: HORIZONTAL_POD_AUTOSCALERS.id, namespace},
	];
}
