import {verb} from '../../domain/release/verb.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {ANALYSIS_RUNS} from '../../kinds/argo-rollouts/analysis-run.ts';
import {EXPERIMENTS} from '../../kinds/argo-rollouts/experiment.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import {ROLLOUTS, type RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS} from '../../kinds/deployment.ts';
import {ENDPOINT_SLICES} from '../../kinds/endpoint-slice.ts';
import {EVENTS} from '../../kinds/event.ts';
import {GRPC_ROUTES} from '../../kinds/grpc-route.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../kinds/horizontal-pod-autoscaler.ts';
import {HTTP_ROUTES} from '../../kinds/http-route.ts';
import {selectorText} from '../../kinds/label-selector.ts';
import {PODS} from '../../kinds/pod.ts';
import {REPLICA_SETS} from '../../kinds/replica-set.ts';
import {SERVICES} from '../../kinds/service.ts';
import {TRAFFIC_SPLITS} from '../../kinds/traffic-split.ts';
import {VIRTUAL_SERVICES} from '../../kinds/virtual-service.ts';
import {patches} from '../common/permissions.ts';
import type {CompanionWatch, ReleaseBackend} from '../contract.ts';
import {assembleRollout} from './assemble.ts';
import type {RolloutDetail} from './detail.ts';
import {back} from './operations/back.ts';
import {hold} from './operations/hold.ts';
import {jump} from './operations/jump.ts';
import {patchesAnalysisRun, patchesRollout, patchesRolloutStatus, patchesRoutes} from './operations/permissions.ts';
import {promote} from './operations/promote.ts';
import {promoteFull} from './operations/promote-full.ts';
import {restart} from './operations/restart.ts';
import {resume} from './operations/resume.ts';
import {retry} from './operations/retry.ts';
import {setImage} from './operations/set-image.ts';
import {terminate} from './operations/terminate.ts';
import {toRevision} from './operations/to-revision.ts';
import {canaryServiceOf} from './services.ts';
import {currentStep, hasCanary, isObserved} from './situation.ts';

export const argoRollouts: ReleaseBackend<RolloutObject, RolloutDetail> = {
	id: 'argo-rollouts',
	title: safe`Argo Rollouts`,
	anchor: ROLLOUTS,
	kinds: [
		ROLLOUTS,
		ANALYSIS_RUNS,
		EXPERIMENTS,
		REPLICA_SETS,
		// A Rollout may keep its template in a Deployment.
		DEPLOYMENTS,
		PODS,
		EVENTS,
		SERVICES,
		ENDPOINT_SLICES,
		VIRTUAL_SERVICES,
		HTTP_ROUTES,
		GRPC_ROUTES,
		TRAFFIC_SPLITS,
		HORIZONTAL_POD_AUTOSCALERS,
	],
	// A Rollout is the release: nothing else owns it.
	ownedBy: () => null,
	assemble: assembleRollout,
	companions: companionsOf,
	namespaces: ({canary}) => (canary?.router?.objects ?? []).flatMap(({namespace}) => namespace ?? []),
	isMoving: rollout => {
		const {status} = rollout;
		return hasCanary(rollout) || !isObserved(rollout) || (status.phase !== null && status.phase !== 'Healthy');
	},
	operations: {promote, promoteFull, hold, resume, back, toRevision, retry, restart, setImage, jump, terminate},
	unsupported: {setWeight: safe`Argo takes weights from its steps only: jump to a step by ${verb('palette')}`},
	permissions: [patchesRolloutStatus, patchesRollout, patchesAnalysisRun, patches(DEPLOYMENTS), ...patchesRoutes],
};

function companionsOf(rollout: RolloutObject): readonly CompanionWatch[] {
	const {namespace, name} = rollout.metadata;
	const labelSelector = selectorText(rollout.selector);
	const service = rollout.blueGreen?.activeService ?? canaryServiceOf(rollout);
	const current = rollout.status.currentHash;
	return [
		...(labelSelector === '' ? [] : [PODS, REPLICA_SETS].map(kind => ({kindId: kind.id, namespace, labelSelector}))),
		{kindId: EVENTS.id, namespace, fieldSelector: `involvedObject.kind=${ROLLOUTS.kind},involvedObject.name=${name}`},
		{kindId: HORIZONTAL_POD_AUTOSCALERS.id, namespace},
		...analysisWatches(rollout, current),
		...(service === null
			? []
			: [{kindId: ENDPOINT_SLICES.id, namespace, labelSelector: `kubernetes.io/service-name=${service}`}]),
	];
}

/** The runs of an experiment carry no label of the Rollout: during an experiment, watch all runs of the namespace. */
function analysisWatches(rollout: RolloutObject, current: string | null): readonly CompanionWatch[] {
	if (current === null) return [];
	const {namespace} = rollout.metadata;
	const labelSelector = `${HASH_LABEL}=${current}`;
	const hasExperiments = rollout.canary?.steps.some(({kind}) => kind === 'experiment') ?? false;
	const isExperiment = hasCanary(rollout) && currentStep(rollout)?.kind === 'experiment';
	return [
		isExperiment ? {kindId: ANALYSIS_RUNS.id, namespace} : {kindId: ANALYSIS_RUNS.id, namespace, labelSelector},
		...(hasExperiments ? [{kindId: EXPERIMENTS.id, namespace, labelSelector}] : []),
	];
}
