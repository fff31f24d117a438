import type {Effect, Plan} from '../../../domain/release/plan.ts';
import type {Release} from '../../../domain/release/release.ts';
import {safe} from '../../../domain/text/safe-text.ts';
import {nameOf} from '../../common/release-text.ts';
import {newestOf} from './workload.ts';

/** How far a roll to `plan.to` has come. A roll that waits for a person is effective: it has done what was asked. */
export function rollEffect(plan: Plan, before: Release, now: Release): Effect {
	const newest = newestOf(now);
	const name = nameOf(now, plan.to);
	if (newest !== plan.to) {
		return newest === newestOf(before)
			? {kind: 'pending', evidence: safe`the controller has not started ${name} yet`}
			: {kind: 'undone', evidence: safe`another version is rolled out: ${nameOf(now, newest)}`};
	}
	return {...progressOf(now), evidence: evidenceOf(plan, now)};
}

/** How far a roll to a revision that did not exist before has come. */
export function newRevisionEffect(_plan: Plan, before: Release, now: Release): Effect {
	if (newestOf(now) === newestOf(before)) return {kind: 'pending', evidence: safe`not taken up yet`};
	const newest = nameOf(now, newestOf(now));
	const progress = progressOf(now);
	switch (progress.kind) {
		case 'effective':
			return {...progress, evidence: now.canary === null ? safe`every pod was replaced` : now.next.text};
		case 'pending':
			return {
				...progress,
				evidence:
					now.phase.kind === 'progressing' || now.phase.kind === 'degraded'
						? now.phase.because
						: safe`${newest} is on its way`,
			};
	}
}

type Progress = {readonly kind: 'effective'} | {readonly kind: 'pending'; readonly isUnderWay: boolean};

function progressOf({phase, canary}: Release): Progress {
	const isOver = phase.kind === 'stable' && canary === null;
	const isWaiting = phase.kind === 'paused' && phase.because === 'person';
	return isOver || isWaiting ? {kind: 'effective'} : {kind: 'pending', isUnderWay: phase.kind === 'progressing'};
}

function evidenceOf(plan: Plan, now: Release): Effect['evidence'] {
	const name = nameOf(now, plan.to);
	switch (now.phase.kind) {
		case 'stable':
			return now.canary === null ? safe`every pod is ${name}` : safe`${name} is on its way`;
		case 'paused':
			return now.phase.because === 'manual' ? safe`held by hand` : now.next.text;
		case 'progressing':
		case 'degraded':
			return now.phase.because;
		default:
			return safe`${name} is on its way`;
	}
}
