import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import type {Moment, Split, SplitPlace} from '../../domain/release/release.ts';
import type {SafeText} from '../../domain/text/safe-text.ts';
import {HASH_LABEL} from '../../kinds/argo-rollouts/hash-label.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {SERVICES} from '../../kinds/service.ts';
import type {RoutePlace, RouteReading} from './route-places.ts';
import {currentStep, hasCanary, isCutOver, isStillElsewhere, replicaSetOf} from './situation.ts';

export interface SplitFacts {
	readonly rollout: RolloutObject;
	readonly snapshot: Snapshot;
	readonly routes: RouteReading;
	readonly timeline: readonly Moment[];
}

/** The desired share of the canary, and the configured share that the routes, the selector or the pods give it. */
export function splitOf({rollout, snapshot, routes, timeline}: SplitFacts): Split {
	const changedAtMs = timeline.findLast(moment => moment.weightPercent !== null)?.atMs ?? null;
	if (hasCanary(rollout)) {
		return {desiredPercent: desiredPercent(rollout), ...configured(rollout, snapshot, routes), changedAtMs};
	}
	return {desiredPercent: 0, ...elsewhere(rollout, snapshot, routes), changedAtMs};
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

type Configured = Pick<Split, 'configuredPercent' | 'configuredBy' | 'places'>;

/** While no release is under way: the share that still leads to a version other than stable. */
function elsewhere(rollout: RolloutObject, snapshot: Snapshot, {places}: RouteReading): Configured {
	const {stableHash, currentHash} = rollout.status;
	if (stableHash === null && currentHash === null) return {configuredPercent: 'unknown', configuredBy: 'none'};
	const selected = selectedHash(rollout, snapshot);
	if (selected !== null && stableHash !== null && selected !== stableHash) {
		return {configuredPercent: 100, configuredBy: 'selector'};
	}
	if (isStillElsewhere(rollout)) return {configuredPercent: 100, configuredBy: 'controller'};
	const worst = worstOf(places);
	return typeof worst === 'number' && worst > 0
		? {configuredPercent: worst, configuredBy: 'route'}
		: {configuredPercent: 0, configuredBy: 'none'};
}

function configured(rollout: RolloutObject, snapshot: Snapshot, routes: RouteReading): Configured {
	if (rollout.blueGreen) return configuredBySelector(rollout, snapshot);
	if (rollout.canary?.router) return configuredByRoutes(rollout, routes);
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

/** The hash that the active Service selects; null if it is unknown. */
function selectedHash({blueGreen, metadata}: RolloutObject, snapshot: Snapshot): SafeText | null {
	if (!blueGreen?.activeService) return null;
	return snapshot.get(SERVICES, metadata.namespace, blueGreen.activeService)?.selector[HASH_LABEL] ?? null;
}

/** The largest share of all places. It is zero only if perch read every object with weights. */
function configuredByRoutes(rollout: RolloutObject, {places, isWhole}: RouteReading): Configured {
	const worst = worstOf(places);
	if (places.every(({percent}) => percent === 'unknown')) return writtenByArgo(rollout);
	const differing = differ(places) ? {places: places.map(toldPlace)} : {};
	if (worst !== 0) return {configuredPercent: worst, configuredBy: 'route', ...differing};
	return isWhole ? {configuredPercent: 0, configuredBy: 'route', ...differing} : writtenByArgo(rollout);
}

/** The largest known share; unknown if every known share is zero and some share is unknown. */
function worstOf(places: readonly RoutePlace[]): Split['configuredPercent'] {
	const known = places.flatMap(({percent}) => (percent === 'unknown' ? [] : [percent]));
	const worst = Math.max(0, ...known);
	return worst === 0 && known.length < places.length ? 'unknown' : worst;
}

function differ(places: readonly RoutePlace[]): boolean {
	return new Set(places.map(({percent}) => percent)).size > 1;
}

function toldPlace({where, percent}: RoutePlace): SplitPlace {
	return {where, percent};
}

function writtenByArgo(rollout: RolloutObject): Configured {
	const written = rollout.status.writtenWeight;
	if (written === null) return {configuredPercent: 'unknown', configuredBy: 'none'};
	return {configuredPercent: percentOf(rollout, written), configuredBy: 'controller'};
}
