import {rfc3339} from '../../api/rfc3339.ts';
import type {Canary, CanaryStatus, Phase, PromotedCondition} from './canary-types.ts';
import {specHash, type Tick} from './tick.ts';

type Counts = Pick<CanaryStatus, 'canaryWeight' | 'failedChecks' | 'iterations'>;
const noCounts: Counts = {canaryWeight: 0, failedChecks: 0, iterations: 0};

/** Writes the start of a phase, with the target's present revision. */
export function syncStatus(tick: Tick, phase: Phase, counts: Counts = noCounts): void {
	const hash = specHash(tick.target);
	write(tick, {
		...tick.status,
		...counts,
		phase,
		lastAppliedSpec: hash,
		...(phase === 'Initialized' ? {lastPromotedSpec: hash} : {}),
		trackedConfigs: tick.status?.trackedConfigs ?? {},
		conditions: conditionsOf(tick, phase),
	});
}

/** Changes to another phase. Like Flagger 1.44, WaitingPromotion sets the weight to 0 although the route keeps its
 * weight, and the iterations to one less than the analysis has, which is -1 for a canary. */
export function setPhase(tick: Tick, phase: Phase): void {
	const {status, canary} = tick;
	const keepsCounts = phase === 'Progressing' || phase === 'Waiting' || phase === 'Promoting';
	const iterations = phase === 'WaitingPromotion' ? iterationsBeforePromotion(canary) : 0;
	const counts = keepsCounts ? {} : {canaryWeight: 0, iterations};
	const promoted = phase === 'Succeeded' && status?.lastAppliedSpec !== undefined;
	write(tick, {
		...noCounts,
		...status,
		...counts,
		phase,
		...(promoted ? {lastPromotedSpec: status.lastAppliedSpec} : {}),
		conditions: conditionsOf(tick, phase),
	});
}

/** Updates the counts without changing the phase. */
export function setCounts(tick: Tick, counts: Partial<Counts>): void {
	if (tick.status !== undefined) write(tick, {...tick.status, ...counts});
}

/** The value of `iterations` while the promotion waits for a person. */
export function iterationsBeforePromotion({spec}: Canary): number {
	return (spec.analysis.iterations ?? 0) - 1;
}

/** The status of a Canary that was just created. */
export function initializingStatus(canary: Canary, nowMs: number): CanaryStatus {
	const conditions = [conditionOf(canary, 'Initializing', undefined, nowMs)];
	return {...noCounts, phase: 'Initializing', lastTransitionTime: rfc3339(nowMs), conditions};
}

function write(tick: Tick, status: Omit<CanaryStatus, 'lastTransitionTime'>): void {
	tick.status = {...status, lastTransitionTime: rfc3339(tick.nowMs)};
	const object = {...tick.canary, status: tick.status};
	tick.writes.push({kind: 'replace', resource: 'canaries.flagger.app', object, isStatus: true});
}

function conditionsOf({status, canary, nowMs}: Tick, phase: Phase): readonly PromotedCondition[] {
	const current = status?.conditions.find(({type}) => type === 'Promoted');
	const next = conditionOf(canary, phase, current, nowMs);
	const isSame = current?.status === next.status && current.reason === next.reason;
	return isSame && status !== undefined ? status.conditions : [next];
}

function conditionOf(
	{spec}: Canary,
	phase: Phase,
	current: PromotedCondition | undefined,
	nowMs: number,
): PromotedCondition {
	const now = rfc3339(nowMs);
	const [status, message] = told(phase, spec.targetRef.kind);
	const lastTransitionTime = current?.status === status ? current.lastTransitionTime : now;
	return {type: 'Promoted', status, reason: phase, message, lastTransitionTime, lastUpdateTime: now};
}

function told(phase: Phase, kind: string): readonly [PromotedCondition['status'], string] {
	switch (phase) {
		case 'Initializing':
			return ['Unknown', `New ${kind} detected, starting initialization.`];
		case 'Initialized':
			return ['True', `${kind} initialization completed.`];
		case 'Waiting':
		case 'WaitingPromotion':
			return ['Unknown', 'Waiting for approval.'];
		case 'Progressing':
			return ['Unknown', 'New revision detected, progressing canary analysis.'];
		case 'Promoting':
			return ['Unknown', 'Canary analysis completed, starting primary rolling update.'];
		case 'Finalising':
			return ['Unknown', 'Canary analysis completed, routing all traffic to primary.'];
		case 'Succeeded':
			return ['True', 'Canary analysis completed successfully, promotion finished.'];
		case 'Failed':
			return ['False', `Canary analysis failed, ${kind} scaled to zero.`];
	}
}
