import type {RevisionKey} from '../../domain/keys.ts';
import type {ObjectRef} from '../../domain/kube-object.ts';
import type {RefusalCode} from '../../domain/refusal.ts';
import type {SplitPlace} from '../../domain/release.ts';
import type {Revision} from '../../domain/revision.ts';
import {type SafeText, safe} from '../../domain/safe-text.ts';
import {verb} from '../../domain/verb.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {revisionName, templateTag} from '../common/revision-of.ts';
import type {ReturnFacts, ReturnState} from './return-to-stable.ts';
import type {RoutePlace} from './route-places.ts';
import {hasCanary, invalidField, isCutOver, isObserved, isStillElsewhere, keyOfHash} from './situation.ts';
import {stillRunning} from './still-running.ts';

/** How traffic comes back to stable, by what the Rollout says; `none` where there is nothing to come back from. */
export type BackWay =
	/** `leaves`: entries that lead to the canary and that Argo does not write. */
	| {readonly kind: 'abort'; readonly thenUnpause: boolean; readonly leaves: readonly SplitPlace[]}
	/** Aborted already, but `spec.paused` keeps the canary's pods. */
	| {readonly kind: 'unpause'}
	/** The weights of its routes, which its controller should have set. */
	| {readonly kind: 'route'; readonly because: SafeText; readonly refs: readonly ObjectRef[]}
	/** Stable's template back into the spec. */
	| {readonly kind: 'undo'; readonly because: SafeText; readonly thenUnpause: boolean}
	/** The version before, whose pods still run: its template, and promoted fully. */
	| {readonly kind: 'previous'; readonly to: RevisionKey; readonly untilMs: number}
	| {readonly kind: 'none'; readonly code: RefusalCode; readonly because: SafeText};

export interface BackFacts extends ReturnFacts {
	/** How far an aborted release is back; null for any other. */
	readonly returned: ReturnState | null;
}

export function decideBack(facts: BackFacts): BackWay {
	const {rollout, revisions, split, routes} = facts;
	const {status, isPaused} = rollout;
	const name = (hash: SafeText | null) => revisionName(keyOfHash(rollout, hash), revisions);
	if (status.stableHash === null)
		return {
			kind: 'none',
			code: 'no-earlier-version',
			because: safe`no version was ever promoted: nothing to go back to`,
		};
	const stable = name(status.stableHash);
	if (isUnseenTemplate(rollout, revisions)) {
		const tag = templateTag(rollout.template, null) ?? safe`another version`;
		return {
			kind: 'undo',
			because: safe`the spec names ${tag}, which the controller has not seen`,
			thenUnpause: isPaused,
		};
	}
	if (!hasCanary(rollout)) {
		if (isStillElsewhere(rollout)) {
			return {
				kind: 'none',
				code: 'on-its-way-back',
				because: safe`on its way back to ${stable}: the active service still selects ${name(status.activeHash)}`,
			};
		}
		const previous = stillRunning(facts);
		if (previous !== null) return previous;
		return {
			kind: 'none',
			code: 'fully-promoted',
			because: safe`no release is under way: ${stable} is fully promoted; ${verb('toRevision')} chooses another revision`,
		};
	}
	const current = name(status.currentHash);
	if (isCutOver(rollout) || (split.configuredBy === 'selector' && split.configuredPercent !== 0)) {
		const because = status.abort ? safe`the abort left ${current} active` : safe`${current} is active already`;
		return {kind: 'undo', because, thenUnpause: isPaused};
	}
	if (invalidField(rollout) !== null) return whileRefused(facts, current);
	if (!status.abort) return {kind: 'abort', thenUnpause: isPaused, leaves: unwritten(routes.places)};
	return afterAbort(facts, stable, current);
}

