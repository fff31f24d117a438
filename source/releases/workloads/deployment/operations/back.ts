import type {Release} from '../../../../domain/release/release.ts';
import {ok} from '../../../../domain/result.ts';
import {type SafeText, safe} from '../../../../domain/text/safe-text.ts';
import type {DeploymentObject} from '../../../../kinds/deployment.ts';
import {DEPLOYMENTS} from '../../../../kinds/deployment.ts';
import {checked} from '../../../common/checked.ts';
import {historyCaveats} from '../../../common/history-caveats.ts';
import {holderRef} from '../../../common/holder-ref.ts';
import {patches} from '../../../common/permissions.ts';
import {nameOf, shareText} from '../../../common/release-text.ts';
import {templateTag} from '../../../common/revision-of.ts';
import {backAllowed} from '../../../common/way-back.ts';
import type {Operation, PlanRequest} from '../../../contract.ts';
import {rollEffect} from '../../shared/roll-effect.ts';
import {liveWorkload, newestOf, restoreTemplate} from '../../shared/workload.ts';
import {undoMeans} from '../back.ts';
import {isHeld, workload} from '../workload.ts';
import {pausePatch} from './pause-patch.ts';

/** Writes back the template of the version that an update replaces, else of the revision before. */
export const back: Operation<DeploymentObject> = checked({
	direction: 'towardStable',
	can: backAllowed,
	permissions: () => [patches(DEPLOYMENTS)],
	needs: release => {
		const holder = holderRef(workload.holderKind, release, release.back.to);
		return holder === null ? [release.ref] : [release.ref, holder];
	},
	plan: planBack,
	effect: rollEffect,
});

function planBack(request: PlanRequest<DeploymentObject>): ReturnType<Operation['plan']> {
	const {release} = request;
	const live = liveWorkload(workload, request);
	if (!live.ok) return live;
	const {raw, object: deployment} = live.value;
	const {to} = release.back;
	const step = restoreTemplate(workload, request, raw, to);
	if (!step.ok) return step;
	// While the Deployment is held a new template moves nothing: remove the hold last, when the old template is back.
	const unpause = deployment.isPaused ? [pausePatch(release.ref, raw, false)] : [];
	return ok({
		verb: 'back',
		// Without an update under way it is not known whether the version before was any better.
		direction: isKnown(release) ? 'towardStable' : 'towardCanary',
		release: release.key,
		to,
		headline: safe`BACK TO ${nameOf(release, to)}`,
		means: undoMeans(deployment),
		effects: effectsOf(release, templateTag(deployment.template, null) ?? safe`no image`),
		caveats: [
			...(release.phase.kind === 'silent' ? [safe`the controller does not answer: nothing moves until it does`] : []),
			...(!isKnown(release) && to !== null ? historyCaveats(release, to) : []),
			safe`pods are replaced a few at a time; replicas stay as they are`,
		],
		steps: [step.value, ...unpause],
		facts: release.facts,
	});
}

/** Whether the way back leads to the version that serves, or that served until this update began. */
function isKnown({canary, stable, back}: Release<DeploymentObject>): boolean {
	return canary !== null || back.to === stable;
}

function effectsOf(release: Release<DeploymentObject>, tag: SafeText): readonly SafeText[] {
	const newest = nameOf(release, newestOf(release));
	const {configuredPercent} = release.split;
	const share = shareText(release);
	const spec = safe`spec: ${tag} → ${nameOf(release, release.back.to)}`;
	if (release.back.to === release.stable && release.canary === null) return [spec, unstarted(release, tag)];
	if (release.canary === null) return [spec, safe`every pod of ${newest} is replaced`];
	if (configuredPercent === 0) return [spec, safe`${newest} has no ready pod: those that start are taken away`];
	return [spec, safe`${share} on ${newest} → 0%`];
}

/** While the Deployment is held no pod starts; otherwise the controller may begin at any moment. */
function unstarted(release: Release<DeploymentObject>, tag: SafeText): SafeText {
	return isHeld(release)
		? safe`no pod is replaced: ${tag} has not started`
		: safe`pods of ${tag} that start meanwhile are taken away`;
}
