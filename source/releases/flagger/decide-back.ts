import type {RefusalCode} from '../../domain/release/refusal.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {verb} from '../../domain/release/verb.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {revisionName, templateTag} from '../common/revision-of.ts';
import type {Roles} from './revisions.ts';
import {worstRule} from './route.ts';
import {imagesOf, isUnseen, type Situation} from './situation.ts';
import {silentMs} from './tick.ts';
import {previousSet} from './workload.ts';

/** The way back to stable; `none` if there is no way back, or nothing to go back from. */
export type BackWay =
	/**
	 * Set the failed checks to the threshold: Flagger rolls back at its next tick. Preferred to a rollback gate,
	 * which works in the same phases, but needs the Services' proxy and must be closed again.
	 */
	| {readonly kind: 'fail'}
	/** Flagger rolls nothing back while the canary's pods are not ready: perch writes the route and the template. */
	| {readonly kind: 'unship'}
	/** Write the route alone: Flagger has left it where it was, or does not answer. */
	| {readonly kind: 'route'; readonly because: SafeText}
	/** After the promotion: write back the primary's previous template, which serves at once. */
	| {readonly kind: 'undoPrimary'; readonly replicaSet: SafeText}
	| {readonly kind: 'none'; readonly code: RefusalCode; readonly because: SafeText};

export function decideBack(situation: Situation, roles: Roles, revisions: readonly Revision[]): BackWay {
	const {canary, target, route} = situation;
	const {phase} = canary.status;
	const name = revisionName(roles.stable, revisions);
	if (canary.metadata.deletedAtMs !== null)
		return {kind: 'none', code: 'being-deleted', because: safe`the Canary is being deleted`};
	if (isUnseen(situation)) {
		const tag = (target && templateTag(target.template, null)) ?? safe`the new template`;
		return {
			kind: 'none',
			code: 'spec-not-seen',
			because: safe`${tag} has no traffic yet: Flagger has not seen it; ${verb('toRevision')} puts another one there`,
		};
	}
	const isOn = route !== null && worstRule(route.rules).percent > 0;
	if (isOn && silentMs(situation) !== null) return {kind: 'route', because: safe`the controller does not answer`};
	switch (phase as string | null) {
		case 'Progressing':
		case 'WaitingPromotion': {
			const stable = revisions.find(({key}) => key === roles.stable);
			const isHeld = stable?.holder !== null && stable !== undefined;
			if (target?.isReady === false && route !== null && isHeld && roles.canary !== null) return {kind: 'unship'};
			return canary.status.failedChecks >= canary.analysis.threshold && !canary.isSuspended
				? {
						kind: 'none',
						code: 'rolls-back-next',
						because: safe`failed checks are at the threshold: Flagger rolls back when it looks next`,
					}
				: {kind: 'fail'};
		}
		case 'Waiting':
			return {
				kind: 'none',
				code: 'no-traffic-moved',
				because: safe`no traffic has moved: ${name} serves all while the gate is closed`,
			};
		case 'Promoting':
		case 'Finalising':
			return {
				kind: 'none',
				code: 'promoting-already',
				because: safe`impossible while Flagger is ${phase ?? safe``}: roll forward, or ${verb('toRevision')} after it`,
			};
		case 'Failed':
			if (isOn) return {kind: 'route', because: safe`Flagger says Failed and left it`};
			return {
				kind: 'none',
				code: 'already-back',
				because: safe`already back on ${name}: the release failed and was rolled back`,
			};
		case 'Succeeded':
		case 'Initialized':
			return isOn ? {kind: 'route', because: safe`no release is under way`} : afterwards(situation, name);
		default:
			return {
				kind: 'none',
				code: 'no-earlier-version',
				because: safe`no version was promoted yet: nothing to go back to`,
			};
	}
}

function afterwards({primary, target}: Situation, name: SafeText): BackWay {
	const before = primary && previousSet(primary);
	// The primary was taken back already: its previous template is that of the version that it was taken back from.
	if (primary && target && imagesOf(primary) !== imagesOf(target)) {
		// The primary's pods may still be those of the version that it leaves, so name the template's version.
		const to = templateTag(primary.template, target.template) ?? name;
		return {
			kind: 'none',
			code: 'already-back',
			because: safe`the primary was taken back to ${to} already: ${verb('toRevision')} gives the target a version`,
		};
	}
	if (before) return {kind: 'undoPrimary', replicaSet: before.metadata.name};
	return {
		kind: 'none',
		code: 'fully-promoted',
		because: safe`no release is under way: ${name} is fully promoted; ${verb('toRevision')} chooses another revision`,
	};
}
