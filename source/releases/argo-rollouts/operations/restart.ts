import type {Effect, Plan} from '../../../domain/release/plan.ts';
import {ok} from '../../../domain/result.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {formatTime} from '../../../domain/time.ts';
import {allowed, checked} from '../../common/checked.ts';
import {testOf} from '../../common/raw.ts';
import type {Operation} from '../../contract.ts';
import type {RolloutOperation, RolloutRelease, RolloutRequest} from '../detail.ts';
import {controllerRefusal, liveRollout} from './guards.ts';
import {patchesRollout} from './permissions.ts';

/** `spec.restartAt`: the controller evicts every pod that is older, within maxUnavailable. */
export const restart: RolloutOperation = checked({
	direction: 'towardCanary',
	can: release => controllerRefusal(release) ?? allowed,
	permissions: () => [patchesRollout],
	needs: release => [release.ref],
	plan: planRestart,
	effect: restartEffect,
});

function planRestart(request: RolloutRequest): ReturnType<Operation['plan']> {
	const {release, nowMs} = request;
	const live = liveRollout(request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const at = formatTime(nowMs);
	return ok({
		verb: 'restart',
		direction: 'towardCanary',
		release: release.key,
		to: null,
		headline: safe`RESTART ${release.name}`,
		means: safe`spec.restartAt`,
		effects: [safe`every pod is replaced by one of the same version, a few at a time`],
		caveats: [safe`weights and steps stay; nothing takes it back once pods are evicted`],
		steps: [
			{
				kind: 'patch',
				ref: release.ref,
				subresource: null,
				patch: [
					...testOf(raw, 'metadata', 'uid'),
					...testOf(raw, 'spec', 'restartAt'),
					{op: 'add', path: '/spec/restartAt', value: at},
				],
				after: [{pointer: '/spec/restartAt', op: 'equals', value: at}],
				inverse: null,
			},
		],
		facts: release.facts,
	});
}

function restartEffect(plan: Plan, _before: RolloutRelease, now: RolloutRelease): Effect {
	const [step] = plan.steps;
	const set =
		step.kind === 'patch' ? step.patch.find(({path, op}) => path === '/spec/restartAt' && op === 'add') : undefined;
	const at = set?.op === 'add' && typeof set.value === 'string' ? set.value : '';
	const {restartAtMs, status} = now.detail.rollout;
	if (restartAtMs === null || formatTime(restartAtMs) !== at)
		return {kind: 'pending', evidence: safe`not taken up yet`};
	return restartAtMs === status.restartedAtMs
		? {kind: 'effective', evidence: safe`every pod was replaced`}
		: {kind: 'pending', evidence: safe`pods are being replaced`};
}