/** Argo neither aborts nor takes a template before the spec is mended; what weights it wrote stays. */
function whileRefused(facts: BackFacts, current: SafeText): BackWay {
	const {rollout, split} = facts;
	const refs = writableRoutes(facts);
	const because = safe`Argo refuses ${invalidField(rollout) ?? safe`the spec`} and does nothing until it is mended`;
	if (refs !== null) return {kind: 'route', because, refs};
	return split.configuredPercent === 0
		? {kind: 'none', code: 'spec-refused', because: safe`${current} has no share; ${because}`}
		: {kind: 'none', code: 'spec-refused', because};
}

function afterAbort(facts: BackFacts, stable: SafeText, current: SafeText): BackWay {
	const {rollout, revisions, split, returned, phase} = facts;
	const share = split.configuredPercent === 'unknown' ? safe`an unknown share` : safe`${split.configuredPercent}%`;
	if (returned === null) {
		const refs = phase.kind === 'silent' ? writableRoutes(facts) : null;
		return refs === null
			? {kind: 'none', code: 'not-answered-yet', because: safe`the abort was asked: Argo has not done it yet`}
			: {kind: 'route', because: safe`the abort was asked, and Argo does not answer`, refs};
	}
	switch (returned.kind) {
		case 'back':
			return {kind: 'none', code: 'already-back', because: safe`already back on ${stable}: the release was aborted`};
		case 'told':
			return {
				kind: 'none',
				code: 'route-not-read',
				because: safe`Argo says 0% on ${current}; perch does not read its route: ${verb('toRevision')} puts the template of ${stable} back`,
			};
		case 'moving':
			return {kind: 'none', code: 'on-its-way-back', because: safe`on its way back to ${stable}: ${returned.because}`};
		case 'unknown':
			return {kind: 'undo', because: safe`aborted; ${returned.because}`, thenUnpause: rollout.isPaused};
		case 'stuck': {
			if (rollout.isPaused && holdsPods(rollout, revisions)) return {kind: 'unpause'};
			const because = safe`aborted, ${share} still on ${current}`;
			const refs = writableRoutes(facts);
			return refs === null ? {kind: 'undo', because, thenUnpause: rollout.isPaused} : {kind: 'route', because, refs};
		}
	}
}

/**
 * The routes that lead to the canary, where weights alone turn all of them. With a dynamic stable scale an Argo that
 * answers keeps to its own weights.
 */
function writableRoutes({rollout, routes, phase}: BackFacts): readonly ObjectRef[] | null {
	if (rollout.canary?.isStableScaleDynamic && phase.kind !== 'silent') return null;
	const leading = routes.places.filter(({percent}) => percent !== 0);
	const isTurned = leading.every(({percent, roles}) => percent !== 'unknown' && roles.includes('stable'));
	const isAll = routes.isWhole && routes.leftBehind.length === 0 && isTurned && leading.length > 0;
	return isAll ? [...new Map(leading.map(({ref}) => [refText(ref), ref])).values()] : null;
}

function refText({kindId, namespace, name}: ObjectRef): string {
	return `${kindId} ${namespace}/${name}`;
}

/** Argo writes the entries that the Rollout names; another that leads to the canary stays after an abort. */
function unwritten(places: readonly RoutePlace[]): readonly SplitPlace[] {
	return places.filter(({isWritten, percent}) => !isWritten && percent !== 0);
}

/** A template that the controller has not taken up: when it does, a release starts and clears the abort. */
function isUnseenTemplate(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	if (isObserved(rollout) || rollout.workload !== null) return false;
	const current = revisions.find(({hash, holder}) => hash === rollout.status.currentHash && holder !== null);
	const images = rollout.template.containers.map(({image}) => image);
	return current !== undefined && images.join() !== current.images.join();
}

/** Without a traffic router the pods are the weight: while they run, the canary serves. */
function holdsPods(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	const canary = revisions.find(({hash}) => hash === rollout.status.currentHash);
	return rollout.canary?.router === null && canary !== undefined && canary.pods.desired !== 0;
}
