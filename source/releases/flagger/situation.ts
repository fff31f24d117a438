import type {Snapshot} from '../../domain/cluster/kube-object.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {conditionOf} from '../../kinds/condition.ts';
import type {EventObject} from '../../kinds/event.ts';
import type {CanaryObject} from '../../kinds/flagger/canary.ts';
import {eventsAbout} from '../common/timeline.ts';
import {type CanaryRoute, routeOf} from './route.ts';
import {primaryOf, targetOf, type Workload} from './workload.ts';

/** A Canary, with the objects that tell what the Canary does not. */
export interface Situation {
	readonly canary: CanaryObject;
	readonly target: Workload | null;
	readonly primary: Workload | null;
	readonly route: CanaryRoute | null;
	/**
	 * Flagger's Events, newest last. They tell less than Flagger does: the API server takes few Events about one
	 * object.
	 */
	readonly events: readonly EventObject[];
	readonly snapshot: Snapshot;
	readonly nowMs: number;
}

export function situationOf(canary: CanaryObject, snapshot: Snapshot, nowMs: number): Situation {
	return {
		canary,
		target: targetOf(canary, snapshot),
		primary: primaryOf(canary, snapshot),
		route: routeOf(canary, snapshot),
		events: eventsAbout(canary, snapshot)
			.filter(({reason}) => reason === 'Synced')
			.toSorted((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0)),
		snapshot,
		nowMs,
	};
}

/**
 * The rules whose shares count. While a release is under way, Flagger itself sends known visitors, and the
 * requests that match an A/B test, to the canary whatever the weight: the rules for those do not count.
 */
export function countedRules(canary: CanaryObject, {rules}: CanaryRoute): CanaryRoute['rules'] {
	const isMeant = isUnderWay(canary) && (canary.analysis.hasSessionAffinity || strategyOf(canary) === 'abTest');
	const [first, ...others] = rules.filter(({isMatched}) => !(isMatched && isMeant));
	return first ? [first, ...others] : rules;
}

export type Strategy = 'canary' | 'blueGreen' | 'abTest';

/** The kubernetes provider shifts no weights: whatever is configured, it counts checks. */
export function strategyOf({analysis, provider}: CanaryObject): Strategy {
	if (provider === 'kubernetes') return 'blueGreen';
	if (analysis.iterations > 0) return analysis.isMatched ? 'abTest' : 'blueGreen';
	return 'canary';
}

/** Whether Flagger rolls back when it looks next, whatever gate is closed. */
export function isPastThreshold({canary: {status, analysis}}: Situation): boolean {
	return status.failedChecks >= analysis.threshold;
}

/** The number of checks before the promotion. Flagger assumes ten if the kubernetes provider finds none. */
export function iterationsOf(canary: CanaryObject): number {
	return canary.analysis.iterations || (strategyOf(canary) === 'canary' ? 0 : 10);
}

/** True from the moment that Flagger saw a new template until it is promoted or has failed. */
export function isUnderWay({status}: CanaryObject): boolean {
	switch (status.phase as string | null) {
		case 'Waiting':
		case 'Progressing':
		case 'WaitingPromotion':
		case 'Promoting':
		case 'Finalising':
			return true;
		default:
			return false;
	}
}

/** True in the phases in which an abort still works. */
export function isJudged({status}: CanaryObject): boolean {
	return status.phase === 'Progressing' || status.phase === 'WaitingPromotion';
}

/**
 * When the release began, or when it ended, in ms: the last change of the Promoted condition between True,
 * False and Unknown.
 */
export function sinceMs({status}: CanaryObject): number | null {
	return conditionOf(status.conditions, 'Promoted')?.changedAtMs ?? null;
}

const HISTORY_ANNOTATION = 'deployment.kubernetes.io/revision-history';

/**
 * True while the target has a template that Flagger has not seen: it looks once per interval. False while a
 * release is under way: a new template then starts the release anew, and Flagger's status tells that.
 */
export function isUnseen({canary, target, primary}: Situation): boolean {
	const {status} = canary;
	if (isUnderWay(canary) || target === null || primary === null || status.lastTransitionMs === null) return false;
	const [newest] = target.replicaSets;
	// A template without a ReplicaSet is newer than anything that Flagger can have seen.
	if (newest && imagesOf(newest) !== imagesOf(target)) return true;
	const isSame = imagesOf(target) === imagesOf(primary);
	// An older ReplicaSet that is used again keeps its creation time: only its Deployment tells when that happened.
	const isReused = newest === undefined || newest.metadata.annotations[HISTORY_ANNOTATION] !== undefined;
	const writtenMs = isReused && !isSame ? (target.metadata.changedAtMs ?? 0) : 0;
	const changedMs = Math.max(newest?.metadata.createdAtMs ?? 0, writtenMs);
	return changedMs > status.lastTransitionMs;
}

/** Whether the pods by which Flagger judges the release can take traffic; `none` if it has no pods. */
export type CanaryPods = 'unknown' | 'none' | 'ready' | 'not ready';

export function canaryPodsOf({canary, target}: Pick<Situation, 'canary' | 'target'>): CanaryPods {
	if (target === null) return 'unknown';
	if (!isUnderWay(canary) || target.desired === 0) return 'none';
	return target.isReady ? 'ready' : 'not ready';
}

/** Flagger's phase, in a word. */
export function phaseText({metadata, status}: CanaryObject): SafeText {
	return metadata.deletedAtMs === null ? (status.phase ?? safe`none`) : safe`being deleted`;
}

export function imagesOf({template}: Pick<Workload, 'template'>): string {
	return template.containers.map(({image}) => image).join(' ');
}
