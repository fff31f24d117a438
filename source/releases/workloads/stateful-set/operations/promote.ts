import {refuse} from '../../../../domain/release/refusal.ts';
import type {Release} from '../../../../domain/release/release.ts';
import {safe} from '../../../../domain/text/safe-text.ts';
import type {StatefulSetObject} from '../../../../kinds/stateful-set.ts';
import {allowed, checked} from '../../../common/checked.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf} from '../../../common/release-text.ts';
import type {Operation} from '../../../contract.ts';
import {workload} from '../workload.ts';
import {brokenRefusal, partitionEffect, partitionRefusal, planPartition} from './move-partition.ts';

/** Lowers the partition by one, so that one more pod gets the new version. */
export const promote: Operation<StatefulSetObject> = checked({
	direction: 'towardCanary',
	can: release => {
		const refused = partitionRefusal(release) ?? brokenRefusal(release);
		if (refused) return refused;
		if (release.detail.partition === 0)
			return refuse('goes-on-by-itself', safe`no partition holds it: it goes on by itself`);
		if (release.phase.kind === 'progressing') {
			return refuse('on-its-way', safe`it is on its way to the partition: ${release.phase.because}`);
		}
		return allowed;
	},
	action: () => safe`Move one pod`,
	permissions: () => [patches(workload.kind)],
	needs: release => [release.ref],
	plan: request =>
		planPartition(request, {
			verb: 'promote',
			to: onePodFurther(request.release),
			headline: safe`PROMOTE ${nameOf(request.release, request.release.canary)} BY ONE POD`,
			caveats: [],
		}),
	effect: partitionEffect,
});

/** A partition above the number of pods lets no pod be replaced: then the highest pod is the next one. */
function onePodFurther(release: Release<StatefulSetObject>): number {
	return Math.min(release.detail.partition, release.detail.desired) - 1;
}
