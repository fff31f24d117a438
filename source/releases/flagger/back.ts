import type {Back} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {type SafeText, safe} from '../../domain/text/safe-text.ts';
import {HORIZONTAL_POD_AUTOSCALERS} from '../../kinds/horizontal-pod-autoscaler.ts';
import {revisionName} from '../common/revision-of.ts';
import type {BackWay} from './decide-back.ts';
import {keyOfSet, type Roles} from './revisions.ts';
import type {Situation} from './situation.ts';
import {previousSet, primaryNameOf} from './workload.ts';

/** What the verb back would do, by which means, and whether the primary has the pods for it. */
export function backOf(situation: Situation, way: BackWay, roles: Roles, revisions: readonly Revision[]): Back {
	const {canary, primary} = situation;
	const before = primary && previousSet(primary);
	const key = way.kind === 'undoPrimary' && before ? keyOfSet(situation, before) : roles.stable;
	const to = revisions.some(revision => revision.key === key) ? key : null;
	const means = meansOf(way, canary.isSuspended);
	const name = to === null ? safe`the version before` : revisionName(to, revisions);
	return {
		text: way.kind === 'none' ? way.because : backText(way, situation, name, means),
		to: means === null ? null : to,
		means,
		code: way.kind === 'none' ? way.code : null,
		stableReady: primary?.ready ?? 'unknown',
		stableDesired: primary?.desired ?? 'unknown',
		hpaMaximum: maximumOf(situation),
	};
}

/** `2.8.1: perch makes Flagger's checks fail, 5 of 5`, `2.8.1 by route by hand (…)`. */
function backText(way: BackWay, situation: Situation, name: SafeText, means: SafeText | null): SafeText {
	if (way.kind !== 'fail') return safe`${name} by ${means ?? safe``}${reason(way, situation)}`;
	const after = situation.canary.isSuspended ? safe`, then unsuspends it` : safe``;
	return safe`${name}: perch makes Flagger's checks fail${reason(way, situation)}${after}`;
}

function meansOf(way: BackWay, isSuspended: boolean): SafeText | null {
	switch (way.kind) {
		case 'fail':
			return isSuspended ? safe`failed checks, then unsuspend` : safe`failed checks`;
		case 'unship':
			return safe`route and template by hand`;
		case 'route':
			return safe`route by hand`;
		case 'undoPrimary':
			return safe`undo of the primary`;
		case 'none':
			return null;
	}
}

function reason(way: BackWay, {canary, target}: Situation): SafeText {
	switch (way.kind) {
		case 'fail':
			return target?.isReady === false
				? safe` (not before its pods are ready)`
				: safe`, ${canary.analysis.threshold} of ${canary.analysis.threshold}`;
		case 'unship':
			return safe` (Flagger waits for the canary's pods)`;
		case 'route':
			return safe` (${way.because})`;
		case 'undoPrimary':
			return safe` (no analysis)`;
		case 'none':
			return safe``;
	}
}

/** The primary has an autoscaler of its own, a copy of the target's. */
function maximumOf({canary, snapshot}: Situation): number | null {
	const {namespace} = canary.metadata;
	const scaler = snapshot
		.list(HORIZONTAL_POD_AUTOSCALERS, namespace)
		.find(({target}) => target.kind === canary.target.kind && target.name === primaryNameOf(canary.target));
	return scaler?.maximum ?? null;
}
