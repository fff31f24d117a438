import {releaseKey} from '../../domain/cluster/keys.ts';
import {refOf, type Snapshot} from '../../domain/cluster/kube-object.ts';
import {serviceOfIstioHost} from '../../domain/cluster/service-host.ts';
import type {Moment, Release, ServicesByRole} from '../../domain/release/release.ts';
import {safe} from '../../domain/text/safe-text.ts';
import {ROLLOUTS, type RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../kinds/deployment.ts';
import type {EventObject} from '../../kinds/event.ts';
import {VIRTUAL_SERVICES} from '../../kinds/virtual-service.ts';
import {changedFields} from '../common/changed-fields.ts';
import {ownedReplicaSets} from '../common/owned-replica-sets.ts';
import {podOnly, releasePods} from '../common/release-pods.ts';
import {timelineOf} from '../common/timeline.ts';
import {analysesOf, analysisRunsOf} from './analyses.ts';
import {backOf} from './back.ts';
import {contradictionsOf} from './contradictions.ts';
import {decideBack} from './decide-back.ts';
import type {RolloutRelease} from './detail.ts';
import {currentExperiment} from './experiments.ts';
import {factsOf} from './facts.ts';
import {activeRoutes, incomparableBy} from './managed-routes.ts';
import {nextOf} from './next.ts';
import {isAnswerAwaited, phaseOf} from './phase.ts';
import {returnState} from './return-to-stable.ts';
import {revisionsOf} from './revisions.ts';
import {readRoutes} from './route-places.ts';
import {canaryServiceOf, stableServiceOf} from './services.ts';
import {hasCanary, hashOf, keyOfHash, replicaSetOf} from './situation.ts';
import {stepsOf} from './steps.ts';
import {percentOf, splitOf} from './weights.ts';
import {whyOf} from './why.ts';

/**
 * Builds the release of one Rollout from the snapshot. Never fails: where an object is missing, the value is
 * unknown.
 */
export function assembleRollout(rollout: RolloutObject, snapshot: Snapshot, nowMs: number): RolloutRelease {
	const {metadata, status} = rollout;
	const replicaSets = ownedReplicaSets(rollout, snapshot);
	const pods = releasePods(replicaSets, snapshot, replicaSet => keyOfHash(rollout, hashOf(replicaSet)));
	const revisions = revisionsOf(rollout, snapshot, pods);
	const experiment = currentExperiment(rollout, snapshot);
	const runs = analysisRunsOf(rollout, experiment, snapshot);
	const workload = workloadOf(rollout, snapshot);
	const managed = activeRoutes(rollout, snapshot);
	const incomparable = incomparableBy(managed);
	const phase = phaseOf(rollout, pods, nowMs);
	const timeline = timelineOf(rollout, snapshot, event => weightTold(rollout, event));
	const routes = readRoutes(rollout, snapshot);
	const split = splitOf({rollout, snapshot, routes, timeline});
	const returning = {rollout, phase, revisions, split, routes, snapshot, nowMs};
	const returned = returnState(returning);
	const backFacts = {...returning, returned};
	const way = decideBack(backFacts);
	return {
		key: releaseKey(snapshot.cluster, ROLLOUTS.id, metadata.namespace, metadata.name),
		ref: refOf(ROLLOUTS, rollout),
		uid: metadata.uid,
		backend: 'argo-rollouts',
		controller: safe`argo`,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: rollout.blueGreen ? 'blueGreen' : 'canary',
		phase,
		...(isAnswerAwaited(rollout) ? {isAnswerAwaited: true} : {}),
		revisions,
		stable: keyOfHash(rollout, status.stableHash),
		canary: hasCanary(rollout) ? keyOfHash(rollout, status.currentHash) : null,
		split,
		steps: stepsOf(rollout),
		stepIndex: status.stepIndex ?? 0,
		services: servicesOf(rollout, snapshot),
		podLabels: rollout.workload === null ? rollout.template.labels : rollout.selector.matchLabels,
		...(rollout.workload !== null && !workload
			? {}
			: {containers: (workload ?? rollout).template.containers.map(({name, image}) => ({name, image}))}),
		next: nextOf({
			rollout,
			phase,
			revisions,
			runs,
			experiment,
			replicaSets,
			workloadPods: workload?.replicas ?? 0,
			returned,
			nowMs,
		}),
		back: backOf(backFacts, way),
		why: whyOf({rollout, phase, runs, experiment, routes: managed, pods, nowMs}),
		analyses: analysesOf(rollout, runs, experiment),
		pods: pods.map(podOnly),
		timeline,
		changed: changedOf(rollout, snapshot),
		...(incomparable === null ? {} : {incomparable}),
		contradictions: contradictionsOf(backFacts),
		facts: factsOf(rollout),
		detail: {rollout, way},
	};
}

/**
 * The canary's weight that an event reports: `Traffic weight updated from 5 to 20`, `Switched selector for
 * service 'frontend' from 'a' to 'b'`.
 */
function weightTold(rollout: RolloutObject, {reason, message}: EventObject): Moment['weightPercent'] {
	if (reason === 'TrafficWeightUpdated') {
		const weight = /\bto (\d+)\b/.exec(message)?.[1];
		return weight === undefined ? null : percentOf(rollout, Number(weight));
	}
	const switched = /^Switched selector for service '([^']*)' from '[^']*' to '([^']*)'/.exec(message);
	if (reason !== 'SwitchService' || !rollout.blueGreen || switched?.[1] !== rollout.blueGreen.activeService)
		return null;
	return hasCanary(rollout) && switched?.[2] === rollout.status.currentHash ? 100 : 0;
}

function servicesOf(rollout: RolloutObject, snapshot: Snapshot): ServicesByRole {
	const {canary, blueGreen, metadata} = rollout;
	const hosts = (canary?.router?.virtualServices ?? []).flatMap(({name}) => {
		const [ownName = '', namespace = metadata.namespace] = name.split('.');
		const found = snapshot.get(VIRTUAL_SERVICES, namespace, ownName)?.hosts ?? [];
		return found.map(host => ({host, service: serviceOfIstioHost(host, namespace)}));
	});
	const own = (...names: readonly (typeof metadata.name | null | undefined)[]) =>
		names.flatMap(name => (name ? [{namespace: metadata.namespace, name}] : []));
	return {
		apex: [...hosts.flatMap(({service}) => service ?? []), ...own(blueGreen?.activeService)],
		stable: own(stableServiceOf(rollout)),
		canary: own(canaryServiceOf(rollout), blueGreen?.previewService),
		host: hosts[0]?.host ?? blueGreen?.activeService ?? null,
	};
}

/** The Deployment that holds the template in the Rollout's place; null when the Rollout has its own. */
function workloadOf({workload, metadata}: RolloutObject, snapshot: Snapshot): DeploymentObject | null {
	if (workload?.kind !== DEPLOYMENTS.kind) return null;
	return snapshot.get(DEPLOYMENTS, metadata.namespace, workload.name) ?? null;
}

function changedOf(rollout: RolloutObject, snapshot: Snapshot): Release['changed'] {
	if (!hasCanary(rollout)) return [];
	const stable = replicaSetOf(rollout, snapshot, rollout.status.stableHash);
	const canary = replicaSetOf(rollout, snapshot, rollout.status.currentHash);
	return stable && canary ? changedFields(stable.template, canary.template) : [];
}
