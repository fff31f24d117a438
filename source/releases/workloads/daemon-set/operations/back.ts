import {ok} from '../../../../domain/result.ts';
import {safe} from '../../../../domain/text/safe-text.ts';
import type {DaemonSetObject} from '../../../../kinds/daemon-set.ts';
import {checked} from '../../../common/checked.ts';
import {historyCaveats} from '../../../common/history-caveats.ts';
import {holderRef} from '../../../common/holder-ref.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf} from '../../../common/release-text.ts';
import {backAllowed} from '../../../common/way-back.ts';
import type {Operation, PlanRequest} from '../../../contract.ts';
import {rollEffect} from '../../shared/roll-effect.ts';
import {liveWorkload, newestOf, restoreTemplate} from '../../shared/workload.ts';
import {workload} from '../workload.ts';

/** Writes back the template of the version that an update replaces, else of the revision before. */
export const back: Operation<DaemonSetObject> = checked({
	direction: 'towardStable',
	can: backAllowed,
	permissions: () => [patches(workload.kind)],
	needs: release => {
		const holder = holderRef(workload.holderKind, release, release.back.to);
		return holder === null ? [release.ref] : [release.ref, holder];
	},
	plan: planBack,
	effect: rollEffect,
});

function planBack(request: PlanRequest<DaemonSetObject>): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw} = live.value;
	const {to} = release.back;
	const step = restoreTemplate(workload, request, raw, to);
	if (!step.ok) return step;
	// Without an update under way it is not known whether the version before was any better.
	const isKnown = release.canary !== null || to === release.stable;
	const newest = nameOf(release, newestOf(release));
	return ok({
		verb: 'back',
		direction: isKnown ? 'towardStable' : 'towardCanary',
		release: release.key,
		to,
		headline: safe`BACK TO ${nameOf(release, to)}`,
		means: safe`undo`,
		effects: [safe`spec: ${newest} → ${nameOf(release, to)}`, workload.rolls(release)],
		caveats: [
			...(release.phase.kind === 'silent' ? [safe`the controller does not answer: nothing moves until it does`] : []),
			...(!isKnown && to !== null ? historyCaveats(release, to) : []),
		],
		steps: [step.value],
		facts: release.facts,
	});
}
