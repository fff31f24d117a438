import type {Snapshot} from '../../../domain/cluster/kube-object.ts';
import type {Back} from '../../../domain/release/release.ts';
import type {Revision} from '../../../domain/release/revision.ts';
import {verb} from '../../../domain/release/verb.ts';
import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {DEPLOYMENTS, type DeploymentObject} from '../../../kinds/deployment.ts';
import {hpaMaximum} from '../../common/hpa-maximum.ts';
import {revisionName} from '../../common/revision-of.ts';
import {nothingBefore, versionBefore, versionLeft} from '../../common/way-back.ts';
import {isAhead, isGoingBack, keyOf, neverCameUp, type Rolling} from './rolling.ts';

/**
 * The way back. It leads to the version that an update replaces; to the one that runs, if the spec names one
 * that has not started; otherwise to the one before, of which it is not known whether it worked.
 */
export function backOf(
	deployment: DeploymentObject,
	rolling: Rolling,
	revisions: readonly Revision[],
	snapshot: Snapshot,
): Back {
	const isUnrolled = isAhead(deployment, rolling);
	if (isGoingBack(rolling) && !isUnrolled) return onItsWay(deployment, rolling, revisions, snapshot);
	const {current, replaced, all} = rolling;
	const [, ...older] = all;
	const worked = older.filter(kept => !neverCameUp(kept, rolling));
	const before = current && versionBefore(current, worked);
	const to = keyOf(deployment, replaced ?? (isUnrolled ? current : before));
	const target = revisions.find(({key}) => key === to);
	const none = to === null ? nowhere(deployment, rolling, revisions) : null;
	const name = revisionName(to, revisions);
	const doubt = replaced === null && !isUnrolled ? safe` (whether it worked is not known)` : safe``;
	return {
		text: none ? none.text : safe`${name} by ${undoMeans(deployment)}${doubt}`,
		to,
		means: none ? null : undoMeans(deployment),
		code: none?.code ?? null,
		...(current === null ? {isUnread: true} : {}),
		stableReady: target?.pods.ready ?? 'unknown',
		stableDesired: deployment.desired,
		hpaMaximum: hpaMaximum(DEPLOYMENTS.kind, deployment, snapshot),
	};
}

function nowhere(deployment: DeploymentObject, rolling: Rolling, revisions: readonly Revision[]) {
	const {
		current,
		all: [, ...older],
	} = rolling;
	const left = (current && versionLeft(current, older)) ?? older.find(kept => neverCameUp(kept, rolling)) ?? null;
	return nothingBefore(revisions, keyOf(deployment, current), keyOf(deployment, left));
}

/**
 * A version that ran before is coming back already: another step back would lead to the version that is being
 * left.
 */
function onItsWay(
	deployment: DeploymentObject,
	{current, replaced}: Rolling,
	revisions: readonly Revision[],
	snapshot: Snapshot,
): Back {
	const to = keyOf(deployment, current);
	const target = revisions.find(({key}) => key === to);
	const left = revisionName(keyOf(deployment, replaced), revisions);
	return {
		text: safe`already on its way back to ${revisionName(to, revisions)}; ${verb('toRevision')} chooses ${left} again`,
		to,
		means: null,
		code: 'on-its-way-back',
		stableReady: target?.pods.ready ?? 'unknown',
		stableDesired: deployment.desired,
		hpaMaximum: hpaMaximum(DEPLOYMENTS.kind, deployment, snapshot),
	};
}

export function undoMeans({isPaused}: DeploymentObject): SafeText {
	return isPaused ? safe`undo, then unpause` : safe`undo`;
}
