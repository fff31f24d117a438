import {available, hashOf, isAborted, isFullyPromoted, type Pass, wakeAt, wantedReplicas} from './pass.ts';
import {type BlueGreenStrategy, hashLabel} from './rollout-types.ts';
import {deadlineMs, removeDeadline, retire, scale, setDeadline} from './scale.ts';

const defaultDelaySeconds = 30;

/** Keeps the stable and the new ReplicaSet at full size and retires the others. */
export function reconcileBlueGreenReplicaSets(pass: Pass, strategy: BlueGreenStrategy): void {
	const wanted = wantedReplicas(pass.rollout);
	const isLeaving = isAborted(pass) && !isFullyPromoted(pass);
	if (!isLeaving) removeDeadline(pass, pass.newRS);
	removeDeadline(pass, pass.stableRS);
	if (pass.stableRS !== undefined) scale(pass, pass.stableRS, wanted);
	if (isLeaving) retireNew(pass, strategy);
	else if (pass.newRS !== undefined) scale(pass, pass.newRS, wanted);
	for (const replicaSet of pass.otherRSs) {
		if (hashOf(replicaSet) === activeHash(pass, strategy)) continue;
		retire(pass, replicaSet, strategy.scaleDownDelaySeconds ?? defaultDelaySeconds);
	}
}

/** After an abort the new revision's pods get a deadline, but stay while the active Service selects them. */
function retireNew(pass: Pass, strategy: BlueGreenStrategy): void {
	const {newRS} = pass;
	const delaySeconds = strategy.abortScaleDownDelaySeconds ?? defaultDelaySeconds;
	if (newRS === undefined || newRS.spec.replicas === 0 || delaySeconds === 0) return;
	const goesAtMs = deadlineMs(newRS);
	if (goesAtMs === undefined) {
		if (available(pass.stableRS) === wantedReplicas(pass.rollout)) setDeadline(pass, newRS, delaySeconds);
		return;
	}
	wakeAt(pass, goesAtMs);
	if (goesAtMs <= pass.nowMs && hashOf(newRS) !== activeHash(pass, strategy)) scale(pass, newRS, 0);
}

function activeHash({input}: Pass, {activeService}: BlueGreenStrategy): string | undefined {
	return input.services.get(activeService)?.spec.selector?.[hashLabel];
}
