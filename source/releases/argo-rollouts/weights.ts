import type {Snapshot} from '../../domain/kube-object.ts';
import {SERVICES} from '../../domain/objects/service.ts';
import type {Moment, Split} from '../../domain/release.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {RolloutObject} from './rollout.ts';
import {routePercent} from './route-weight.ts';
import {currentStep, HASH_LABEL, hasCanary, isCutOver, isStillElsewhere, replicaSetOf} from './situation.ts';

/** What share the canary is meant to have, and what share the route, the selector or the pods give it. */
export function splitOf(rollout: RolloutObject, snapshot: Snapshot, timeline: readonly Moment[]): Split {
	const changedAtMs = timeline.findLast(moment => moment.weightPercent !== null)?.atMs ?? null;
	if (!hasCanary(rollout)) {
		return isStillElsewhere(rollout)
			? {desiredPercent: 0, configuredPercent: 100, configuredBy: 'controller', changedAtMs}
			: {desiredPercent: 0, configuredPercent: 0, configuredBy: 'none', changedAtMs};
	}
	return {desiredPercent: desiredPercent(rollout), ...configured(rollout, snapshot), changedAtMs};
}

/** A weight as percent of the weight that means all traffic. */
export function percentOf({canary}: RolloutObject, weight: number): number {
	const percent = (weight * 100) / (canary?.router?.maxWeight ?? 100);
	return Math.round(percent * 100) / 100;
}

function desiredPercent(rollout: RolloutObject): number {
	const {canary, status} = rollout;
	if (status.abort) return 0;
	if (rollout.blueGreen) return isCutOver(rollout) ? 100 : 0;
	if (status.promoteFull || !canary || currentStep(rollout) === null) return 100;
	const passed = canary.steps.slice(0, (status.stepIndex ?? 0) + 1);
	const last = passed.findLast(step => step.kind === 'weight');
	return last ? percentOf(rollout, last.weight) : 0;
}

type Configured = Pick<Split, 'configuredPercent' | 'configuredBy'>;

function configured(rollout: RolloutObject, snapshot: Snapshot): Configured {
	if (rollout.blueGreen) return configuredBySelector(rollout, snapshot);
	if (rollout.canary?.router) return configuredByRoute(rollout, snapshot);
	const available = replicaSetOf(rollout, snapshot, rollout.status.currentHash)?.available;
	if (available === undefined) return {configuredPercent: 'unknown', configuredBy: 'none'};
	const percent = rollout.status.available === 0 ? 0 : (available * 100) / rollout.status.available;
	return {configuredPercent: Math.min(100, Math.round(percent * 10) / 10), configuredBy: 'pods'};
}

function configuredBySelector(rollout: RolloutObject, snapshot: Snapshot): Configured {
	const selected = selectedHash(rollout, snapshot);
	if (selected !== null) {
		return {configuredPercent: selected === rollout.status.currentHash ? 100 : 0, configuredBy: 'selector'};
	}
	if (rollout.status.activeHash === null) return {configuredPercent: 'unknown', configuredBy: 'none'};
	return {configuredPercent: isCutOver(rollout) ? 100 : 0, configuredBy: 'controller'};
}

/** The revision that the active Service leads to, as the Service says; null when that is not known. */
function selectedHash({blueGreen, metadata}: RolloutObject, snapshot: Snapshot): SafeText | null {
	if (!blueGreen?.activeService) return null;
	return snapshot.get(SERVICES, metadata.namespace, blueGreen.activeService)?.selector[HASH_LABEL] ?? null;
}

function configuredByRoute(rollout: RolloutObject, snapshot: Snapshot): Configured {
	const percent = routePercent(rollout, snapshot);
	if (percent !== null) return {configuredPercent: percent, configuredBy: 'route'};
	const written = rollout.status.writtenWeight;
	if (written === null) return {configuredPercent: 'unknown', configuredBy: 'none'};
	return {configuredPercent: percentOf(rollout, written), configuredBy: 'controller'};
}
