import {refOf} from '../../domain/cluster/kube-object.ts';
import {verb} from '../../domain/release/verb.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {ROLLOUTS} from '../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import {EVENTS} from '../../kinds/event.ts';
import {CANARIES} from '../../kinds/flagger/canary.ts';
import {selectorText} from '../../kinds/label-selector.ts';
import {PODS} from '../../kinds/pod.ts';
import {SERVICES, type ServiceObject} from '../../kinds/service.ts';
import {STATEFUL_SETS} from '../../kinds/stateful-set.ts';
import {canaryClaim} from '../claims/canary-claim.ts';
import {ownerClaim} from '../claims/claims.ts';
import {claimedBy} from '../claims/route-claims.ts';
import {patchesServices} from '../common/permissions.ts';
import type {CompanionWatch, ReleaseBackend} from '../contract.ts';
import {assembleService} from './assemble.ts';
import {type Sides, sharedLabels, sidesOf} from './sides.ts';
import {switchBack, switchOver} from './switch.ts';

/** Blue/green by hand: a Service whose selector leads to one of several workloads by one label. */
export const serviceSelector: ReleaseBackend<ServiceObject, Sides> = {
	id: 'service-selector',
	title: safe`Service by selector`,
	anchor: SERVICES,
	// Rollouts and Canaries tell which Services they write.
	kinds: [SERVICES, DEPLOYMENTS, STATEFUL_SETS, PODS, ENDPOINT_SLICES, EVENTS, ROLLOUTS, CANARIES],
	owners: [ROLLOUTS, CANARIES],
	isRelease: (service, snapshot) => sidesOf(service, snapshot) !== null,
	ownedBy: (service, snapshot) =>
		ownerClaim(service.metadata, snapshot.cluster) ??
		claimedBy(
			snapshot.cluster,
			snapshot.list(ROLLOUTS, service.metadata.namespace),
			refOf(SERVICES, service),
			service.metadata.annotations,
		) ??
		canaryClaim(service, snapshot),
	assemble: assembleService,
	companions: companionsOf,
	// A change of the selector takes effect at once: no release is ever on its way.
	isMoving: () => false,
	operations: {promote: switchOver, back: switchBack},
	unsupported: {
		promoteFull: safe`a selector has no shares: ${verb('promote')} switches all traffic at once`,
		hold: safe`nothing moves by itself: there is nothing to hold`,
		resume: safe`nothing moves by itself: there is nothing to resume`,
		toRevision: safe`${verb('promote')} asks which side where there are several`,
		retry: safe`a switch never aborts: ${verb('promote')} and ${verb('back')} turn the selector`,
		restart: safe`a Service has no pods of its own: restart the Deployment`,
		setWeight: safe`a selector has no shares: one side gets all traffic`,
		setImage: safe`a Service has no image: set that of the Deployment which stands by`,
		jump: safe`a switch has no steps`,
		terminate: safe`a switch has no analysis`,
	},
	permissions: [patchesServices],
};

/** The pods of all sides, and the endpoints that the selector leads to. */
function companionsOf({metadata, selector}: ServiceObject): readonly CompanionWatch[] {
	const {namespace, name} = metadata;
	const labelSelector = selectorText({matchLabels: sharedLabels(selector), matchExpressions: []});
	return [
		...(labelSelector === '' ? [] : [{kindId: PODS.id, namespace, labelSelector}]),
		{kindId: ENDPOINT_SLICES.id, namespace, labelSelector: `kubernetes.io/service-name=${name}`},
		{kindId: EVENTS.id, namespace, fieldSelector: `involvedObject.kind=${SERVICES.kind},involvedObject.name=${name}`},
	];
}
