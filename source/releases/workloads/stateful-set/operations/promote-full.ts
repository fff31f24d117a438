import {refuse} from '../../../../domain/release/refusal.ts';
import {verb} from '../../../../domain/release/verb.ts';
import {safe} from '../../../../domain/text/safe-text.ts';
import type {StatefulSetObject} from '../../../../kinds/stateful-set.ts';
import {allowed, checked} from '../../../common/checked.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf} from '../../../common/release-text.ts';
import type {Operation} from '../../../contract.ts';
import {workload} from '../workload.ts';
import {brokenRefusal, partitionEffect, partitionRefusal, planPartition} from './move-partition.ts';

/** Sets the partition to 0: every pod gets the new version, one after another. */
export const promoteFull: Operation<StatefulSetObject> = checked({
	direction: 'towardCanary',
	can: release => {
		const refused = partitionRefusal(release) ?? brokenRefusal(release);
		if (refused) return refused;
		return release.detail.partition === 0
			? refuse('goes-on-by-itself', safe`no partition holds it: it goes on by itself`)
			: allowed;
	},
	action: () => safe`Move every pod`,
	permissions: () => [patches(workload.kind)],
	needs: release => [release.ref],
	plan: request =>
		planPartition(request, {
			verb: 'promoteFull',
			to: 0,
			headline: safe`PROMOTE ${nameOf(request.release, request.release.canary)} TO EVERY POD`,
			caveats: [
				safe`one pod after another, each once the one before is ready; ${verb('hold')} holds it on the way`,
				safe`the partition stays 0: the next version comes to every pod at once`,
			],
		}),
	effect: partitionEffect,
});
