import type {Deployment} from '../kube-types.ts';
import {setCounts, setPhase, syncStatus} from './canary-status.ts';
import {runPostRollout} from './hooks.ts';
import {primaryTemplate} from './owned-objects.ts';
import {allToPrimary, setWeights, type Weights} from './route-weights.ts';
import {fullName, type Tick, targetName, tell, warn} from './tick.ts';

export const defaultThreshold = 10;

/** Routes all traffic back to the primary, and scales the target to zero. */
export function rollBack(tick: Tick): void {
	const {canary, status} = tick;
	const failedChecks = status?.failedChecks ?? 0;
	if (failedChecks >= (canary.spec.analysis.threshold ?? defaultThreshold)) {
		warn(tick, `Rolling back ${fullName(canary)} failed checks threshold reached ${failedChecks}`);
	}
	setWeights(tick, allToPrimary);
	warn(tick, `Canary failed! Scaling down ${fullName(canary)}`);
	scaleTarget(tick, 0);
	syncStatus(tick, 'Failed');
	runPostRollout(tick);
}

/** Gives the target's pod template to the primary. */
export function promote(tick: Tick, primary: Deployment): void {
	const {canary, target} = tick;
	tell(tick, `Copying ${targetName(canary)} template spec to ${primary.metadata.name}.${canary.metadata.namespace}`);
	const {replicas, selector} = primary.spec;
	const spec = {...target.spec, replicas, selector, template: primaryTemplate(canary, target)};
	tick.writes.push({kind: 'replace', resource: 'deployments.apps', object: {...primary, spec}});
}

/** Routes traffic back to the primary, which runs the new revision by now: all at once, or by
 * `stepWeightPromotion`. */
export function returnTraffic(tick: Tick, weights: Weights): void {
	const step = tick.canary.spec.analysis.stepWeightPromotion ?? 0;
	if (step === 0) {
		tell(tick, 'Routing all traffic to primary');
		setWeights(tick, allToPrimary);
		setPhase(tick, 'Finalising');
		return;
	}
	if (weights.canary === 0) return;
	const canary = Math.max(0, weights.canary - step);
	const primary = Math.min(100, weights.primary + step);
	setWeights(tick, {primary, canary});
	tell(tick, `Advance ${fullName(tick.canary)} primary weight ${primary}`);
	if (primary === 100) setPhase(tick, 'Finalising');
	else setCounts(tick, {canaryWeight: canary});
}

export function finish(tick: Tick): void {
	scaleTarget(tick, 0);
	setPhase(tick, 'Succeeded');
	runPostRollout(tick);
	tell(tick, `Promotion completed! Scaling down ${targetName(tick.canary)}`);
}

/** Promotes at once, without an analysis of the canary. */
export function skipAnalysis(tick: Tick, primary: Deployment): void {
	setWeights(tick, allToPrimary);
	promote(tick, primary);
	scaleTarget(tick, 0);
	setPhase(tick, 'Succeeded');
	tell(tick, `Promotion completed! Canary analysis was skipped for ${targetName(tick.canary)}`);
}

export function scaleTarget({target, writes}: Tick, replicas: number): void {
	const object = {...target, spec: {...target.spec, replicas}};
	writes.push({kind: 'replace', resource: 'deployments.apps', object});
}
