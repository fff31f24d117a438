import type {ReplicaSet, Service} from '../kube-types.ts';
import {cancelAnalysis, isDone, reconcileAnalysis} from './analysis.ts';
import {reconcileBlueGreenReplicaSets} from './blue-green-replicas.ts';
import {available, hashOf, isAborted, isFullyPromoted, type Pass, wakeAt, wantedHash, wantedReplicas} from './pass.ts';
import {pausedSinceMs} from './pause.ts';
import {type AnalysisRunRef, type BlueGreenStrategy, hashLabel, type RolloutStatus} from './rollout-types.ts';
import {deadlineMs} from './scale.ts';
import {switchSelector} from './services.ts';
import {baseStatus, persistStatus, promoteStable, replicaSetByHash, selectorText} from './status.ts';

/** One pass over a blue/green rollout whose status already names the wanted revision. */
export function reconcileBlueGreen(pass: Pass, strategy: BlueGreenStrategy): void {
	const hash = wantedHash(pass);
	const isFastTracked = skipsPause(pass);
	switchPreview(pass, strategy, hash);
	reconcileBlueGreenReplicaSets(pass, strategy);
	const before = pass.rollout.status?.blueGreen ?? {};
	const active = selectorOf(pass.input.services.get(strategy.activeService));
	const pre =
		strategy.prePromotionAnalysis === undefined || isFastTracked || !isSaturated(pass)
			? undefined
			: analysis(pass, 'pre', strategy.prePromotionAnalysis, before.prePromotionAnalysisRunStatus, active !== hash);
	const mayCutOver = isFastTracked || (isPreDone(strategy, pre) && isPauseOver(pass, strategy, active, hash));
	const nowActive = switchActive(pass, strategy, active, hash, mayCutOver);
	const post =
		strategy.postPromotionAnalysis === undefined || nowActive !== hash
			? undefined
			: analysis(
					pass,
					'post',
					strategy.postPromotionAnalysis,
					before.postPromotionAnalysisRunStatus,
					!isFullyPromoted(pass),
				);
	persistBlueGreen(pass, strategy, {active: nowActive, pre, post});
}

/** While a person has paused the rollout, only its pods are kept up to date. */
export function reconcilePausedBlueGreen(pass: Pass, strategy: BlueGreenStrategy): void {
	reconcileBlueGreenReplicaSets(pass, strategy);
	const before = pass.rollout.status?.blueGreen;
	const active = selectorOf(pass.input.services.get(strategy.activeService));
	const {prePromotionAnalysisRunStatus: pre, postPromotionAnalysisRunStatus: post} = before ?? {};
	persistBlueGreen(pass, strategy, {active, pre, post});
}

/** Starts a new revision, without the pauses, the analyses and the abort of the last one. */
export function resetBlueGreen(pass: Pass, strategy: BlueGreenStrategy): void {
	const before = pass.rollout.status?.blueGreen;
	pass.pause = {isCleared: true, isAbortRemoved: true};
	cancelAnalysis(pass, before?.prePromotionAnalysisRunStatus);
	cancelAnalysis(pass, before?.postPromotionAnalysisRunStatus);
	switchPreview(pass, strategy, wantedHash(pass));
	const active = selectorOf(pass.input.services.get(strategy.activeService));
	persistStatus(pass, withActive(pass, strategy, {active, pre: undefined, post: undefined}));
}

interface Observed {
	readonly active: string | undefined;
	readonly pre: AnalysisRunRef | undefined;
	readonly post: AnalysisRunRef | undefined;
}

function persistBlueGreen(pass: Pass, strategy: BlueGreenStrategy, observed: Observed): void {
	const next = withActive(pass, strategy, observed);
	const isInitial = next.stableRS === undefined;
	const isCutOver = observed.active === next.currentPodHash && isSaturated(pass) && !isAborted(pass);
	const isProven =
		strategy.postPromotionAnalysis === undefined || next.promoteFull === true || observed.post?.status === 'Successful';
	if (isInitial) persistStatus(pass, promoteStable(pass, next, 'Initial deploy'));
	else if (isCutOver && isProven) persistStatus(pass, promoteStable(pass, next, 'Completed blue-green update'));
	else persistStatus(pass, next);
}

