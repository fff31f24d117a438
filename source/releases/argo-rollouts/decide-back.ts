import type {RevisionKey} from '../../domain/cluster/keys.ts';
import type {ObjectRef} from '../../domain/cluster/kube-object.ts';
import type {RefusalCode} from '../../domain/release/refusal.ts';
import type {SplitPlace} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {verb} from '../../domain/release/verb.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import type {RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {revisionName, templateTag} from '../common/revision-of.ts';
import {otherRevisionText} from '../common/revision-question.ts';
import type {ReturnFacts, ReturnState} from './return-to-stable.ts';
import type {RoutePlace} from './route-places.ts';
import {hasCanary, invalidField, isCutOver, isObserved, isStillElsewhere, keyOfHash} from './situation.ts';
import {stillRunning} from './still-running.ts';

/**
 * The way back to stable that fits the state of the Rollout; `none` if perch cannot or need not send traffic
 * back.
 */
export type BackWay =
	/**
	 * `leaves`: route entries that lead to the canary and that Argo does not write, so an abort does not change
	 * them.
	 */
	| {readonly kind: 'abort'; readonly thenUnpause: boolean; readonly leaves: readonly SplitPlace[]}
	/** The release is aborted already, but `spec.paused` keeps the canary's pods. */
	| {readonly kind: 'unpause'}
	/** Write the weights of the Rollout's routes, which Argo should have set. */
	| {readonly kind: 'route'; readonly because: SafeText; readonly refs: readonly ObjectRef[]}
	/** Write stable's template back into the spec. */
	| {readonly kind: 'undo'; readonly because: SafeText; readonly thenUnpause: boolean}
	/** Return to the previous version, whose pods still run: write its template and promote it fully. */
	| {readonly kind: 'previous'; readonly to: RevisionKey; readonly untilMs: number}
	| {readonly kind: 'none'; readonly code: RefusalCode; readonly because: SafeText};

export interface BackFacts extends ReturnFacts {
	/** How far traffic is back on stable after an abort; null while the release is not aborted. */
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
			because: safe`no release is under way: ${stable} is fully promoted; ${otherRevisionText(revisions, keyOfHash(rollout, status.stableHash))}`,
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

/** While Argo refuses the spec it neither aborts nor takes a template, and the weights that it wrote stay. */
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
 * The routes that lead to the canary; null if weights alone cannot turn all of them to stable. With a dynamic
 * stable scale, an Argo that answers writes its own weights again.
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

/**
 * Argo writes only the entries that the Rollout names; any other entry that leads to the canary stays after an
 * abort.
 */
function unwritten(places: readonly RoutePlace[]): readonly SplitPlace[] {
	return places.filter(({isWritten, percent}) => !isWritten && percent !== 0);
}

/**
 * Whether the controller has not yet taken up the spec's template. When it does, a release starts and clears
 * the abort.
 */
function isUnseenTemplate(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	if (isObserved(rollout) || rollout.workload !== null) return false;
	const current = revisions.find(({hash, holder}) => hash === rollout.status.currentHash && holder !== null);
	const images = rollout.template.containers.map(({image}) => image);
	return current !== undefined && images.join() !== current.images.join();
}

/** Without a traffic router the number of pods sets the weight: the canary serves while its pods run. */
function holdsPods(rollout: RolloutObject, revisions: readonly Revision[]): boolean {
	const canary = revisions.find(({hash}) => hash === rollout.status.currentHash);
	return rollout.canary?.router === null && canary !== undefined && canary.pods.desired !== 0;
}
