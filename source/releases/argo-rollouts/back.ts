import type {Back} from '../../domain/release/release.ts';
import type {Revision} from '../../domain/release/revision.ts';
import {ident, type SafeText, safe} from '../../domain/text/safe-text.ts';
import {clockTime} from '../../domain/time.ts';
import {ROLLOUTS, type RolloutObject} from '../../kinds/argo-rollouts/rollout.ts';
import {hpaMaximum} from '../common/hpa-maximum.ts';
import {revisionName} from '../common/revision-of.ts';
import type {BackFacts, BackWay} from './decide-back.ts';
import {isStableScaledDown, keyOfHash, stablePods} from './situation.ts';

/** What the verb back would do, by which means, and whether stable has the pods for it. */
export function backOf({rollout, revisions, snapshot}: BackFacts, way: BackWay): Back {
	const to = way.kind === 'previous' ? way.to : keyOfHash(rollout, rollout.status.stableHash);
	const stable = revisions.find(({key}) => key === to);
	const means = meansOf(way, rollout);
	const ready = stable?.pods.ready ?? 'unknown';
	return {
		text:
			way.kind === 'none'
				? way.because
				: safe`${revisionName(to, revisions)} by ${means ?? safe``}${reason(way)}${scaledDown(rollout, revisions)}`,
		to: means === null ? null : to,
		means,
		code: way.kind === 'none' ? way.code : null,
		stableReady: ready,
		stableDesired: rollout.desired,
		hpaMaximum: hpaMaximum(ROLLOUTS.kind, rollout, snapshot),
	};
}

/** `argo abort, then unpause`; null if there is nothing to do. */
function meansOf(way: BackWay, {blueGreen}: RolloutObject): SafeText | null {
	switch (way.kind) {
		case 'abort':
			return way.thenUnpause ? safe`argo abort, then unpause` : safe`argo abort`;
		case 'unpause':
			return safe`unpause`;
		case 'route':
			return safe`the weights of its routes`;
		case 'undo':
			return way.thenUnpause ? safe`undo to the stable template, then unpause` : safe`undo to the stable template`;
		case 'previous':
			return blueGreen ? safe`its template` : safe`its template, then argo promote --full`;
		case 'none':
			return null;
	}
}

/** ` (stable has 2 of 4 pods: scaled down with its traffic)` */
function scaledDown(rollout: RolloutObject, revisions: readonly Revision[]): SafeText {
	if (!isStableScaledDown(rollout, revisions)) return safe``;
	const {ready} = stablePods(rollout, revisions);
	const pods = ready === 'unknown' ? safe`an unknown part` : safe`${ready}`;
	return safe` (stable has ${pods} of ${rollout.desired} pods: scaled down with its traffic)`;
}

function reason(way: BackWay): SafeText {
	switch (way.kind) {
		case 'route':
		case 'undo':
			return safe` (${way.because})`;
		case 'unpause':
			return safe` (aborted, but held by hand: its pods still serve)`;
		case 'previous':
			return safe` (its pods run until ${ident(clockTime(way.untilMs))})`;
		default:
			return safe``;
	}
}
