import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import {verb} from '../../domain/release/verb.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {DAEMON_SETS} from '../../kinds/daemon-set.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import {EVENTS} from '../../kinds/event.ts';
import {CANARIES, type CanaryObject} from '../../kinds/flagger/canary.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../kinds/horizontal-pod-autoscaler.ts';
import {selectorText} from '../../kinds/label-selector.ts';
import {PODS} from '../../kinds/pod.ts';
import {REPLICA_SETS} from '../../kinds/replica-set.ts';
import {SERVICES} from '../../kinds/service.ts';
import {patches, patchesStatus} from '../common/permissions.ts';
import type {CompanionWatch, ReleaseBackend} from '../contract.ts';
import {assembleCanary} from './assemble.ts';
import type {CanaryDetail} from './detail.ts';
import {back} from './operations/back.ts';
import {hold} from './operations/hold.ts';
import {opensGates} from './operations/permissions.ts';
import {promote} from './operations/promote.ts';
import {promoteFull} from './operations/promote-full.ts';
import {restart, retry} from './operations/renew.ts';
import {resume} from './operations/resume.ts';
import {setImage} from './operations/set-image.ts';
import {setWeight} from './operations/set-weight.ts';
import {toRevision} from './operations/to-revision.ts';
import {routeKinds} from './route.ts';
import {primaryOf, targetOf} from './workload.ts';

export const flagger: ReleaseBackend<CanaryObject, CanaryDetail> = {
	id: 'flagger',
	title: safe`Flagger`,
	anchor: CANARIES,
	kinds: [
		CANARIES,
		DEPLOYMENTS,
		DAEMON_SETS,
		REPLICA_SETS,
		PODS,
		EVENTS,
		SERVICES,
		HORIZONTAL_POD_AUTOSCALERS,
		...routeKinds,
	],
	// A Canary is the release: nothing else owns it.
	ownedBy: () => null,
	assemble: assembleCanary,
	companions: companionsOf,
	isMoving: ({status, isSuspended}) => isSuspended || (status.phase !== 'Initialized' && status.phase !== 'Succeeded'),
	operations: {promote, promoteFull, hold, resume, back, toRevision, retry, restart, setWeight, setImage},
	unsupported: {
		jump: safe`Flagger counts no steps to go to: ${verb('setWeight')} sets the weight while it is suspended`,
		terminate: safe`Flagger's checks are no object of their own: ${verb('hold')} suspends them, ${verb('back')} ends the release`,
	},
	permissions: [
		patches(CANARIES),
		patchesStatus(CANARIES),
		patches(DEPLOYMENTS),
		patches(DAEMON_SETS),
		...routeKinds.map(patches),
		opensGates(),
	],
};

/** Watches the pods of target and primary by the selectors of these workloads, which the Canary does not contain. */
function companionsOf(canary: CanaryObject, snapshot: Snapshot): readonly CompanionWatch[] {
	const {namespace, name} = canary.metadata;
	const selectors = [targetOf(canary, snapshot), primaryOf(canary, snapshot)].flatMap(workload => {
		const labelSelector = workload === null ? '' : selectorText(workload.selector);
		return labelSelector === '' ? [] : [labelSelector];
	});
	return [
		...selectors.flatMap(labelSelector =>
			[PODS, REPLICA_SETS].map(kind => ({kindId: kind.id, namespace, labelSelector})),
		),
		{
			kindId: EVENTS.id,
			namespace,
			fieldSelector: `involvedObject.kind=${CANARIES.kind},involvedObject.name=${name}`,
		},
		{kindId: HORIZONTAL_POD_AUTOSCALERS.id, namespace},
	];
}