/** Counts ready and available pods of the active revision only. */
function withActive(pass: Pass, strategy: BlueGreenStrategy, {active, pre, post}: Observed): RolloutStatus {
	const activeRS = replicaSetByHash(pass, active);
	const base = baseStatus(pass);
	const hasPreview = strategy.previewService !== undefined;
	return {
		...base,
		readyReplicas: activeRS?.status?.readyReplicas ?? 0,
		availableReplicas: available(activeRS),
		HPAReplicas: activeRS === undefined ? (base.HPAReplicas ?? 0) : (activeRS.status?.replicas ?? 0),
		selector: selectorText(activeRS?.spec.selector.matchLabels ?? pass.rollout.spec.selector.matchLabels),
		blueGreen: {
			...(active === undefined ? {} : {activeSelector: active}),
			...(hasPreview ? {previewSelector: wantedHash(pass)} : {}),
			...(pre === undefined ? {} : {prePromotionAnalysisRunStatus: pre}),
			...(post === undefined ? {} : {postPromotionAnalysisRunStatus: post}),
		},
	};
}

function switchPreview(pass: Pass, {previewService}: BlueGreenStrategy, hash: string): void {
	const service = previewService === undefined ? undefined : pass.input.services.get(previewService);
	if (service !== undefined) switchSelector(pass, service, hash);
}

/** Switches the active Service and returns the hash that it selects now. It switches only while the new revision is
 * fully available, even on an abort: an abort while new pods are unready leaves the traffic with them. */
function switchActive(
	pass: Pass,
	{activeService}: BlueGreenStrategy,
	active: string | undefined,
	hash: string,
	mayCutOver: boolean,
): string | undefined {
	const service = pass.input.services.get(activeService);
	if (service === undefined || !isSaturated(pass)) return active;
	const wanted = isAborted(pass) ? pass.rollout.status?.stableRS : mayCutOver ? hash : active;
	if (wanted !== undefined) switchSelector(pass, service, wanted);
	return wanted;
}

function isPauseOver(pass: Pass, strategy: BlueGreenStrategy, active: string | undefined, hash: string): boolean {
	const {autoPromotionEnabled = true, autoPromotionSeconds} = strategy;
	if (active === hash || active === undefined) return true;
	if (autoPromotionEnabled && autoPromotionSeconds === undefined) return true;
	if (!isSaturated(pass) || isAborted(pass)) return false;
	const startedAtMs = pausedSinceMs(pass, 'BlueGreenPause');
	if (startedAtMs === undefined) {
		const isEnded = pass.rollout.status?.controllerPause === true;
		pass.pause = {...pass.pause, ...(isEnded ? {remove: 'BlueGreenPause'} : {add: 'BlueGreenPause'})};
		return isEnded;
	}
	if (autoPromotionSeconds === undefined) return false;
	const endsAtMs = startedAtMs + autoPromotionSeconds * 1000;
	wakeAt(pass, endsAtMs);
	if (endsAtMs > pass.nowMs) return false;
	pass.pause = {...pass.pause, remove: 'BlueGreenPause'};
	return true;
}

function analysis(
	pass: Pass,
	kind: 'pre' | 'post',
	spec: NonNullable<BlueGreenStrategy['prePromotionAnalysis']>,
	before: AnalysisRunRef | undefined,
	isNeeded: boolean,
): AnalysisRunRef | undefined {
	if (isAborted(pass) || pass.rollout.status?.promoteFull === true) return cancelAnalysis(pass, before);
	if (before === undefined && !isNeeded) return undefined;
	return reconcileAnalysis(pass, kind, spec, before);
}

function isPreDone({prePromotionAnalysis}: BlueGreenStrategy, pre: AnalysisRunRef | undefined): boolean {
	return prePromotionAnalysis === undefined || (pre !== undefined && isDone(pre) && pre.status === 'Successful');
}

/** A revision whose pods are still up, the stable revision, and a full promotion need no pause. */
function skipsPause(pass: Pass): boolean {
	const {status} = pass.rollout;
	if (isAborted(pass)) return false;
	const isStillUp = pass.newRS !== undefined && deadlineMs(pass.newRS) !== undefined;
	return isStillUp || status?.promoteFull === true || isFullyPromoted(pass);
}

/** Whether all wanted pods of the new revision exist and are available. */
function isSaturated(pass: Pass): boolean {
	const wanted = wantedReplicas(pass.rollout);
	const isWhole = ({spec, status}: ReplicaSet) => spec.replicas === wanted && status?.availableReplicas === wanted;
	return pass.newRS !== undefined && hashOf(pass.newRS) !== undefined && isWhole(pass.newRS);
}

function selectorOf(service: Service | undefined): string | undefined {
	return service?.spec.selector?.[hashLabel];
}
