import {refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {verb} from '../../../../domain/release/verb.ts';
import {safe} from '../../../../domain/text/safe-text.ts';
import type {StatefulSetObject} from '../../../../kinds/stateful-set.ts';
import {allowed, checked} from '../../../common/checked.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf} from '../../../common/release-text.ts';
import type {Operation} from '../../../contract.ts';
import {workload} from '../workload.ts';
import {partitionEffect, partitionRefusal, planPartition} from './move-partition.ts';

/**
 * Raises the partition to the lowest pod that has the new version: no further pod is replaced, and none is
 * taken back.
 */
export const hold: Operation<StatefulSetObject> = checked({
	direction: 'towardStable',
	can: release => {
		const refused = partitionRefusal(release);
		if (refused) return refused;
		const partition = release.detail.partition;
		return partition >= lowestUpdated(release)
			? refuse('already-so', safe`nothing more is replaced: partition ${partition} holds it already`)
			: allowed;
	},
	permissions: () => [patches(workload.kind)],
	needs: release => [release.ref],
	plan: request =>
		planPartition(request, {
			verb: 'hold',
			to: lowestUpdated(request.release),
			headline: safe`HOLD ${nameOf(request.release, request.release.canary)}`,
			caveats: [
				safe`a pod that is being replaced now comes back as ${nameOf(request.release, request.release.stable)}`,
				safe`${verb('promote')} goes on from there, by one pod or fully; ${verb('setWeight')} sets another partition`,
			],
		}),
	effect: partitionEffect,
});

/** The lowest place with the new version: pods get it from the highest down. */
function lowestUpdated(release: Release<StatefulSetObject>): number {
	return Math.max(0, release.detail.desired - release.detail.updated);
}
