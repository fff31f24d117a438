import type {Deployment} from '../kube-types.ts';
import type {Write} from '../writes.ts';
import {advance} from './advance.ts';
import {setCounts, syncStatus} from './canary-status.ts';
import type {Phase} from './canary-types.ts';
import {confirmRollout, isRollbackAsked, passesPreRollout, passesRollout, phasesWithRollback} from './hooks.ts';
import {passesMetrics} from './metric-checks.ts';
import {defaultThreshold, finish, returnTraffic, rollBack, scaleTarget, skipAnalysis} from './outcomes.ts';
import {newPrimary, reconcileRoutes, reconcileService} from './owned-objects.ts';
import {notReady} from './readiness.ts';
import {allToPrimary, setWeights, type Weights, weightsOf} from './route-weights.ts';
import {fullName, isTargetChanged, type Tick, type TickInput, targetName, tell, warn} from './tick.ts';

/** One tick of a Canary's job: what Flagger 1.44 would write now, in its order. */
export function reconcileCanary(input: TickInput, nowMs: number): readonly Write[] {
	const {canary, target} = input;
	if (target === undefined) {
		const {name} = canary.spec.targetRef;
		const message = `deployment ${targetName(canary)} get query error: deployments.apps "${name}" not found`;
		return [{kind: 'event', about: canary, type: 'Warning', reason: 'Synced', message}];
	}
	const tick: Tick = {...input, target, nowMs, writes: [], status: canary.status};
	if (canary.spec.suspend === true) tell(tick, 'skipping canary run as object is suspended');
	else run(tick);
	return tick.writes;
}

function run(tick: Tick): void {
	const {canary, status, target} = tick;
	const primary = reconcileObjects(tick);
	if (primary === undefined) return;
	const isUnderWay = underWay.includes(status?.phase) || status?.phase === 'Waiting';
	const isChanged = isTargetChanged(status, target);
	// Flagger keeps the applied revision of a failed release equal to the target's.
	if (status?.phase === 'Failed') syncStatus(tick, 'Failed', status);
	if (!isUnderWay && !isChanged) return;
	if (canary.spec.skipAnalysis !== true && !isPrimaryReady(tick, primary)) return;
	const weights = tick.virtualService === undefined ? undefined : weightsOf(tick, tick.virtualService);
	if (weights === undefined) {
		warn(tick, `VirtualService ${fullName(canary)} does not contain routes for both sides`);
		return;
	}
	if (!underWay.includes(status?.phase)) start(tick, primary);
	else if (isChanged && (status?.phase === 'Progressing' || status?.phase === 'WaitingPromotion')) restart(tick);
	else if (isCanaryReady(tick)) goOn(tick, weights, primary);
}

const underWay: readonly (Phase | undefined)[] = ['Progressing', 'WaitingPromotion', 'Promoting', 'Finalising'];

/** Corrects the objects that Flagger owns. Returns the primary once it serves; undefined before that, as there is
 * nothing to release from. */
function reconcileObjects(tick: Tick): Deployment | undefined {
	const {canary, primary} = tick;
	const isInitializing = tick.status === undefined || tick.status.phase === 'Initializing';
	reconcileService(tick, 'canary');
	reconcileService(tick, 'primary');
	const isAnalysed = canary.spec.skipAnalysis !== true;
	if (isInitializing && isAnalysed) tell(tick, 'all the metrics providers are available!');
	if (primary === undefined) {
		const made = newPrimary(tick);
		tick.writes.push({kind: 'create', resource: 'deployments.apps', object: made});
		if (isInitializing) isPrimaryReady(tick, made);
		return undefined;
	}
	if (isInitializing && isAnalysed && !isPrimaryReady(tick, primary)) return undefined;
	reconcileService(tick, 'apex');
	if (isInitializing) scaleTarget(tick, 0);
	reconcileRoutes(tick);
	if (!isInitializing) return primary;
	syncStatus(tick, 'Initialized');
	tell(tick, `Initialization done! ${fullName(canary)}`);
	return undefined;
}

/** Starts the release of a new revision, if the gate allows it. */
function start(tick: Tick, primary: Deployment): void {
	if (!confirmRollout(tick)) return;
	tell(tick, `New revision detected! Scaling up ${targetName(tick.canary)}`);
	scaleTarget(tick, primary.spec.replicas);
	syncStatus(tick, 'Progressing');
}

function restart(tick: Tick): void {
	setWeights(tick, allToPrimary);
	syncStatus(tick, 'Progressing');
	tell(tick, `New revision detected! Restarting analysis for ${targetName(tick.canary)}`);
}

function goOn(tick: Tick, weights: Weights, primary: Deployment): void {
	const {canary, status} = tick;
	const {phase, failedChecks = 0, iterations = 0} = status ?? {};
	if (canary.spec.skipAnalysis === true) {
		skipAnalysis(tick, primary);
		return;
	}
	if (phasesWithRollback.includes(phase) && isRollbackAsked(tick)) {
		warn(tick, `Rolling back ${fullName(canary)} manual webhook invoked`);
		rollBack(tick);
		return;
	}
	if (phase === 'Promoting') {
		returnTraffic(tick, weights);
		return;
	}
	if (phase === 'Finalising') {
		finish(tick);
		return;
	}
	if (failedChecks >= (canary.spec.analysis.threshold ?? defaultThreshold)) {
		rollBack(tick);
		return;
	}
	if (passesChecks(tick, weights.canary === 0 && iterations === 0)) advance(tick, weights, primary);
	else setCounts(tick, {failedChecks: failedChecks + 1});
}

/** Before the canary gets its first request there is nothing to measure. */
function passesChecks(tick: Tick, isFirst: boolean): boolean {
	if (!isFirst) return passesRollout(tick) && passesMetrics(tick);
	tell(tick, `Starting canary analysis for ${targetName(tick.canary)}`);
	return passesPreRollout(tick);
}

function isPrimaryReady(tick: Tick, primary: Deployment): boolean {
	return isReady(tick, primary, `${primary.metadata.name}.${tick.canary.metadata.namespace}`);
}

function isCanaryReady(tick: Tick): boolean {
	return isReady(tick, tick.target, `canary deployment ${targetName(tick.canary)}`);
}

/** Writes the reason to an Event when the Deployment is not ready; one that can never become ready ends the
 * release. */
function isReady(tick: Tick, deployment: Deployment, title: string): boolean {
	const problem = notReady(deployment, tick.canary.spec.progressDeadlineSeconds ?? 600, tick.nowMs);
	if (problem === undefined) return true;
	warn(tick, `${title} not ready: ${problem.reason}`);
	if (problem.isFinal) rollBack(tick);
	return false;
}
