import {releaseKey} from '../../domain/cluster/keys.ts';
import {refOf, type Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Release, ServicesByRole} from '../../domain/release/release.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {EventObject} from '../../kinds/event.ts';
import {CANARIES, type CanaryObject} from '../../kinds/flagger/canary.ts';
import {changedFields} from '../common/changed-fields.ts';
import {podOnly, type ReleasePod, releasePods} from '../common/release-pods.ts';
import {timelineOf} from '../common/timeline.ts';
import {analysesOf} from './analyses.ts';
import {backOf} from './back.ts';
import {contradictionsOf} from './contradictions.ts';
import {decideBack} from './decide-back.ts';
import type {CanaryRelease} from './detail.ts';
import {factsOf} from './facts.ts';
import {nextOf} from './next.ts';
import {phaseOf} from './phase.ts';
import {keyOfSet, type Roles, revisionsOf, rolesOf} from './revisions.ts';
import {canaryServiceOf, primaryServiceOf} from './route.ts';
import {type Situation, situationOf, strategyOf} from './situation.ts';
import {stepsOf} from './steps.ts';
import {splitOf} from './weights.ts';
import {whyOf} from './why.ts';
import {primaryNameOf} from './workload.ts';

/**
 * Builds the release of one Canary from the snapshot. Never fails: where an object is missing, the value is
 * unknown.
 */
export function assembleCanary(canary: CanaryObject, snapshot: Snapshot, nowMs: number): CanaryRelease {
	const {metadata} = canary;
	const situation = situationOf(canary, snapshot, nowMs);
	const {target, primary, route} = situation;
	const pods = podsOf(situation);
	const roles = rolesOf(situation);
	const revisions = revisionsOf(situation, pods);
	const phase = phaseOf(situation);
	const timeline = timelineOf(canary, snapshot, event => weightTold(event));
	const {steps, index} = stepsOf(situation);
	const way = decideBack(situation, roles, revisions);
	const incomparable = roles.canary === null ? null : incomparableBy(canary);
	return {
		key: releaseKey(snapshot.cluster, CANARIES.id, metadata.namespace, metadata.name),
		ref: refOf(CANARIES, canary),
		uid: metadata.uid,
		backend: 'flagger',
		controller: safe`flagger`,
		namespace: metadata.namespace,
		name: metadata.name,
		strategy: strategyOf(canary) === 'blueGreen' ? 'blueGreen' : 'canary',
		phase,
		revisions,
		stable: roles.stable,
		canary: roles.canary,
		...(target === null ? {} : {containers: target.template.containers.map(({name, image}) => ({name, image}))}),
		split: splitOf(situation, timeline),
		steps,
		stepIndex: index,
		services: servicesOf(canary),
		podLabels: target?.template.labels ?? {},
		workloads: [
			{name: canary.target.name, revision: roles.canary},
			{name: primaryNameOf(canary.target), revision: roles.stable},
		],
		next: nextOf(situation, phase),
		back: backOf(situation, way, roles, revisions),
		why: whyOf(situation, phase, canaryPodsOf(roles, pods)),
		analyses: analysesOf(situation),
		pods: pods.map(podOnly),
		timeline,
		changed: changedOf(situation, roles),
		...(incomparable === null ? {} : {incomparable}),
		contradictions: contradictionsOf(situation, roles, revisions),
		facts: factsOf(situation),
		detail: {canary, target, primary, route, way},
	};
}

/** Why measurements do not compare the versions: different requests reach stable and canary. Null if they compare. */
function incomparableBy(canary: CanaryObject): SafeText | null {
	if (strategyOf(canary) === 'abTest') return safe`A/B: only requests that match reach the canary`;
	return canary.analysis.isMirrored ? safe`mirror: the canary gets copies` : null;
}

/**
 * The canary's weight that an Event tells: `Advance cart.shop canary weight 30`, `Routing all traffic to
 * primary`.
 */
function weightTold({message}: EventObject): number | null {
	const weight = /^Advance \S+ canary weight (\d+)$/.exec(message)?.[1];
	if (weight !== undefined) return Number(weight);
	const primary = /^Advance \S+ primary weight (\d+)$/.exec(message)?.[1];
	if (primary !== undefined) return 100 - Number(primary);
	if (message.startsWith('Routing all traffic to canary')) return 100;
	return /^(Routing all traffic to primary|Canary failed!)/.test(message) ? 0 : null;
}

function servicesOf(canary: CanaryObject): ServicesByRole {
	const own = (name: CanaryObject['apex']) => [{namespace: canary.metadata.namespace, name}];
	return {
		apex: own(canary.apex),
		stable: own(primaryServiceOf(canary)),
		canary: own(canaryServiceOf(canary)),
		host: canary.apex,
	};
}

function podsOf(situation: Situation): readonly ReleasePod[] {
	const {target, primary, snapshot} = situation;
	const sets = [...(target?.replicaSets ?? []), ...(primary?.replicaSets ?? [])];
	const known = new Set(revisionsOf(situation, []).map(({key}) => key));
	return releasePods(sets, snapshot, set => {
		const key = keyOfSet(situation, set);
		return key !== null && known.has(key) ? key : null;
	});
}

function canaryPodsOf({canary}: Roles, pods: readonly ReleasePod[]): readonly ReleasePod[] {
	return canary === null ? [] : pods.filter(({revision}) => revision === canary);
}

/** Compares the target's ReplicaSets only: the primary's template is a copy with other names in it. */
function changedOf(situation: Situation, roles: Roles): Release['changed'] {
	const {phase} = situation.canary.status;
	// Flagger also releases a ConfigMap or Secret that changed: the target keeps its template then.
	const isJudged = phase === 'Waiting' || phase === 'Progressing' || phase === 'WaitingPromotion';
	if (roles.canary === null && isJudged) return [safe`configuration: the template is the same`];
	if (roles.canary === null || roles.stable === null) return [];
	const sets = situation.target?.replicaSets ?? [];
	const [from, to] = [roles.stable, roles.canary].map(key => sets.find(set => keyOfSet(situation, set) === key));
	return from && to ? changedFields(from.template, to.template) : [];
}
