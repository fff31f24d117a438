import type {KubeObject} from '../../../domain/cluster/kube-object.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {formatTime} from '../../../domain/time.ts';
import {annotate, restartedAt} from '../../common/annotate.ts';
import {allowed, checked} from '../../common/checked.ts';
import {patches} from '../../common/permissions.ts';
import {pointer} from '../../common/raw.ts';
import type {Operation, PlanRequest} from '../../contract.ts';
import {newRevisionEffect} from './roll-effect.ts';
import {liveWorkload, type Workload} from './workload.ts';

/** Writes a new value of the template's restart annotation, as kubectl does: an update to the same version. */
export function restart<T extends KubeObject>(workload: Workload<T>): Operation<T> {
	return checked<T>({
		direction: 'towardCanary',
		can: release => workload.refusal(release) ?? allowed,
		permissions: () => [patches(workload.kind)],
		needs: release => [release.ref],
		plan: request => planRestart(workload, request),
		effect: newRevisionEffect,
	});
}

function planRestart<T extends KubeObject>(
	workload: Workload<T>,
	request: PlanRequest<T>,
): ReturnType<Operation['plan']> {
	const {release, nowMs} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const at = formatTime(nowMs);
	return ok({
		verb: 'restart',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`RESTART ${release.name}`,
		means: safe`the template's restartedAt annotation`,
		effects: [safe`the same version anew: ${workload.rolls(release)}`],
		caveats: [safe`it makes a new revision; nothing takes it back once pods are replaced`],
		steps: [
			{
				kind: 'patch',
				ref: release.ref,
				subresource: null,
				patch: [...workload.tests(raw), ...annotate(raw, at)],
				after: [
					{pointer: pointer('spec', 'template', 'metadata', 'annotations', restartedAt), op: 'equals', value: at},
				],
				inverse: null,
			},
		],
		facts: release.facts,
	});
}
